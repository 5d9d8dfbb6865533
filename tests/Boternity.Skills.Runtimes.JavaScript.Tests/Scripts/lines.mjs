// Lines from standard input, by readline; an ES module with await at its top.
import { createInterface } from 'node:readline';
import * as rl from 'node:readline/promises';
import fs, { readFileSync as read } from 'fs';
import process, { argv } from 'node:process';
import { basename } from 'node:path';
import { fileURLToPath } from 'url';
import { createRequire } from 'module';

console.log(basename(import.meta.filename), basename(import.meta.dirname).length > 0, import.meta.url.startsWith('file:///'), fileURLToPath(import.meta.url) === import.meta.filename, typeof require, this);
const lines = [];
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) lines.push(line.toUpperCase());
console.log(lines, argv.length, fs.readFileSync === read);
const { default: def, named, later } = await import('./lib/module.mjs');
console.log(def, named, later());
const require2 = createRequire(import.meta.url);
console.log(require2('./lib/common.cjs').value, (await import('./lib/common.cjs')).default.value, require2('./lib/data.json').list);
const pack = await import('tiny-package');
console.log(pack.default.name, require2('tiny-package/sub'), import.meta.resolve('node:fs'));
await import('./lib/none.mjs').catch((error) => console.log(error.code));
await import('no-such-package').catch((error) => console.log(error.code));
const namespace = await import('./lib/module.mjs');
console.log(namespace, Object.keys(namespace), namespace[Symbol.toStringTag]);
console.log(await Promise.all([1, 2].map(async (x) => x * 2)), typeof rl.createInterface);
process.exitCode = lines.length;
