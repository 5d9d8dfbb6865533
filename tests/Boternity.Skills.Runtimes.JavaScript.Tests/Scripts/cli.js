#!/usr/bin/env node
// Arguments, standard input, exit codes.
'use strict';
const { parseArgs } = require('node:util');
const { values, positionals } = parseArgs({ args: ['-v', '--name', 'x', '--n=5', 'pos', '-abc', '--', '--raw'], allowPositionals: true, options: { verbose: { type: 'boolean', short: 'v' }, name: { type: 'string' }, n: { type: 'string' }, a: { type: 'boolean', short: 'a' }, b: { type: 'boolean', short: 'b' }, c: { type: 'boolean', short: 'c' }, d: { type: 'string', default: 'def' } } });
console.log(values, positionals);
for (const args of [['--nope'], ['x'], ['--name'], ['--flag=1'], ['--name', '--flag']]) {
  try { parseArgs({ args, options: { name: { type: 'string' }, flag: { type: 'boolean' } } }); } catch (error) { console.log(error.code, error.message); }
}
console.log(process.argv.length, process.argv.slice(2), __filename.endsWith('cli.js'), require.main === module, typeof process.pid, process.cwd() === __dirname, process.stdin.isTTY, process.stdout.isTTY);
let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => { input += chunk; });
process.stdin.on('end', () => {
  const lines = input.trim().split('\n');
  process.stdout.write(`${lines.length} lines, ${input.length} characters\n`);
  process.stderr.write('to stderr\n');
  process.stdout.write(JSON.stringify(lines.map((line) => line.split(',')), null, 2) + '\n', () => { console.log('written'); process.exit(7); });
});
