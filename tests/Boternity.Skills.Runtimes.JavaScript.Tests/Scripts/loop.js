// The order of things.
const log = (...args) => console.log(...args);
setTimeout(() => log('timeout 0'), 0);
setTimeout(() => log('timeout 20'), 20);
setTimeout((a, b) => log('timeout 10', a, b), 10, 'x', 'y');
process.nextTick(() => log('tick 1'));
Promise.resolve().then(() => { log('micro 1'); process.nextTick(() => log('tick in micro')); }).then(() => log('micro 2'));
queueMicrotask(() => log('queued'));
process.nextTick((x) => log('tick 2', x), 5);
(async () => { log('async start'); await null; log('after await'); })();
let count = 0;
const cancelled = setTimeout(() => log('never'), 1);
clearTimeout(cancelled);

const { setTimeout: sleep } = require('timers/promises');
sleep(40, 'slept').then((word) => {
  log(word);
  emitter.emit('later', 1, 2);
  setImmediate(() => log('immediate in timeout'));
  const interval = setInterval(() => { log('interval', ++count); if (count === 3) { clearInterval(interval); log('cleared'); rest(); } }, 2);
});
process.on('exit', (code) => log('exit', code, process.exitCode));
process.on('beforeExit', () => log('before exit'));
const controller = new AbortController();
sleep(1000, null, { signal: controller.signal }).catch((error) => log(error.name, error.code));
controller.abort();
const EventEmitter = require('events');
const emitter = new EventEmitter();
emitter.on('a', (x) => log('a', x)); emitter.once('a', (x) => log('once', x)); emitter.prependListener('a', () => log('first'));
log(emitter.emit('a', 1), emitter.emit('a', 2), emitter.emit('b'), emitter.listenerCount('a'), emitter.eventNames());
EventEmitter.once(emitter, 'later').then((args) => log('later', args));
const { Readable, Writable, Transform, pipeline, PassThrough } = require('stream');
const { pipeline: piped } = require('stream/promises');
async function rest() {
  const parts = [];
  await piped(Readable.from(['a', 'b', 'c']), new Transform({ transform(chunk, encoding, done) { done(null, chunk.toString().toUpperCase()); } }),
    async function* (source) { let all = ''; for await (const chunk of source) all += chunk; yield `<${all}>`; }, new Writable({ write(chunk, encoding, done) { parts.push(chunk.toString()); done(); } }));
  log(parts.join(''));
  pipeline(Readable.from([Buffer.from('x')]), new PassThrough(), new Writable({ write(c, e, d) { d(new Error('sink')); } }), (error) => log('pipeline', error.message));
  const source = new Readable({ read() {} });
  source.push('one'); source.push('two'); source.push(null);
  source.on('data', (chunk) => log('data', chunk.toString())).on('end', () => log('end')).on('close', () => log('close'));
  const ended = new Writable({ write(c, e, d) { setTimeout(d, 1); }, final(d) { log('final'); d(); } });
  ended.on('finish', () => log('finish'));
  log(ended.write('a'), ended.write('b')); ended.end('c');
  log(await Readable.from([1, 2, 3]).map((x) => x * 2).toArray());
}
process.on('beforeExit', function busy() {
  // An interval that is due again whenever it has run leaves room for the others.
  process.off('beforeExit', busy);
  const interval = setInterval(() => { const end = performance.now() + 4; while (performance.now() < end); }, 1);
  require('fs').stat('.', () => setImmediate(() => { clearInterval(interval); log('not starved'); }));
});
process.exitCode = 3;
