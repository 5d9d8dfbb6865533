// Files: synchronous, with callbacks, with promises, streams.
const fs = require('node:fs');
const path = require('node:path');
const os = require('os');
const base = path.join(process.cwd(), 'files-test');
fs.rmSync(base, { recursive: true, force: true });
fs.mkdirSync(path.join(base, 'a', 'b'), { recursive: true });
fs.writeFileSync(path.join(base, 'a', 'one.txt'), 'eins\nzwei\n');
fs.appendFileSync(path.join(base, 'a', 'one.txt'), 'drei');
fs.writeFileSync(path.join(base, 'ünï–文.txt'), 'ü'.repeat(3));
fs.writeFileSync(path.join(base, 'bytes.bin'), Buffer.from([0, 255, 128, 10]));
console.log(fs.readFileSync(path.join(base, 'a', 'one.txt'), 'utf8'), fs.readFileSync(path.join(base, 'bytes.bin')));
console.log(fs.readdirSync(base), fs.readdirSync(base, { withFileTypes: true }).map((e) => [e.name, e.isDirectory(), e.isFile()]));
console.log(fs.readdirSync(base, { recursive: true }).sort());
const stat = fs.statSync(path.join(base, 'a', 'one.txt'));
console.log(stat.size, stat.isFile(), stat.isDirectory(), stat.mtime instanceof Date, Math.abs(Date.now() - stat.mtimeMs) < 600000);
console.log(fs.existsSync(base), fs.existsSync(path.join(base, 'none')), fs.statSync('none', { throwIfNoEntry: false }));
fs.renameSync(path.join(base, 'bytes.bin'), path.join(base, 'a', 'moved.bin'));
fs.copyFileSync(path.join(base, 'a', 'one.txt'), path.join(base, 'a', 'b', 'copy.txt'));
fs.truncateSync(path.join(base, 'a', 'b', 'copy.txt'), 4);
console.log(fs.readFileSync(path.join(base, 'a', 'b', 'copy.txt'), { encoding: 'latin1' }));
const fd = fs.openSync(path.join(base, 'rw.txt'), 'w+');
console.log(fs.writeSync(fd, 'hello world'), fs.writeSync(fd, Buffer.from('HELLO'), 0, 5, 0));
const part = Buffer.alloc(5);
console.log(fs.readSync(fd, part, 0, 5, 6), part.toString(), fs.fstatSync(fd).size);
fs.closeSync(fd);
console.log(fs.readFileSync(path.join(base, 'rw.txt'), 'utf8'));
for (const run of [() => fs.readFileSync(base), () => fs.rmdirSync(path.join(base, 'a')), () => fs.mkdirSync(base),
  () => fs.unlinkSync('none'), () => fs.readdirSync(path.join(base, 'rw.txt')), () => fs.openSync('none/x', 'w'), () => fs.readSync(999, part)]) {
  try { run(); console.log('no error'); } catch (error) { console.log(error.code, error.syscall, error.message.replace(process.cwd(), '')); }
}
fs.writeFileSync(path.join(base, 'x'), 'x', { flag: 'wx' });
try { fs.writeFileSync(path.join(base, 'x'), 'x', { flag: 'wx' }); } catch (error) { console.log(error.code); }
fs.cpSync(path.join(base, 'a'), path.join(base, 'c'), { recursive: true });
console.log(fs.readdirSync(path.join(base, 'c'), { recursive: true }).sort());
fs.utimesSync(path.join(base, 'x'), 1, 2);
console.log(fs.statSync(path.join(base, 'x')).mtimeMs, fs.realpathSync(path.join(base, 'a', '..', 'x')) === path.join(base, 'x'));
const temp = fs.mkdtempSync(path.join(os.tmpdir(), 'made-'));
console.log(path.basename(temp).length, fs.statSync(temp).isDirectory());
fs.rmdirSync(temp);
fs.readFile(path.join(base, 'x'), 'utf8', (error, text) => {
  console.log('callback', error, text);
  fs.readFile('none', (failure) => console.log('failed', failure.code));
  fs.stat(path.join(base, 'x'), (e, s) => console.log('stat', e, s.size));
});
(async () => {
  const { promises } = fs;
  await promises.writeFile(path.join(base, 'p.txt'), 'promised');
  console.log(await promises.readFile(path.join(base, 'p.txt'), 'utf8'), (await promises.readdir(base)).length);
  await promises.access(base).then(() => console.log('accessible'));
  await promises.readFile('none').catch((error) => console.log(error.code, error.message));
  const handle = await promises.open(path.join(base, 'p.txt'), 'r');
  console.log((await handle.stat()).size, (await handle.read(Buffer.alloc(4), 0, 4, 0)).bytesRead, (await handle.readFile()).toString());
  await handle.close();
  const writer = fs.createWriteStream(path.join(base, 'stream.txt'));
  for (let i = 0; i < 1000; i++) writer.write(`line ${i}\n`);
  await new Promise((resolve) => writer.end('end', resolve));
  let lines = 0;
  for await (const chunk of fs.createReadStream(path.join(base, 'stream.txt'), { encoding: 'utf8', highWaterMark: 100 })) lines += chunk.split('\n').length - 1;
  console.log(lines, fs.statSync(path.join(base, 'stream.txt')).size);
  const part2 = [];
  for await (const chunk of fs.createReadStream(path.join(base, 'stream.txt'), { start: 5, end: 9 })) part2.push(chunk);
  console.log(Buffer.concat(part2).toString());
  fs.createReadStream('none').on('error', (error) => console.log('stream', error.code));
  await new Promise((resolve) => setTimeout(resolve, 5));
  await promises.rm(base, { recursive: true });
  console.log(fs.existsSync(base));
})();
