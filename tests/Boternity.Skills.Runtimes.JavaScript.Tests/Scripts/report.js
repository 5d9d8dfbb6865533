#!/usr/bin/env node
// Reads a folder of Markdown with front matter and writes an index.
const fs = require('fs');
const path = require('path');
const os = require('os');
const { parseArgs, format, inspect, promisify, isDeepStrictEqual, types } = require('node:util');
const { values, positionals } = parseArgs({
  args: ['--title', 'Docs', '-v', 'in'],
  allowPositionals: true,
  options: { title: { type: 'string', default: 'x' }, verbose: { type: 'boolean', short: 'v' } },
});
console.log({ ...values }, positionals);
const root = path.resolve('docs');
fs.mkdirSync(path.join(root, 'a'), { recursive: true });
fs.writeFileSync(
  path.join(root, 'one.md'),
  '---\ntitle: "One: 1"\ntags: [x, y]\ndate: 2024-01-02\n---\n# Ü\n\nText with `code` and [link](a/two.md).\n',
);
fs.writeFileSync(path.join(root, 'a', 'two.md'), '# Two\r\n\r\n- item\r\n');
function* walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((p, q) => p.name.localeCompare(q.name))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(file);
    else yield file;
  }
}
const pages = [...walk(root)].map((file) => {
  const text = fs.readFileSync(file, 'utf8');
  const [, head = '', body] = /^(?:---\n([\s\S]*?)\n---\n)?([\s\S]*)$/.exec(text);
  const meta = Object.fromEntries(
    head
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(/:\s*(.*)/s).slice(0, 2)),
  );
  return {
    file: path.relative(root, file).split(path.sep).join('/'),
    meta,
    words: body.match(/[\p{L}\p{N}]+/gu)?.length ?? 0,
    links: [...body.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map((m) => ({ ...m.slice(1, 3) })),
  };
});
console.log(inspect(pages, { depth: 4 }));
console.table(pages.map(({ file, words }) => ({ file, words })));
console.log(JSON.stringify(pages, (k, v) => (k === 'links' ? v.length : v), 2));
console.log(
  format('%s %d %i %j %o %%', 'a', 1.5, 2.7, { x: 1 }, [1]),
  new Intl.NumberFormat('en-US').format(1234567.891),
  (1234.5).toLocaleString('en-US'),
  new Date(0).toISOString(),
  new Date(Date.UTC(2024, 1, 29)).toLocaleDateString('en-US'),
);
console.log(
  isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }),
  types.isRegExp(/x/),
  os.EOL === '\n',
  structuredClone({ d: new Date(5), s: new Set([1]) }),
);
console.error('warn %s', new Error('e').message);
process.exitCode = 3;
process.on('exit', (code) => console.log('exit', code));
