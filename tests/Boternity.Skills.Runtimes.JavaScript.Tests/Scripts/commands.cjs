'use strict';
// A small command line with subcommands, a class hierarchy, and errors.
class Store {
  #items = new Map();
  static from(o) {
    const s = new this();
    for (const [k, v] of Object.entries(o)) s.set(k, v);
    return s;
  }
  set(k, v) {
    this.#items.set(k, v);
    return this;
  }
  get size() {
    return this.#items.size;
  }
  *[Symbol.iterator]() {
    yield* this.#items;
  }
  toJSON() {
    return Object.fromEntries(this);
  }
}
class Sorted extends Store {
  *[Symbol.iterator]() {
    yield* [...super[Symbol.iterator]()].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
const commands = {
  list: (s) => {
    for (const [k, v] of s) console.log(`${k.padEnd(8, '.')} ${String(v).padStart(6)}`);
  },
  json: (s) => console.log(JSON.stringify(s)),
  fail: () => {
    throw Object.assign(new RangeError('out of range', { cause: new Error('why') }), { code: 'E_RANGE' });
  },
};
const s = Sorted.from({ pear: 3, apple: 12.5, ünï: '文' });
const [, , ...args] = process.argv;
for (const name of args.length ? args : ['list', 'json', 'nope', 'fail']) {
  try {
    (
      commands[name] ??
      (() => {
        throw new Error(`unknown command: ${name}`);
      })
    )(s);
  } catch (e) {
    console.error(`${e.name}: ${e.message}`);
    console.log(e instanceof RangeError, e.cause?.message, e.code);
  }
}
console.log(
  s,
  new Store(),
  [undefined, null, , 3],
  { a: { b: { c: { d: 1 } } } },
  [new Date(0)],
  Symbol('x'),
  10n ** 20n,
  -0,
  [1.0, 2.5],
  new Error('x').message,
  function named() {},
  class X {},
  new Map([['a', { b: 1 }]]),
  new Set('ab'),
  Buffer.from('hi'),
  new Uint8Array(3),
  /r/gi,
  [['nested', ['deep', ['deeper', ['x']]]]],
  "it's",
  ["it's"],
  {
    'a-b': 1,
    [Symbol('s')]: 2,
    get g() {
      return 1;
    },
  },
);
console.log(
  '%c styled',
  'color: red',
  'x'.repeat(3),
  [...'a😀'].length,
  'ﬀ'.normalize('NFKD'),
  'a,b;c'.split(/[,;]/),
  'x'.replaceAll('x', (m) => m + m),
  'Ab'.localeCompare('ab'),
  ['b', 'a', 'C'].sort(),
  ['é', 'z', 'a'].sort((p, q) => p.localeCompare(q)),
);
console.log(
  require('./lib/answer.cjs').answer(2),
  require.main === module,
  __filename.endsWith('commands.cjs'),
  Object.keys(require('./lib/answer.cjs')),
);
const data = require('./lib/data.json');
console.log(Object.keys(data).length);
console.group('G');
console.info('in');
console.groupEnd();
console.dir({ a: 1 }, { depth: 0 });
console.assert(1 === 2, 'assert %s', 'x');
setTimeout(() => {
  console.log('timeout');
  setImmediate(() => {
    console.log('immediate');
    setTimeout(() => {
      null.x;
    }, 5);
  });
}, 1);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('micro'));
queueMicrotask(() => console.log('micro2'));
process.on('uncaughtException', (e) => {
  console.log('caught', e.message);
  process.exit(7);
});
