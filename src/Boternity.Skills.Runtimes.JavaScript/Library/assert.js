// node:assert.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');
  const { inspect } = load('inspect');
  const { isDeepEqual } = load('deepequal');
  const { types } = load('types');

  const show = (value) =>
    inspect(value, {
      compact: false,
      customInspect: false,
      depth: 1000,
      maxArrayLength: Infinity,
      showHidden: false,
      showProxy: false,
      sorted: true,
      getters: true,
      breakLength: Infinity,
    });

  const headers = {
    deepStrictEqual: 'Expected values to be strictly deep-equal:',
    strictEqual: 'Expected values to be strictly equal:',
    deepEqual: 'Expected values to be loosely deep-equal:',
    notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
    notStrictEqual: 'Expected "actual" to be strictly unequal to:',
    notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
    strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  };

  // The lines of both, those that only one has marked with + and -.
  function difference(actual, expected) {
    const left = actual.split('\n');
    const right = expected.split('\n');
    const table = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
    for (let i = left.length - 1; i >= 0; i--) {
      for (let j = right.length - 1; j >= 0; j--) {
        table[i][j] = left[i] === right[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }

    const lines = [];
    let i = 0;
    let j = 0;
    while (i < left.length || j < right.length) {
      if (i < left.length && j < right.length && left[i] === right[j]) {
        lines.push(`  ${left[i]}`);
        i++;
        j++;
      } else if (i < left.length && (j === right.length || table[i + 1][j] >= table[i][j + 1])) {
        lines.push(`+ ${left[i++]}`);
      } else {
        lines.push(`- ${right[j++]}`);
      }
    }

    return lines.join('\n');
  }

  function messageFor(operator, actual, expected) {
    if (operator === 'deepStrictEqual' || operator === 'strictEqual') {
      const left = show(actual);
      const right = show(expected);
      if (
        operator === 'strictEqual' &&
        !left.includes('\n') &&
        !right.includes('\n') &&
        left !== right &&
        (typeof actual !== 'object' || actual === null) &&
        (typeof expected !== 'object' || expected === null) &&
        left.length + right.length <= 12
      ) {
        return `${headers.strictEqual}\n\n${left} !== ${right}\n`;
      }

      const isReference =
        operator === 'strictEqual' &&
        ((typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null) ||
          (typeof actual === 'function' && typeof expected === 'function'));
      return `${isReference ? headers.strictEqualObject : headers[operator]}\n+ actual - expected\n\n${difference(
        left,
        right,
      )}\n`;
    }

    if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
      const text = show(actual);
      return text.includes('\n') ? `${headers[operator]}\n\n${text}\n` : `${headers[operator]} ${text}`;
    }

    const left = inspect(actual);
    const right = inspect(expected);
    return operator === 'deepEqual'
      ? `${headers.deepEqual}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`
      : operator === 'notDeepEqual'
        ? `${headers.notDeepEqual}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`
        : `${left} ${operator} ${right}`;
  }

  class AssertionError extends Error {
    constructor(options) {
      errors.validateObject(options, 'options');
      const { message, operator, actual, expected } = options;
      super(message !== undefined ? String(message) : messageFor(operator, actual, expected));
      this.generatedMessage = message === undefined;
      Object.defineProperty(this, 'name', {
        value: 'AssertionError',
        writable: true,
        configurable: true,
        enumerable: false,
      });
      this.code = 'ERR_ASSERTION';
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
      const at = this.stack.indexOf(this.message);
      Object.defineProperty(this, 'stack', {
        writable: true,
        configurable: true,
        enumerable: false,
        value: `AssertionError [ERR_ASSERTION]: ${at < 0 ? this.message : this.stack.slice(at)}`,
      });
    }

    toString() {
      return `${this.name} [${this.code}]: ${this.message}`;
    }
  }

  function fail(message, operator, actual, expected, text) {
    if (message instanceof Error) {
      throw message;
    }

    throw new AssertionError({ message: message ?? text, operator, actual, expected });
  }

  function ok(...args) {
    const [value, message] = args;
    if (!value) {
      if (args.length === 0) {
        fail(undefined, '==', value, true, 'No value argument passed to `assert.ok()`');
      }

      const text = message ?? 'The expression evaluated to a falsy value:\n\n  assert(value)\n';
      const error =
        message instanceof Error
          ? message
          : new AssertionError({ message: text, operator: '==', actual: value, expected: true });
      if (message === undefined) {
        error.generatedMessage = true;
      }

      throw error;
    }
  }

  function matches(error, expected, message, operator) {
    if (expected === undefined) {
      return;
    }

    if (types.isRegExp(expected)) {
      if (!expected.test(String(error))) {
        fail(
          message,
          operator,
          error,
          expected,
          `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(error))}\n`,
        );
      }

      return;
    }

    if (typeof expected === 'function') {
      if (expected.prototype !== undefined && error instanceof expected) {
        return;
      }

      if (Object.prototype.isPrototypeOf.call(Error, expected)) {
        fail(
          message,
          operator,
          error,
          expected,
          `The error is expected to be an instance of "${
            expected.name
          }". Received "${error?.constructor?.name ?? inspect(error)}"\n\nError message:\n\n${error?.message}`,
        );
      }

      if (expected.call({}, error) !== true) {
        fail(
          message,
          operator,
          error,
          expected,
          `The ${
            expected.name ? `"${expected.name}" ` : ''
          }validation function is expected to return "true". Received ${inspect(false)}\n\nCaught error:\n\n${error}`,
        );
      }

      return;
    }

    const keys = Object.keys(expected);
    if (expected instanceof Error) {
      keys.push('name', 'message');
    }

    for (const key of keys) {
      const isSame =
        typeof error[key] === 'string' && types.isRegExp(expected[key])
          ? expected[key].test(error[key])
          : isDeepEqual(error[key], expected[key], true);
      if (!isSame) {
        fail(
          message,
          operator,
          error,
          expected,
          messageFor(
            'deepStrictEqual',
            Object.fromEntries(keys.map((each) => [each, error[each]])),
            Object.fromEntries(keys.map((each) => [each, expected[each]])),
          ),
        );
      }
    }
  }

  function sort(expected, message) {
    return typeof expected === 'string' ? [undefined, expected] : [expected, message];
  }

  function missing(kind, operator, expected, message) {
    const name = expected?.name ? ` (${expected.name}).` : '.';
    fail(
      message instanceof Error ? message : undefined,
      operator,
      undefined,
      expected,
      `Missing expected ${kind}${name === '.' ? '' : name}${
        message === undefined ? (name === '.' ? '.' : '') : `: ${message}`
      }`.replace('..', '.'),
    );
  }

  const members = {
    AssertionError,
    ok,
    fail(message = 'Failed') {
      fail(message instanceof Error ? message : undefined, 'fail', undefined, undefined, message);
    },
    equal(actual, expected, message) {
      if (!(actual == expected || (Number.isNaN(actual) && Number.isNaN(expected)))) {
        fail(message, '==', actual, expected);
      }
    },
    notEqual(actual, expected, message) {
      if (actual == expected || (Number.isNaN(actual) && Number.isNaN(expected))) {
        fail(message, '!=', actual, expected);
      }
    },
    strictEqual(actual, expected, message) {
      if (!Object.is(actual, expected)) {
        fail(message, 'strictEqual', actual, expected);
      }
    },
    notStrictEqual(actual, expected, message) {
      if (Object.is(actual, expected)) {
        fail(message, 'notStrictEqual', actual, expected);
      }
    },
    deepEqual(actual, expected, message) {
      if (!isDeepEqual(actual, expected, false)) {
        fail(message, 'deepEqual', actual, expected);
      }
    },
    notDeepEqual(actual, expected, message) {
      if (isDeepEqual(actual, expected, false)) {
        fail(message, 'notDeepEqual', actual, expected);
      }
    },
    deepStrictEqual(actual, expected, message) {
      if (!isDeepEqual(actual, expected, true)) {
        fail(message, 'deepStrictEqual', actual, expected);
      }
    },
    notDeepStrictEqual(actual, expected, message) {
      if (isDeepEqual(actual, expected, true)) {
        fail(message, 'notDeepStrictEqual', actual, expected);
      }
    },
    throws(callback, given, text) {
      errors.validateFunction(callback, 'fn');
      const [expected, message] = sort(given, text);
      let error;
      try {
        callback();
      } catch (caught) {
        error = caught;
        matches(error, expected, message, 'throws');
        return;
      }

      missing('exception', 'throws', expected, message);
    },
    doesNotThrow(callback, given, text) {
      errors.validateFunction(callback, 'fn');
      const [, message] = sort(given, text);
      try {
        callback();
      } catch (error) {
        fail(
          undefined,
          'doesNotThrow',
          error,
          undefined,
          `Got unwanted exception${message === undefined ? '.' : `: ${message}`}\nActual message: "${error?.message}"`,
        );
      }
    },
    async rejects(promise, given, text) {
      const [expected, message] = sort(given, text);
      try {
        await (typeof promise === 'function' ? promise() : promise);
      } catch (error) {
        matches(error, expected, message, 'rejects');
        return;
      }

      missing('rejection', 'rejects', expected, message);
    },
    async doesNotReject(promise, given, text) {
      const [, message] = sort(given, text);
      try {
        await (typeof promise === 'function' ? promise() : promise);
      } catch (error) {
        fail(
          undefined,
          'doesNotReject',
          error,
          undefined,
          `Got unwanted rejection${message === undefined ? '.' : `: ${message}`}\nActual message: "${error?.message}"`,
        );
      }
    },
    ifError(value) {
      if (value !== null && value !== undefined) {
        fail(undefined, 'ifError', value, null, `ifError got unwanted exception: ${value?.message ?? inspect(value)}`);
      }
    },
    match(text, pattern, message) {
      if (typeof text !== 'string' || !pattern.test(text)) {
        fail(
          message,
          'match',
          text,
          pattern,
          typeof text !== 'string'
            ? `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`
            : `The input did not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`,
        );
      }
    },
    doesNotMatch(text, pattern, message) {
      if (typeof text !== 'string' || pattern.test(text)) {
        fail(
          message,
          'doesNotMatch',
          text,
          pattern,
          `The input was expected to not match the regular expression ${inspect(
            pattern,
          )}. Input:\n\n${inspect(text)}\n`,
        );
      }
    },
  };

  const assert = Object.assign((...args) => ok(...args), members);
  const strict = Object.assign((...args) => ok(...args), members, {
    equal: members.strictEqual,
    notEqual: members.notStrictEqual,
    deepEqual: members.deepStrictEqual,
    notDeepEqual: members.notDeepStrictEqual,
  });
  assert.strict = strict.strict = strict;
  module.exports = assert;
});
