// Errors: classes, texts, causes.
class Custom extends Error { constructor(message, code) { super(message); this.name = 'Custom'; this.code = code; } }
class Plain extends Error {}
const show = (error) => console.log(error.name, '|', error.message, '|', String(error), '|', error.code, '|', error instanceof Error, '|', error.stack.split('\n')[0]);
for (const run of [
  () => { throw new Custom('broken', 'E_CUSTOM'); },
  () => { throw new Plain('plain'); },
  () => null.property,
  () => undefined.other,
  () => { null.property = 1; },
  () => missing,
  () => { const fixed = 1; fixed = 2; },
  () => { early; let early = 1; },
  () => new Array(-1),
  () => 'x'.repeat(-1),
  () => require('fs').readFileSync('none.txt'),
  () => require('fs').mkdirSync('a/b/c'),
  () => Buffer.alloc('x'),
  () => new URL('nonsense'),
  () => require('./none.js'),
  () => require('path').join(1),
  () => require('util').promisify(1),
  () => Buffer.from(5),
  () => setTimeout('text'),
  () => JSON.parse('{"a": 1').a,
  () => decodeURIComponent('%'),
  () => { function f() { return f() + 1; } f(); },
  () => new (require('events'))().emit('error', new Error('emitted')),
  () => new (require('events'))().emit('error', 'text'),
  () => require('assert').strictEqual(1, 2),
  () => require('assert')(false, 'said'),
  () => BigInt(1.5),
  () => Symbol() + '',
  () => new Intl.NumberFormat('en').format(1).none.x,
]) {
  try {
    run();
    console.log('nothing thrown', String(run));
  } catch (error) {
    if (['SyntaxError', 'URIError'].includes(error.name) || /JSON|Unicode|URI|Array|repeat|count|BigInt|Symbol|integer|convert/i.test(error.message)) {
      console.log(error.name, error instanceof Error);
    } else {
      show(error);
    }
  }
}

const cause = new Error('outer', { cause: new TypeError('inner') });
console.log(cause.cause.message, 'cause' in cause, Object.keys(cause), JSON.stringify(cause), Object.getOwnPropertyNames(cause).includes('stack'));
const many = new AggregateError([new Error('a'), new Error('b')], 'many');
console.log(many.errors.length, many.message, Error.prototype.toString.call({ name: 'N', message: 'm' }));
const captured = {};
Error.captureStackTrace(captured);
console.log(typeof captured.stack, Error.stackTraceLimit > 0, typeof new Error('x').stack);
const noStack = new Error('no stack');
noStack.stack = undefined;
console.log(noStack, { wrapped: noStack });
const named = new Error('has keys');
delete named.stack;
named.stack = 'Error: has keys';
named.extra = { a: 1 };
console.log(named);
(async () => {
  try { await Promise.reject(new Custom('async', 5)); } catch (error) { show(error); }
  try { await Promise.any([Promise.reject(1)]); } catch (error) { console.log(error.constructor.name, error.errors); }
  console.log(await Promise.allSettled([1, Promise.reject(new Error('no'))]).then((all) => all.map((each) => each.status)));
})();
