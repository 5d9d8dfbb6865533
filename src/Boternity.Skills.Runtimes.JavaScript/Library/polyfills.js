// What the language has that the interpreter lacks, and what V8 adds to it.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;

  function define(target, functions) {
    for (const name of Reflect.ownKeys(functions)) {
      if (!Object.hasOwn(target, name)) {
        Object.defineProperty(target, name, {
          value: functions[name],
          writable: true,
          configurable: true,
          enumerable: false,
        });
      }
    }
  }

  // Stacks: V8's own functions.
  define(Error, {
    captureStackTrace(target, above) {
      const lines = new Error().stack
        .split('\n')
        .slice(1)
        .filter((line) => !line.includes('(node:internal/polyfills') && !line.endsWith('(native)'));
      if (typeof above === 'function' && above.name) {
        const at = lines.findIndex((line) => line.startsWith(`    at ${above.name} (`));
        if (at >= 0) {
          lines.splice(0, at + 1);
        }
      }

      // The first line says what the target is called when the stack is first looked at.
      const set = (value) =>
        Object.defineProperty(target, 'stack', {
          value,
          writable: true,
          configurable: true,
          enumerable: false,
        });
      Object.defineProperty(target, 'stack', {
        configurable: true,
        enumerable: false,
        set,
        get() {
          let header = 'Error';
          try {
            header = Error.prototype.toString.call(target);
          } catch {
            // A target whose name or message cannot be read keeps the plain header.
          }

          const stack = [header, ...lines].join('\n');
          set(stack);
          return stack;
        },
      });
    },
  });
  Error.stackTraceLimit = 10;

  define(Symbol, { dispose: Symbol('Symbol.dispose'), asyncDispose: Symbol('Symbol.asyncDispose') });

  define(Promise, {
    try(callback, ...args) {
      return new this((resolve) => resolve(callback(...args)));
    },
  });

  define(Array, {
    async fromAsync(items, map, thisArg) {
      const result = [];
      let index = 0;
      for await (const item of items[Symbol.asyncIterator] || items[Symbol.iterator] ? items : Array.from(items)) {
        result.push(map ? await map.call(thisArg, item, index) : item);
        index++;
      }

      return result;
    },
  });

  function setOf(other) {
    if (typeof other?.size !== 'number' || typeof other.has !== 'function' || typeof other.keys !== 'function') {
      throw new TypeError('The argument must be set-like');
    }

    return other;
  }

  define(Set.prototype, {
    union(other) {
      const result = new Set(this);
      for (const each of { [Symbol.iterator]: () => setOf(other).keys() }) {
        result.add(each);
      }

      return result;
    },
    intersection(other) {
      setOf(other);
      return new Set([...this].filter((each) => other.has(each)));
    },
    difference(other) {
      setOf(other);
      return new Set([...this].filter((each) => !other.has(each)));
    },
    symmetricDifference(other) {
      const result = new Set(this);
      for (const each of { [Symbol.iterator]: () => setOf(other).keys() }) {
        if (this.has(each)) {
          result.delete(each);
        } else {
          result.add(each);
        }
      }

      return result;
    },
    isSubsetOf(other) {
      setOf(other);
      return [...this].every((each) => other.has(each));
    },
    isSupersetOf(other) {
      for (const each of { [Symbol.iterator]: () => setOf(other).keys() }) {
        if (!this.has(each)) {
          return false;
        }
      }

      return true;
    },
    isDisjointFrom(other) {
      setOf(other);
      return ![...this].some((each) => other.has(each));
    },
  });

  // Iterator helpers.
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  define(iterators, {
    *map(callback) {
      let index = 0;
      for (const each of this) {
        yield callback(each, index++);
      }
    },
    *filter(callback) {
      let index = 0;
      for (const each of this) {
        if (callback(each, index++)) {
          yield each;
        }
      }
    },
    *take(limit) {
      let left = Number(limit);
      if (left > 0) {
        for (const each of this) {
          yield each;
          if (--left <= 0) {
            return;
          }
        }
      }
    },
    *drop(limit) {
      let left = Number(limit);
      for (const each of this) {
        if (left > 0) {
          left--;
        } else {
          yield each;
        }
      }
    },
    *flatMap(callback) {
      let index = 0;
      for (const each of this) {
        yield* callback(each, index++);
      }
    },
    reduce(callback, ...initial) {
      let index = 0;
      let result = initial[0];
      let isEmpty = initial.length === 0;
      for (const each of this) {
        result = isEmpty ? each : callback(result, each, index);
        isEmpty = false;
        index++;
      }

      if (isEmpty) {
        throw new TypeError('Reduce of a done iterator with no initial value');
      }

      return result;
    },
    toArray() {
      return [...this];
    },
    forEach(callback) {
      let index = 0;
      for (const each of this) {
        callback(each, index++);
      }
    },
    some(callback) {
      let index = 0;
      for (const each of this) {
        if (callback(each, index++)) {
          return true;
        }
      }

      return false;
    },
    every(callback) {
      let index = 0;
      for (const each of this) {
        if (!callback(each, index++)) {
          return false;
        }
      }

      return true;
    },
    find(callback) {
      let index = 0;
      for (const each of this) {
        if (callback(each, index++)) {
          return each;
        }
      }

      return undefined;
    },
  });
  if (typeof Iterator === 'undefined') {
    const Iterator = function Iterator() {};
    Iterator.prototype = iterators;
    Iterator.from = function from(items) {
      const iterator = typeof items[Symbol.iterator] === 'function' ? items[Symbol.iterator]() : items;
      return (function* () {
        yield* { [Symbol.iterator]: () => iterator };
      })();
    };
    define(globalThis, { Iterator });
  }

  define(RegExp, {
    escape(text) {
      return String(text).replace(/[\\^$.*+?()[\]{}|\/]/g, '\\$&');
    },
  });

  // One thread: what waits can only be woken by time.
  if (typeof Atomics === 'undefined') {
    const change = (compute) => (array, index, value) => {
      const old = array[index];
      array[index] = compute(old, value);
      return old;
    };
    define(globalThis, {
      Atomics: {
        load: (array, index) => array[index],
        store: (array, index, value) => {
          array[index] = value;
          return value;
        },
        add: change((old, value) => old + value),
        sub: change((old, value) => old - value),
        and: change((old, value) => old & value),
        or: change((old, value) => old | value),
        xor: change((old, value) => old ^ value),
        exchange: change((old, value) => value),
        compareExchange: (array, index, expected, value) => {
          const old = array[index];
          if (old === expected) {
            array[index] = value;
          }

          return old;
        },
        isLockFree: () => true,
        notify: () => 0,
        wait: (array, index, expected, timeout = Infinity) => {
          if (array[index] !== expected) {
            return 'not-equal';
          }

          native.sleep(Number.isFinite(timeout) ? timeout : 2 ** 31);
          return 'timed-out';
        },
      },
    });
    Object.defineProperty(Atomics, Symbol.toStringTag, { value: 'Atomics', configurable: true });
  }
});
