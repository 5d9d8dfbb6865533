// node:util.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');
  const { inspect, format, formatWithOptions, stripColors } = load('inspect');
  const { types } = load('types');
  const { isDeepEqual } = load('deepequal');
  const promisified = Symbol.for('nodejs.util.promisify.custom');

  function promisify(original) {
    errors.validateFunction(original, 'original');
    if (original[promisified]) {
      return original[promisified];
    }

    function promising(...args) {
      return new Promise((resolve, reject) => {
        Reflect.apply(original, this, [
          ...args,
          (error, ...values) => {
            if (error) {
              reject(error);
            } else {
              resolve(values[0]);
            }
          },
        ]);
      });
    }

    Object.setPrototypeOf(promising, Object.getPrototypeOf(original));
    return Object.defineProperties(promising, Object.getOwnPropertyDescriptors(original));
  }

  promisify.custom = promisified;

  function callbackify(original) {
    errors.validateFunction(original, 'original');
    return function (...args) {
      const callback = args.pop();
      errors.validateFunction(callback, 'last argument');
      const { process } = load('process');
      Reflect.apply(original, this, args).then(
        (value) => process.nextTick(callback, null, value),
        (reason) => {
          let error = reason;
          if (!error) {
            error = errors.coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
            error.reason = reason;
          }

          process.nextTick(callback, error);
        },
      );
    };
  }

  function inherits(constructor, parent) {
    errors.validateFunction(constructor, 'ctor');
    errors.validateFunction(parent, 'superCtor');
    Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
    Object.setPrototypeOf(constructor.prototype, parent.prototype);
  }

  const deprecated = new Set();

  function deprecate(callback, message, code) {
    return function (...args) {
      if (!deprecated.has(code ?? message)) {
        deprecated.add(code ?? message);
        load('process').process.emitWarning(message, 'DeprecationWarning', code);
      }

      return new.target ? Reflect.construct(callback, args, new.target) : Reflect.apply(callback, this, args);
    };
  }

  function debuglog(set) {
    const name = set.toUpperCase();
    const log = (...args) => {
      if (log.enabled) {
        load('stdio').writeError(`${name} 1: ${format(...args)}\n`);
      }
    };
    Object.defineProperty(log, 'enabled', {
      get: () => (load('process').process.env.NODE_DEBUG ?? '').toUpperCase().split(',').includes(name),
    });
    return log;
  }

  function styleText(style, text) {
    errors.validateString(text, 'text');
    let open = '';
    let close = '';
    for (const name of Array.isArray(style) ? style : [style]) {
      const codes = inspect.colors[name];
      if (codes === undefined) {
        throw errors.invalidArgValue(
          'format',
          name,
          `must be one of: ${Object.keys(inspect.colors)
            .map((each) => `'${each}'`)
            .join(', ')}`,
        );
      }

      open += `\u001b[${codes[0]}m`;
      close = `\u001b[${codes[1]}m${close}`;
    }

    return `${open}${text}${close}`;
  }

  function parseEnv(content) {
    const result = {};
    const pattern = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*("(?:\\.|[^"])*"|'[^']*'|`[^`]*`|[^#\r\n]*)?.*$/gm;
    for (const [, name, raw = ''] of content.matchAll(pattern)) {
      const text = raw.trim();
      const mark = text[0];
      result[name] =
        (mark === '"' || mark === "'" || mark === '`') && text.endsWith(mark) && text.length > 1
          ? mark === '"'
            ? text.slice(1, -1).replaceAll('\\n', '\n')
            : text.slice(1, -1)
          : text;
    }

    return result;
  }

  function toUSVString(text) {
    return `${text}`.toWellFormed();
  }

  function getSystemErrorName(number) {
    return (
      Object.keys(errors.system).find((name) => errors.system[name][0] === -number) ?? `Unknown system error ${number}`
    );
  }

  class MIMEType {
    constructor(text) {
      const found = /^\s*([\w!#$%&'*+.^`|~-]+)\/([\w!#$%&'*+.^`|~-]+)\s*(.*)$/.exec(`${text}`);
      if (!found) {
        throw errors.coded(TypeError, 'ERR_INVALID_MIME_SYNTAX', `The MIME syntax for a type in "${text}" is invalid`);
      }

      this.type = found[1].toLowerCase();
      this.subtype = found[2].toLowerCase();
      this.params = new Map(
        [...found[3].matchAll(/;\s*([^=;\s]+)=("(?:\\.|[^"])*"|[^;]*)/g)].map(([, name, value]) => [
          name.toLowerCase(),
          value.replace(/^"|"$/g, '').trim(),
        ]),
      );
    }

    get essence() {
      return `${this.type}/${this.subtype}`;
    }

    toString() {
      return [this.essence, ...[...this.params].map(([name, value]) => `${name}=${value}`)].join(';');
    }
  }

  module.exports = {
    inspect,
    format,
    formatWithOptions,
    promisify,
    callbackify,
    inherits,
    deprecate,
    debuglog,
    debug: debuglog,
    types,
    isDeepStrictEqual: (first, second) => isDeepEqual(first, second, true),
    styleText,
    parseEnv,
    toUSVString,
    MIMEType,
    stripVTControlCharacters: (text) =>
      stripColors(`${text}`).replace(/\u001b\][^\u0007]*\u0007|\u001b\[[0-?]*[ -/]*[@-~]/g, ''),
    parseArgs: (config) => load('parseargs').parseArgs(config),
    TextEncoder: undefined,
    TextDecoder: undefined,
    isArray: Array.isArray,
    isBoolean: (value) => typeof value === 'boolean',
    isNull: (value) => value === null,
    isNullOrUndefined: (value) => value == null,
    isNumber: (value) => typeof value === 'number',
    isString: (value) => typeof value === 'string',
    isSymbol: (value) => typeof value === 'symbol',
    isUndefined: (value) => value === undefined,
    isRegExp: types.isRegExp,
    isDate: types.isDate,
    isObject: (value) => value !== null && typeof value === 'object',
    isError: (value) => types.isNativeError(value) || value instanceof Error,
    isFunction: (value) => typeof value === 'function',
    isPrimitive: (value) => value === null || (typeof value !== 'object' && typeof value !== 'function'),
    getSystemErrorName,
    getSystemErrorMap: () =>
      new Map(Object.entries(errors.system).map(([name, [number, text]]) => [-number, [name, text]])),
    aborted: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
        } else {
          signal.addEventListener('abort', () => resolve(), { once: true });
        }
      }),
    _extend: (target, source) => Object.assign(target, source),
    getCallSites: () => [],
  };
  for (const name of ['TextEncoder', 'TextDecoder']) {
    Object.defineProperty(module.exports, name, {
      enumerable: true,
      configurable: true,
      get: () => load('web')[name],
    });
  }
});
