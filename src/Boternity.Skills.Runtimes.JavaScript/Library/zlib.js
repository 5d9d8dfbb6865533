// node:zlib: deflate and what wraps it. Brotli and Zstandard are refused by name.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const { Buffer, helpers } = load('buffer');
  const { Transform } = load('stream');
  const DefaultWindow = 15;
  const zlibErrors = {
    '-3': ['Z_DATA_ERROR', 'incorrect header check'],
    '-5': ['Z_BUF_ERROR', 'unexpected end of file'],
    '-4': ['Z_MEM_ERROR', 'not enough memory'],
    '-2': ['Z_STREAM_ERROR', 'stream error'],
    2: ['Z_NEED_DICT', 'Missing dictionary'],
  };
  const constants = {
    Z_NO_FLUSH: 0,
    Z_PARTIAL_FLUSH: 1,
    Z_SYNC_FLUSH: 2,
    Z_FULL_FLUSH: 3,
    Z_FINISH: 4,
    Z_BLOCK: 5,
    Z_OK: 0,
    Z_STREAM_END: 1,
    Z_NEED_DICT: 2,
    Z_ERRNO: -1,
    Z_STREAM_ERROR: -2,
    Z_DATA_ERROR: -3,
    Z_MEM_ERROR: -4,
    Z_BUF_ERROR: -5,
    Z_VERSION_ERROR: -6,
    Z_NO_COMPRESSION: 0,
    Z_BEST_SPEED: 1,
    Z_BEST_COMPRESSION: 9,
    Z_DEFAULT_COMPRESSION: -1,
    Z_FILTERED: 1,
    Z_HUFFMAN_ONLY: 2,
    Z_RLE: 3,
    Z_FIXED: 4,
    Z_DEFAULT_STRATEGY: 0,
    Z_MIN_WINDOWBITS: 8,
    Z_MAX_WINDOWBITS: 15,
    Z_DEFAULT_WINDOWBITS: 15,
    Z_MIN_CHUNK: 64,
    Z_MAX_CHUNK: Infinity,
    Z_DEFAULT_CHUNK: 16384,
    Z_MIN_MEMLEVEL: 1,
    Z_MAX_MEMLEVEL: 9,
    Z_DEFAULT_MEMLEVEL: 8,
    Z_MIN_LEVEL: -1,
    Z_MAX_LEVEL: 9,
    Z_DEFAULT_LEVEL: -1,
  };

  function bytesOf(data) {
    if (typeof data === 'string') {
      return helpers.encode(data);
    }

    if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) {
      return helpers.bytesOf(data);
    }

    throw errors.invalidArgType('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], data);
  }

  function failure(code, isHeader) {
    if (code === -104) {
      return errors.coded(RangeError, 'ERR_BUFFER_TOO_LARGE', 'Cannot create a Buffer larger than the limit');
    }

    const [name, text] = zlibErrors[code] ?? ['Z_DATA_ERROR', 'invalid data'];
    const error = new Error(code === -3 && !isHeader ? 'invalid data' : text);
    error.errno = code;
    error.code = name;
    return error;
  }

  function compress(data, window, options = {}) {
    const bytes = bytesOf(data);
    const level = options.level ?? -1;
    errors.validateInteger(level, 'options.level', -1, 9);
    const result = native.deflate(bytes.buffer, bytes.byteOffset, bytes.length, window, level);
    if (typeof result === 'number') {
      throw failure(result, true);
    }

    return Buffer.from(result);
  }

  function looksRight(bytes, window) {
    return (
      window < 0 ||
      (window >= 31 && bytes[0] === 0x1f && bytes[1] === 0x8b) ||
      (window !== 31 && (bytes[0] & 15) === 8 && (bytes[0] * 256 + bytes[1]) % 31 === 0)
    );
  }

  function expand(data, window, options = {}) {
    const bytes = bytesOf(data);
    const most = options.maxOutputLength ?? 2 ** 31 - 1;
    const parts = [];
    let place = 0;
    do {
      const result = native.inflate(bytes.buffer, bytes.byteOffset + place, bytes.length - place, window, most);
      if (typeof result === 'number') {
        throw failure(result, !looksRight(bytes.subarray(place), window));
      }

      parts.push(Buffer.from(result[0]));
      place += result[1];
      // A file of gzip may be several behind one another.
    } while (window >= 31 && bytes[place] === 0x1f && bytes[place + 1] === 0x8b);
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  const kinds = {
    Gzip: [compress, DefaultWindow + 16, 'gzip'],
    Deflate: [compress, DefaultWindow, 'deflate'],
    DeflateRaw: [compress, -DefaultWindow, 'deflateRaw'],
    Gunzip: [expand, DefaultWindow + 16, 'gunzip'],
    Inflate: [expand, DefaultWindow, 'inflate'],
    InflateRaw: [expand, -DefaultWindow, 'inflateRaw'],
    Unzip: [expand, DefaultWindow + 32, 'unzip'],
  };
  const zlib = { constants, ...constants };
  for (const Class of Object.keys(kinds)) {
    const [run, window, name] = kinds[Class];
    zlib[`${name}Sync`] = (data, options) => run(data, window, options);
    zlib[name] = (data, optionsOrCallback, last) => {
      const callback = typeof optionsOrCallback === 'function' ? optionsOrCallback : last;
      errors.validateFunction(callback, 'callback');
      bytesOf(data);
      load('loop').later(() => {
        let value;
        try {
          value = run(data, window, typeof optionsOrCallback === 'object' ? optionsOrCallback : {});
        } catch (error) {
          callback(error);
          return;
        }

        callback(null, value);
      });
    };
    // A stream takes all of its input before it gives its output.
    zlib[Class] = class extends Transform {
      constructor(options = {}) {
        super(options);
        Object.defineProperties(this, { _parts: { value: [] }, _given: { value: options } });
        this.bytesWritten = 0;
      }

      _transform(chunk, encoding, callback) {
        this._parts.push(Buffer.from(chunk));
        this.bytesWritten += chunk.length;
        callback();
      }

      _flush(callback) {
        let value;
        try {
          value = run(Buffer.concat(this._parts), window, this._given);
        } catch (error) {
          callback(error);
          return;
        }

        callback(null, value);
      }

      close(callback) {
        this.destroy();
        callback?.();
      }
    };
    Object.defineProperty(zlib[Class], 'name', { value: Class });
    zlib[`create${Class}`] = (options) => new zlib[Class](options);
  }

  zlib.crc32 = (data, value = 0) => {
    const bytes = bytesOf(data);
    return native.crc32(bytes.buffer, bytes.byteOffset, bytes.length, value);
  };
  for (const name of [
    'brotliCompress',
    'brotliCompressSync',
    'brotliDecompress',
    'brotliDecompressSync',
    'createBrotliCompress',
    'createBrotliDecompress',
    'zstdCompress',
    'zstdCompressSync',
    'zstdDecompress',
    'zstdDecompressSync',
    'createZstdCompress',
    'createZstdDecompress',
  ]) {
    zlib[name] = () => {
      throw errors.refused(`zlib.${name}`, 'deflate is the only method that is there');
    };
  }

  module.exports = zlib;
});
