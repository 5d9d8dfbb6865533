// Errors as Node.js makes them: with a code that also stands in the stack, and system errors with errno and syscall.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;

  // Linux' numbers: scripts see them as err.errno.
  const system = {
    EPERM: [1, 'operation not permitted'],
    ENOENT: [2, 'no such file or directory'],
    EINTR: [4, 'interrupted'],
    EIO: [5, 'i/o error'],
    ENXIO: [6, 'no such device or address'],
    EBADF: [9, 'bad file descriptor'],
    EAGAIN: [11, 'resource temporarily unavailable'],
    ENOMEM: [12, 'not enough memory'],
    EACCES: [13, 'permission denied'],
    EBUSY: [16, 'resource busy or locked'],
    EEXIST: [17, 'file already exists'],
    EXDEV: [18, 'cross-device link not permitted'],
    ENODEV: [19, 'no such device'],
    ENOTDIR: [20, 'not a directory'],
    EISDIR: [21, 'illegal operation on a directory'],
    EINVAL: [22, 'invalid argument'],
    ENFILE: [23, 'file table overflow'],
    EMFILE: [24, 'too many open files'],
    EFBIG: [27, 'file too large'],
    ENOSPC: [28, 'no space left on device'],
    ESPIPE: [29, 'invalid seek'],
    EROFS: [30, 'read-only file system'],
    EMLINK: [31, 'too many links'],
    EPIPE: [32, 'broken pipe'],
    ENAMETOOLONG: [36, 'name too long'],
    ENOSYS: [38, 'function not implemented'],
    ENOTEMPTY: [39, 'directory not empty'],
    ELOOP: [40, 'too many symbolic links encountered'],
    EILSEQ: [84, 'illegal byte sequence'],
    ENOTSUP: [95, 'operation not supported on socket'],
    EDQUOT: [122, 'disk quota exceeded'],
  };

  // An error of the system for what a native function gave.
  function systemError(number, syscall, path, dest) {
    let code = typeof number === 'string' ? number : (native.errorNames[-number] ?? 'EIO');
    if (code === 'ENOTCAPABLE') {
      code = 'EACCES';
    }

    const [errno, text] = system[code] ?? [5, 'i/o error'];
    let message = `${code}: ${text}, ${syscall}`;
    if (path !== undefined) {
      message += ` '${path}'`;
    }

    if (dest !== undefined) {
      message += ` -> '${dest}'`;
    }

    const error = new Error(message);
    error.errno = -errno;
    error.code = code;
    error.syscall = syscall;
    if (path !== undefined) {
      error.path = path;
    }

    if (dest !== undefined) {
      error.dest = dest;
    }

    return error;
  }

  // An error of a class with a code, like `TypeError [ERR_X]: message`.
  function coded(Class, code, message) {
    const error = new Class(message);
    error.code = code;
    const stack = error.stack;
    const end = stack.indexOf(message);
    Object.defineProperty(error, 'stack', {
      value: `${error.name} [${code}]: ${end < 0 ? message : stack.slice(end)}`,
      writable: true,
      configurable: true,
      enumerable: false,
    });
    Object.defineProperty(error, 'toString', {
      value: () => `${error.name} [${code}]: ${error.message}`,
      writable: true,
      configurable: true,
      enumerable: false,
    });
    return error;
  }

  function describe(value) {
    if (value == null) {
      return ` Received ${value}`;
    }

    if (typeof value === 'function') {
      return ` Received function ${value.name}`;
    }

    if (typeof value === 'object') {
      const name = value.constructor?.name;
      return name ? ` Received an instance of ${name}` : ` Received ${load('inspect').inspect(value, { depth: -1 })}`;
    }

    let text = load('inspect').inspect(value, { colors: false });
    if (text.length > 28) {
      text = `${text.slice(0, 25)}...`;
    }

    return ` Received type ${typeof value} (${text})`;
  }

  const primitives = new Set(['string', 'number', 'bigint', 'boolean', 'symbol', 'function', 'object', 'undefined']);

  function list(words, last) {
    return words.length <= 1
      ? words.join('')
      : words.length === 2
        ? `${words[0]} ${last} ${words[1]}`
        : `${words.slice(0, -1).join(', ')}, ${last} ${words[words.length - 1]}`;
  }

  // `expected` is a type or a class, or several of them.
  function invalidArgType(name, expected, value) {
    const all = Array.isArray(expected) ? expected : [expected];
    const types = all.filter((each) => primitives.has(each) && each !== 'object');
    const classes = all.filter((each) => !primitives.has(each) && /^[A-Z]/.test(each));
    const others = all.filter((each) => each === 'object' || (!primitives.has(each) && !/^[A-Z]/.test(each)));
    const parts = [];
    if (types.length > 0) {
      parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${list(types, 'or')}`);
    }

    if (classes.length > 0) {
      parts.push(`an instance of ${list(classes, 'or')}`);
    }

    if (others.length > 0) {
      parts.push(others.includes('object') ? 'of type object' : `one of ${list(others, 'or')}`);
    }

    const kind = name.includes('.') ? 'property' : 'argument';
    const subject = name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${kind}`;
    return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `${subject} must be ${parts.join(' or ')}.${describe(value)}`);
  }

  function invalidArgValue(name, value, reason = 'is invalid') {
    const kind = name.includes('.') ? 'property' : 'argument';
    let text = load('inspect').inspect(value);
    if (text.length > 128) {
      text = `${text.slice(0, 128)}...`;
    }

    return coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The ${kind} '${name}' ${reason}. Received ${text}`);
  }

  function separated(number) {
    const text = String(number);
    return Number.isInteger(number) && Math.abs(number) > 2 ** 32 ? text.replace(/\B(?=(\d{3})+$)/g, '_') : text;
  }

  function outOfRange(name, range, value) {
    const text = typeof value === 'number' ? separated(value) : load('inspect').inspect(value);
    return coded(
      RangeError,
      'ERR_OUT_OF_RANGE',
      `The value of "${name}" is out of range. It must be ${range}. Received ${text}`,
    );
  }

  // What cannot be had in the sandbox.
  function refused(what, why) {
    return coded(Error, 'ERR_SANDBOX_REFUSED', `${what} cannot be had in the sandbox${why ? `: ${why}` : ''}`);
  }

  class AbortError extends Error {
    constructor(message = 'The operation was aborted', options = undefined) {
      super(message, options);
      this.code = 'ABORT_ERR';
      this.name = 'AbortError';
    }
  }

  function validateString(value, name) {
    if (typeof value !== 'string') {
      throw invalidArgType(name, 'string', value);
    }
  }

  function validateFunction(value, name) {
    if (typeof value !== 'function') {
      throw invalidArgType(name, 'function', value);
    }
  }

  function validateNumber(value, name, least, most) {
    if (typeof value !== 'number') {
      throw invalidArgType(name, 'number', value);
    }

    if ((least !== undefined && value < least) || (most !== undefined && value > most) || Number.isNaN(value)) {
      throw outOfRange(name, most === undefined ? `>= ${least}` : `>= ${least} && <= ${most}`, value);
    }
  }

  function validateInteger(value, name, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER) {
    if (typeof value !== 'number') {
      throw invalidArgType(name, 'number', value);
    }

    if (!Number.isInteger(value)) {
      throw outOfRange(name, 'an integer', value);
    }

    if (value < least || value > most) {
      throw outOfRange(name, `>= ${least} && <= ${most}`, value);
    }
  }

  function validateObject(value, name) {
    if (value === null || typeof value !== 'object') {
      throw invalidArgType(name, 'object', value);
    }
  }

  module.exports = {
    AbortError,
    coded,
    invalidArgType,
    invalidArgValue,
    outOfRange,
    refused,
    system,
    systemError,
    validateFunction,
    validateInteger,
    validateNumber,
    validateObject,
    validateString,
  };
});
