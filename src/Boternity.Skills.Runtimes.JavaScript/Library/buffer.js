// Buffer, Blob, atob and btoa.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const { types } = load('types');
  const MaxLength = 2 ** 31 - 1;
  const FastBuffer = class Buffer extends Uint8Array {};

  const names = {
    utf8: 'utf8',
    'utf-8': 'utf8',
    hex: 'hex',
    base64: 'base64',
    base64url: 'base64url',
    ascii: 'ascii',
    latin1: 'latin1',
    binary: 'latin1',
    ucs2: 'utf16le',
    'ucs-2': 'utf16le',
    utf16le: 'utf16le',
    'utf-16le': 'utf16le',
  };

  const nameOf = (encoding) => names[encoding] ?? names[String(encoding).toLowerCase()];

  function encodingOf(encoding) {
    if (encoding === undefined || encoding === null || encoding === '') {
      return 'utf8';
    }

    const name = nameOf(encoding);
    if (name === undefined) {
      throw errors.coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${String(encoding)}`);
    }

    return name;
  }

  const wrap = (buffer, offset = 0, length = buffer.byteLength - offset) => new FastBuffer(buffer, offset, length);

  function encode(text, encoding) {
    switch (encodingOf(encoding)) {
      case 'utf8':
        return wrap(native.utf8Encode(text));
      case 'hex':
        return wrap(native.hexDecode(text));
      case 'base64':
      case 'base64url':
        return wrap(native.base64Decode(text));
      case 'utf16le': {
        const bytes = new FastBuffer(text.length * 2);
        for (let i = 0; i < text.length; i++) {
          const unit = text.charCodeAt(i);
          bytes[2 * i] = unit;
          bytes[2 * i + 1] = unit >> 8;
        }

        return bytes;
      }

      default: {
        const bytes = new FastBuffer(text.length);
        for (let i = 0; i < text.length; i++) {
          bytes[i] = text.charCodeAt(i);
        }

        return bytes;
      }
    }
  }

  function decode(view, encoding) {
    const { buffer, byteOffset, byteLength } = view;
    switch (encodingOf(encoding)) {
      case 'utf8':
        return native.utf8Decode(buffer, byteOffset, byteLength);
      case 'hex':
        return native.hexEncode(buffer, byteOffset, byteLength);
      case 'base64':
        return native.base64Encode(buffer, byteOffset, byteLength, false);
      case 'base64url':
        return native.base64Encode(buffer, byteOffset, byteLength, true);
      case 'utf16le':
        return native.utf16Decode(buffer, byteOffset, byteLength);
      case 'ascii':
        return native.latin1Decode(buffer, byteOffset, byteLength, 0x7f);
      default:
        return native.latin1Decode(buffer, byteOffset, byteLength, 0xff);
    }
  }

  function Buffer(value, encodingOrOffset, length) {
    if (typeof value === 'number') {
      if (typeof encodingOrOffset === 'string') {
        throw errors.invalidArgType('string', 'string', value);
      }

      return Buffer.alloc(value);
    }

    return Buffer.from(value, encodingOrOffset, length);
  }

  Object.setPrototypeOf(Buffer, Uint8Array);
  Buffer.prototype = FastBuffer.prototype;
  Object.defineProperty(Buffer.prototype, 'constructor', { value: Buffer, writable: true, configurable: true });
  Object.defineProperty(Buffer, Symbol.species, { configurable: true, get: () => FastBuffer });
  Object.defineProperty(Buffer, Symbol.hasInstance, {
    configurable: true,
    value(instance) {
      return this === Buffer
        ? instance instanceof FastBuffer
        : Function.prototype[Symbol.hasInstance].call(this, instance);
    },
  });

  function checkSize(size) {
    errors.validateNumber(size, 'size', 0, MaxLength);
  }

  function fillPattern(target, value, start, end, encoding) {
    if (start >= end) {
      return target;
    }

    if (typeof value === 'number' || typeof value === 'boolean') {
      Uint8Array.prototype.fill.call(target, Number(value) & 0xff, start, end);
      return target;
    }

    const bytes = typeof value === 'string' ? encode(value, encoding) : value;
    if (bytes.length === 0) {
      if (typeof value === 'string' && value.length === 0) {
        Uint8Array.prototype.fill.call(target, 0, start, end);
        return target;
      }

      throw errors.invalidArgValue('value', value);
    }

    if (bytes.length === 1) {
      Uint8Array.prototype.fill.call(target, bytes[0], start, end);
      return target;
    }

    let place = start;
    while (place < end) {
      const part = bytes.length <= end - place ? bytes : bytes.subarray(0, end - place);
      target.set(part, place);
      place += part.length;
    }

    return target;
  }

  const statics = {
    from(value, encodingOrOffset, length) {
      if (typeof value === 'string') {
        return encode(value, encodingOrOffset);
      }

      if (value !== null && typeof value === 'object') {
        if (types.isAnyArrayBuffer(value)) {
          const offset = encodingOrOffset === undefined ? 0 : Number(encodingOrOffset) || 0;
          if (offset > value.byteLength) {
            throw errors.coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
          }

          if (length !== undefined && length > value.byteLength - offset) {
            throw errors.coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
          }

          return wrap(
            value,
            offset,
            length === undefined ? value.byteLength - offset : Math.max(Number(length) || 0, 0),
          );
        }

        if (ArrayBuffer.isView(value) || Array.isArray(value)) {
          return new FastBuffer(
            types.isTypedArray(value) ? (Array.isArray(value) ? value : new Uint8Array(value)) : value,
          );
        }

        const inner = value.valueOf && value.valueOf();
        if (
          inner !== null &&
          inner !== undefined &&
          inner !== value &&
          (typeof inner === 'string' || typeof inner === 'object')
        ) {
          return Buffer.from(inner, encodingOrOffset, length);
        }

        if (typeof value.length === 'number' || value.buffer instanceof ArrayBuffer) {
          return typeof value.length === 'number' ? new FastBuffer(Array.from(value)) : new FastBuffer(0);
        }

        if (value.type === 'Buffer' && Array.isArray(value.data)) {
          return new FastBuffer(value.data);
        }

        const primitive = value[Symbol.toPrimitive];
        if (typeof primitive === 'function') {
          const text = primitive.call(value, 'string');
          if (typeof text === 'string') {
            return encode(text, encodingOrOffset);
          }
        }
      }

      throw errors.invalidArgType(
        'first argument',
        ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
        value,
      );
    },
    alloc(size, fill, encoding) {
      checkSize(size);
      const result = new FastBuffer(size);
      return fill === undefined || fill === 0 ? result : fillPattern(result, fill, 0, size, encoding);
    },
    allocUnsafe(size) {
      checkSize(size);
      return new FastBuffer(size);
    },
    allocUnsafeSlow(size) {
      checkSize(size);
      return new FastBuffer(size);
    },
    concat(list, length) {
      if (!Array.isArray(list)) {
        throw errors.invalidArgType('list', 'Array', list);
      }

      list.forEach((each, i) => {
        if (!(each instanceof Uint8Array)) {
          throw errors.invalidArgType(`list[${i}]`, ['Buffer', 'Uint8Array'], each);
        }
      });
      const total = length ?? list.reduce((sum, each) => sum + each.length, 0);
      const result = new FastBuffer(total);
      let place = 0;
      for (const each of list) {
        if (place >= total) {
          break;
        }

        result.set(each.length <= total - place ? each : each.subarray(0, total - place), place);
        place += each.length;
      }

      return result;
    },
    byteLength(value, encoding) {
      if (typeof value === 'string') {
        const name = nameOf(encoding ?? 'utf8') ?? 'utf8';
        return name === 'utf8'
          ? native.utf8Length(value)
          : name === 'hex'
            ? value.length >>> 1
            : name === 'utf16le'
              ? value.length * 2
              : name.startsWith('base64')
                ? native.base64Decode(value).byteLength
                : value.length;
      }

      if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
        return value.byteLength;
      }

      throw errors.invalidArgType('string', ['string', 'Buffer', 'ArrayBuffer'], value);
    },
    compare(first, second) {
      return compareBytes(asBytes(first, 'buf1'), asBytes(second, 'buf2'));
    },
    isBuffer: (value) => value instanceof FastBuffer,
    isEncoding: (encoding) => typeof encoding === 'string' && encoding !== '' && nameOf(encoding) !== undefined,
    of: (...items) => new FastBuffer(items),
    copyBytesFrom(view, offset = 0, length = view.length - offset) {
      const part = view.subarray(offset, offset + length);
      return new FastBuffer(part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength));
    },
    poolSize: 8192,
  };

  function asBytes(value, name) {
    if (!(value instanceof Uint8Array)) {
      throw errors.invalidArgType(name, ['Buffer', 'Uint8Array'], value);
    }

    return value;
  }

  const compareBytes = (first, second) =>
    native.compare(first.buffer, first.byteOffset, first.length, second.buffer, second.byteOffset, second.length);

  function searchFor(self, value, from, encoding, isLast) {
    let start = from;
    let kind = encoding;
    if (typeof start === 'string') {
      kind = start;
      start = undefined;
    }

    start = Number(start);
    if (Number.isNaN(start)) {
      start = isLast ? self.length : 0;
    }

    start = Math.trunc(start);
    if (start < 0) {
      start += self.length;
    }

    let needle = value;
    if (typeof value === 'string') {
      needle = encode(value, kind);
    } else if (typeof value === 'number') {
      needle = new Uint8Array([value & 0xff]);
    } else if (!(value instanceof Uint8Array)) {
      throw errors.invalidArgType('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
    }

    if (!isLast) {
      if (start < 0) {
        start = 0;
      }

      if (start > self.length) {
        return needle.length === 0 ? self.length : -1;
      }

      const found = native.indexOf(
        self.buffer,
        self.byteOffset + start,
        self.length - start,
        needle.buffer,
        needle.byteOffset,
        needle.length,
      );
      return found < 0 ? -1 : found + start;
    }

    for (let i = Math.min(start, self.length - needle.length); i >= 0; i--) {
      if (
        native.compare(
          self.buffer,
          self.byteOffset + i,
          needle.length,
          needle.buffer,
          needle.byteOffset,
          needle.length,
        ) === 0
      ) {
        return i;
      }
    }

    return -1;
  }

  const methods = {
    toString(encoding, start = 0, end = this.length) {
      const first = Math.max(Math.trunc(Number(start)) || 0, 0);
      const last = Math.min(Math.trunc(Number(end)) || 0, this.length);
      if (last <= first) {
        return '';
      }

      return decode(first === 0 && last === this.length ? this : this.subarray(first, last), encoding);
    },
    toLocaleString(...args) {
      return this.toString(...args);
    },
    toJSON() {
      return { type: 'Buffer', data: Array.from(this) };
    },
    equals(other) {
      return compareBytes(this, asBytes(other, 'otherBuffer')) === 0;
    },
    compare(other, otherStart = 0, otherEnd = other.length, start = 0, end = this.length) {
      return compareBytes(this.subarray(start, end), asBytes(other, 'target').subarray(otherStart, otherEnd));
    },
    indexOf(value, from, encoding) {
      return searchFor(this, value, from, encoding, false);
    },
    lastIndexOf(value, from, encoding) {
      return searchFor(this, value, from, encoding, true);
    },
    includes(value, from, encoding) {
      return this.indexOf(value, from, encoding) >= 0;
    },
    fill(value, start, end, encoding) {
      if (typeof start === 'string') {
        return fillPattern(this, value, 0, this.length, start);
      }

      if (typeof end === 'string') {
        return fillPattern(this, value, start, this.length, end);
      }

      const first = start ?? 0;
      const last = end ?? this.length;
      errors.validateNumber(first, 'offset', 0, this.length);
      errors.validateNumber(last, 'end', 0, this.length);
      return fillPattern(this, value, first, last, encoding);
    },
    write(text, offset, length, encoding) {
      let place = offset;
      let most = length;
      let kind = encoding;
      if (typeof place === 'string') {
        kind = place;
        place = 0;
        most = undefined;
      } else if (typeof most === 'string') {
        kind = most;
        most = undefined;
      }

      errors.validateString(text, 'argument');
      place ??= 0;
      errors.validateInteger(place, 'offset', 0, this.length);
      const space = Math.min(most ?? Infinity, this.length - place);
      let bytes = encode(text, kind);
      if (bytes.length > space) {
        let end = space;
        if (encodingOf(kind) === 'utf8') {
          // No part of a character is written.
          while (end > 0 && (bytes[end] & 0xc0) === 0x80) {
            end--;
          }
        } else if (encodingOf(kind) === 'utf16le') {
          end &= ~1;
        }

        bytes = bytes.subarray(0, end);
      }

      this.set(bytes, place);
      return bytes.length;
    },
    copy(target, targetStart = 0, start = 0, end = this.length) {
      asBytes(target, 'target');
      if (start < 0 || start > this.length) {
        throw errors.outOfRange('sourceStart', `>= 0 && <= ${this.length}`, start);
      }

      const part = this.subarray(start, Math.min(end, start + Math.max(target.length - targetStart, 0)));
      if (part.length > 0) {
        target.set(part, targetStart);
      }

      return part.length;
    },
    slice(start, end) {
      return this.subarray(start, end);
    },
    subarray(start, end) {
      const part = Uint8Array.prototype.subarray.call(this, start, end);
      return part;
    },
    swap16() {
      return swap(this, 2);
    },
    swap32() {
      return swap(this, 4);
    },
    swap64() {
      return swap(this, 8);
    },
    inspect() {
      return this[Symbol.for('nodejs.util.inspect.custom')](0, {});
    },
    [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
      const most = module.exports.INSPECT_MAX_BYTES;
      let text = native
        .hexEncode(this.buffer, this.byteOffset, Math.min(most, this.length))
        .replace(/(..)(?=.)/g, '$1 ');
      if (this.length > most) {
        text += ` ... ${this.length - most} more byte${this.length - most > 1 ? 's' : ''}`;
      }

      const extra = Object.keys(this).filter((key) => !/^\d+$/.test(key));
      if (extra.length > 0) {
        const { inspect } = load('inspect');
        text += `${this.length > 0 ? ', ' : ''}${extra.map((key) => `${key}: ${inspect(this[key], options)}`).join(', ')}`;
      }

      return `<${this.constructor.name === 'FastBuffer' ? 'Buffer' : this.constructor.name} ${text}>`;
    },
  };

  function swap(self, size) {
    if (self.length % size !== 0) {
      throw errors.coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${size * 8}-bits`);
    }

    for (let i = 0; i < self.length; i += size) {
      self.subarray(i, i + size).reverse();
    }

    return self;
  }

  for (const encoding of ['utf8', 'hex', 'base64', 'base64url', 'ascii', 'latin1', 'utf16le', 'ucs2']) {
    methods[`${encoding}Slice`] = function (start, end) {
      return this.toString(encoding, start, end);
    };
    methods[`${encoding}Write`] = function (text, offset, length) {
      return this.write(text, offset, length, encoding);
    };
  }

  function define(target, members) {
    for (const key of Reflect.ownKeys(members)) {
      Object.defineProperty(target, key, {
        value: members[key],
        writable: true,
        configurable: true,
        enumerable: false,
      });
    }
  }

  // Numbers in bytes.
  const view = (self) => new DataView(self.buffer, self.byteOffset, self.byteLength);

  function checkPlace(self, offset, size) {
    if (typeof offset !== 'number') {
      throw errors.invalidArgType('offset', 'number', offset);
    }

    if (!Number.isInteger(offset)) {
      throw errors.outOfRange('offset', 'an integer', offset);
    }

    if (offset < 0 || offset + size > self.length) {
      if (self.length < size) {
        throw errors.coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
      }

      throw errors.outOfRange('offset', `>= 0 and <= ${self.length - size}`, offset);
    }
  }

  function checkValue(value, least, most) {
    if (value > most || value < least) {
      const suffix = typeof least === 'bigint' ? 'n' : '';
      const bits = most > 2147483647 ? Math.round(Math.log2(Number(most) + 1)) : 0;
      const range =
        bits > 32 || typeof most === 'bigint'
          ? least === 0 || least === 0n
            ? `>= 0${suffix} and < 2${suffix} ** ${Math.round(Math.log2(Number(most)))}${suffix}`
            : `>= -(2${suffix} ** ${Math.round(Math.log2(-Number(least)))}${suffix}) and < 2${suffix} ** ${Math.round(
                Math.log2(-Number(least)),
              )}${suffix}`
          : `>= ${least} and <= ${most}`;
      throw errors.outOfRange('value', range, value);
    }
  }

  const numbers = {};
  function number(name, size, getter, setter, least, most) {
    for (const [suffix, isLittle] of size === 1
      ? [['', true]]
      : [
          ['LE', true],
          ['BE', false],
        ]) {
      numbers[`read${name}${suffix}`] = function (offset = 0) {
        checkPlace(this, offset, size);
        return view(this)[getter](offset, isLittle);
      };
      numbers[`write${name}${suffix}`] = function (value, offset = 0) {
        const given = typeof most === 'bigint' ? value : +value;
        if (most !== undefined) {
          checkValue(given, least, most);
        }

        checkPlace(this, offset, size);
        view(this)[setter](offset, given, isLittle);
        return offset + size;
      };
    }
  }

  number('UInt8', 1, 'getUint8', 'setUint8', 0, 0xff);
  number('UInt16', 2, 'getUint16', 'setUint16', 0, 0xffff);
  number('UInt32', 4, 'getUint32', 'setUint32', 0, 0xffffffff);
  number('Int8', 1, 'getInt8', 'setInt8', -0x80, 0x7f);
  number('Int16', 2, 'getInt16', 'setInt16', -0x8000, 0x7fff);
  number('Int32', 4, 'getInt32', 'setInt32', -0x80000000, 0x7fffffff);
  number('BigInt64', 8, 'getBigInt64', 'setBigInt64', -(2n ** 63n), 2n ** 63n - 1n);
  number('BigUInt64', 8, 'getBigUint64', 'setBigUint64', 0n, 2n ** 64n - 1n);
  number('Float', 4, 'getFloat32', 'setFloat32');
  number('Double', 8, 'getFloat64', 'setFloat64');

  // Integers of one to six bytes.
  for (const isLittle of [true, false]) {
    for (const isSigned of [true, false]) {
      const name = `${isSigned ? 'Int' : 'UInt'}${isLittle ? 'LE' : 'BE'}`;
      numbers[`read${name}`] = function (offset, size) {
        errors.validateInteger(size, 'byteLength', 1, 6);
        checkPlace(this, offset, size);
        let value = 0;
        for (let i = 0; i < size; i++) {
          value = value * 256 + this[isLittle ? offset + size - 1 - i : offset + i];
        }

        return isSigned && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
      };
      numbers[`write${name}`] = function (value, offset, size) {
        errors.validateInteger(size, 'byteLength', 1, 6);
        checkValue(+value, isSigned ? -(2 ** (8 * size - 1)) : 0, 2 ** (8 * size - (isSigned ? 1 : 0)) - 1);
        checkPlace(this, offset, size);
        let rest = value < 0 ? value + 2 ** (8 * size) : value;
        for (let i = 0; i < size; i++) {
          this[isLittle ? offset + i : offset + size - 1 - i] = rest % 256;
          rest = Math.floor(rest / 256);
        }

        return offset + size;
      };
    }
  }

  for (const key of Object.keys(numbers)) {
    methods[key] = numbers[key];
    if (key.includes('UInt')) {
      methods[key.replace('UInt', 'Uint')] = numbers[key];
    }
  }

  define(Buffer, statics);
  define(Buffer.prototype, methods);
  for (const name of ['parent', 'offset']) {
    Object.defineProperty(Buffer.prototype, name, {
      configurable: true,
      get() {
        return name === 'parent' ? this.buffer : this.byteOffset;
      },
    });
  }

  function atob(text) {
    const clean = String(text).replace(/[\t\n\f\r ]/g, '');
    const bare = clean.length % 4 === 0 ? clean.replace(/={1,2}$/, '') : clean;
    if (bare.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(bare)) {
      throw new (load('web').DOMException)(
        'The string to be decoded is not correctly encoded.',
        'InvalidCharacterError',
      );
    }

    return decode(encode(bare, 'base64'), 'latin1');
  }

  function btoa(text) {
    const value = String(text);
    for (let i = 0; i < value.length; i++) {
      if (value.charCodeAt(i) > 255) {
        throw new (load('web').DOMException)('Invalid character', 'InvalidCharacterError');
      }
    }

    return decode(encode(value, 'latin1'), 'base64');
  }

  // A part of a Blob as bytes.
  function bytesOf(part) {
    return part instanceof Blob
      ? part._bytes
      : types.isAnyArrayBuffer(part)
        ? new Uint8Array(part)
        : ArrayBuffer.isView(part)
          ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
          : encode(String(part));
  }

  class Blob {
    constructor(parts = [], { type = '' } = {}) {
      Object.defineProperty(this, '_bytes', { value: Buffer.concat([...parts].map(bytesOf)) });
      Object.defineProperty(this, '_type', { value: String(type).toLowerCase() });
    }

    get size() {
      return this._bytes.length;
    }

    get type() {
      return this._type;
    }

    async text() {
      return decode(this._bytes);
    }

    async arrayBuffer() {
      return this._bytes.buffer.slice(this._bytes.byteOffset, this._bytes.byteOffset + this._bytes.length);
    }

    async bytes() {
      return new Uint8Array(await this.arrayBuffer());
    }

    slice(start = 0, end = this.size, type = '') {
      return new Blob([this._bytes.subarray(start, end)], { type });
    }

    stream() {
      return load('webstreams').ReadableStream.from([new Uint8Array(this._bytes)]);
    }

    get [Symbol.toStringTag]() {
      return 'Blob';
    }
  }

  class File extends Blob {
    constructor(parts, name, options = {}) {
      super(parts, options);
      Object.defineProperty(this, 'name', { value: String(name), enumerable: true });
      Object.defineProperty(this, 'lastModified', {
        value: options.lastModified ?? Date.now(),
        enumerable: true,
      });
    }

    get [Symbol.toStringTag]() {
      return 'File';
    }
  }

  module.exports = {
    Buffer,
    SlowBuffer: Buffer,
    Blob,
    File,
    atob,
    btoa,
    INSPECT_MAX_BYTES: 50,
    kMaxLength: MaxLength,
    kStringMaxLength: 2 ** 30 - 1,
    constants: { MAX_LENGTH: MaxLength, MAX_STRING_LENGTH: 2 ** 30 - 1 },
    isUtf8: (value) => {
      const bytes = bytesOf(value);
      return native.utf8Valid(bytes.buffer, bytes.byteOffset, bytes.length) === bytes.length;
    },
    isAscii: (value) => bytesOf(value).every((byte) => byte < 0x80),
    transcode: (source, from, to) => encode(decode(source, from), to),
  };
  Object.defineProperty(module.exports, 'helpers', { value: { encode, decode, encodingOf, bytesOf } });
});
