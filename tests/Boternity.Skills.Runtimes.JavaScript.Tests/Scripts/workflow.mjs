import fsp from 'node:fs/promises';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Transform, Readable } from 'node:stream';
import { createGzip, createGunzip, gzipSync, gunzipSync, deflateRawSync, inflateRawSync } from 'node:zlib';
import { createHash, createHmac, randomUUID, timingSafeEqual, randomBytes, pbkdf2Sync } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import assert from 'node:assert/strict';
const here = path.dirname(fileURLToPath(import.meta.url));
console.log(path.basename(here).toLowerCase(), import.meta.url.endsWith('workflow.mjs'), typeof require);
await fsp.writeFile('in.txt', Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n'));
await pipeline(
  createReadStream('in.txt', { highWaterMark: 100 }),
  new Transform({
    transform(c, e, d) {
      d(null, c.toString().toUpperCase());
    },
  }),
  createGzip(),
  createWriteStream('out.gz'),
);
const text = gunzipSync(await fsp.readFile('out.gz')).toString();
console.log(
  text.length,
  text.slice(0, 20),
  createHash('sha256').update(text).digest('hex'),
  createHmac('sha1', 'k').update('x').digest('base64'),
);
console.log(
  createHash('md5').update('ü').digest('hex'),
  createHash('sha512')
    .update(Buffer.from([1, 2]))
    .digest('base64url').length,
  inflateRawSync(deflateRawSync('abc')).toString(),
);
let n = 0;
for await (const line of readline.createInterface({ input: createReadStream('in.txt'), crlfDelay: Infinity }))
  n += line.length;
console.log(n, randomUUID().length, randomBytes(4).length, timingSafeEqual(Buffer.from('a'), Buffer.from('a')));
const bus = new EventEmitter();
setTimeout(() => bus.emit('ready', 1, 2), 5);
console.log(await once(bus, 'ready'), await sleep(2, 'slept'));
const results = await Promise.allSettled([Promise.resolve(1), Promise.reject(new TypeError('no')), sleep(1)]);
console.log(
  results.map((r) => r.status),
  await Promise.any([Promise.reject(1), 2]),
  await Promise.race([sleep(50, 'slow'), sleep(1, 'fast')]),
);
try {
  await fsp.readFile('none.txt');
} catch (error) {
  console.log(error.code, error.syscall, error.message);
}
try {
  assert.deepEqual({ a: 1 }, { a: 2 });
} catch (error) {
  console.log(error.name, error.code, error.message.split('\n')[0]);
}
console.log(
  await Readable.from(['a', 'b']).toArray(),
  existsSync('in.txt'),
  (await fsp.stat('in.txt')).size,
  (await fsp.readdir('.')).sort(),
);
const controller = new AbortController();
setTimeout(() => controller.abort(), 1);
await sleep(1000, null, { signal: controller.signal }).catch((e) => console.log(e.name, e.code));
const { default: data } = await import('./lib/data.json', { with: { type: 'json' } });
console.log(data, [3, 1, 2].toSorted(), [1, 2, 3].at(-1), [1].with(0, 2));
console.log(
  new TextDecoder('utf-16le').decode(new Uint8Array([104, 0, 105, 0])),
  new URL('?a=1#x', 'https://u:p@h:8/p/').href,
  new URLSearchParams({ a: 'b c' }) + '',
  btoa('x'),
  new Blob(['ab']).size,
);
label: for (const a of [1, 2])
  for (const b of [1, 2]) {
    if (b === 2) continue label;
    console.log(a, b);
  }
process.stdout.write('end\n');
