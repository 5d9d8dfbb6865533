// node:crypto: hashes, keyed hashes, key derivation from passwords, random bytes. Ciphers and keys are refused by name.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const { Buffer, helpers } = load('buffer');
  const { Transform } = load('stream');
  const { types } = load('types');
  const names = { md5: 64, sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 };
  const aliases = {
    'rsa-sha1': 'sha1',
    'rsa-sha256': 'sha256',
    'rsa-sha384': 'sha384',
    'rsa-sha512': 'sha512',
    'rsa-md5': 'md5',
    'sha-1': 'sha1',
    'sha-224': 'sha224',
    'sha-256': 'sha256',
    'sha-384': 'sha384',
    'sha-512': 'sha512',
  };

  function nameOf(algorithm) {
    errors.validateString(algorithm, 'algorithm');
    const key = algorithm.toLowerCase();
    const name = aliases[key] ?? key;
    if (!Object.hasOwn(names, name)) {
      const error = errors.coded(Error, 'ERR_OSSL_EVP_UNSUPPORTED', 'Digest method not supported');
      throw error;
    }

    return name;
  }

  function bytesOf(data, encoding, name = 'data') {
    if (typeof data === 'string') {
      return helpers.encode(data, encoding === 'buffer' ? 'utf8' : encoding);
    }

    if (ArrayBuffer.isView(data) || types.isAnyArrayBuffer(data)) {
      return helpers.bytesOf(data);
    }

    throw errors.invalidArgType(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }

  const output = (bytes, encoding) =>
    encoding === undefined || encoding === 'buffer' || encoding === null
      ? Buffer.from(bytes)
      : helpers.decode(new Uint8Array(bytes), encoding);

  const feed = (state, bytes) => native.hashUpdate(state, bytes.buffer, bytes.byteOffset, bytes.length);

  function digestOf(name, ...parts) {
    const state = native.hashNew(name);
    for (const part of parts) {
      feed(state, part);
    }

    return new Uint8Array(native.hashFinish(state));
  }

  // The two padded keys of an HMAC (RFC 2104).
  function padKey(name, key) {
    const block = names[name];
    const padded = new Uint8Array(block);
    padded.set(key.length > block ? digestOf(name, key) : key);
    return [padded.map((byte) => byte ^ 0x36), padded.map((byte) => byte ^ 0x5c)];
  }

  class Digest extends Transform {
    constructor(options) {
      super(options);
      Object.defineProperty(this, '_done', { value: false, writable: true });
    }

    update(data, encoding) {
      if (this._done) {
        throw errors.coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
      }

      feed(this._hash, bytesOf(data, encoding));
      return this;
    }

    digest(encoding) {
      if (this._done) {
        throw errors.coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
      }

      this._done = true;
      return output(this._result(), encoding);
    }

    _transform(chunk, encoding, callback) {
      feed(this._hash, bytesOf(chunk, encoding));
      callback();
    }

    _flush(callback) {
      this.push(this.digest());
      callback();
    }
  }

  class Hash extends Digest {
    constructor(algorithm, options) {
      super(options);
      Object.defineProperty(this, '_name', { value: nameOf(algorithm) });
      Object.defineProperty(this, '_hash', { value: options?.state ?? native.hashNew(this._name) });
    }

    _result() {
      return native.hashFinish(this._hash);
    }

    copy(options) {
      if (this._done) {
        throw errors.coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
      }

      return new Hash(this._name, { ...options, state: this._hash.slice(0) });
    }
  }

  class Hmac extends Digest {
    constructor(algorithm, key, options) {
      super(options);
      const name = nameOf(algorithm);
      const [inner, outer] = padKey(name, bytesOf(key?.export ? key.export() : key, options?.encoding, 'key'));
      Object.defineProperty(this, '_hash', { value: native.hashNew(name) });
      feed(this._hash, inner);
      Object.defineProperty(this, '_result', {
        value: () => digestOf(name, outer, new Uint8Array(native.hashFinish(this._hash))),
      });
    }
  }

  function hmac(name, key, ...parts) {
    const [inner, outer] = padKey(name, key);
    return digestOf(name, outer, digestOf(name, inner, ...parts));
  }

  // RFC 8018.
  function pbkdf2Sync(password, salt, iterations, length, digest) {
    const name = nameOf(digest);
    errors.validateInteger(iterations, 'iterations', 1);
    errors.validateInteger(length, 'keylen', 0, 2 ** 31 - 1);
    const key = bytesOf(password, undefined, 'password');
    const seed = bytesOf(salt, undefined, 'salt');
    const result = Buffer.alloc(length);
    for (let block = 1, place = 0; place < length; block++) {
      const number = new Uint8Array([block >>> 24, block >>> 16, block >>> 8, block]);
      let part = hmac(name, key, seed, number);
      const sum = part.slice();
      for (let i = 1; i < iterations; i++) {
        part = hmac(name, key, part);
        for (let j = 0; j < sum.length; j++) {
          sum[j] ^= part[j];
        }
      }

      result.set(sum.subarray(0, length - place), place);
      place += sum.length;
    }

    return result;
  }

  // RFC 5869.
  function hkdfSync(digest, key, salt, info, length) {
    const name = nameOf(digest);
    const seed = bytesOf(salt, undefined, 'salt');
    const pseudo = hmac(name, seed, bytesOf(key, undefined, 'ikm'));
    const label = bytesOf(info, undefined, 'info');
    const result = new Uint8Array(length);
    let last = new Uint8Array(0);
    for (let i = 1, place = 0; place < length; i++) {
      last = hmac(name, pseudo, last, label, new Uint8Array([i]));
      result.set(last.subarray(0, length - place), place);
      place += last.length;
    }

    return result.buffer;
  }

  function fillRandom(view) {
    native.randomBytes(view.buffer, view.byteOffset, view.byteLength);
    return view;
  }

  const later = (callback, run) => {
    load('loop').later(() => {
      let value;
      try {
        value = run();
      } catch (error) {
        callback(error);
        return;
      }

      callback(null, value);
    });
  };

  function randomBytes(size, callback) {
    errors.validateNumber(size, 'size', 0, 2 ** 31 - 1);
    const make = () => fillRandom(Buffer.alloc(size));
    return callback === undefined ? make() : later(callback, make);
  }

  function randomInt(least, most, callback) {
    if (most === undefined || typeof most === 'function') {
      return randomInt(0, least, most);
    }

    if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most)) {
      throw errors.invalidArgType(Number.isSafeInteger(least) ? 'max' : 'min', 'a safe integer', least);
    }

    if (most <= least) {
      throw errors.outOfRange('max', `greater than the value of "min" (${least})`, most);
    }

    const range = most - least;
    const make = () => {
      const limit = 2 ** 48 - (2 ** 48 % range);
      for (;;) {
        const number = fillRandom(Buffer.alloc(6)).readUIntBE(0, 6);
        if (number < limit) {
          return least + (number % range);
        }
      }
    };
    return callback === undefined ? make() : later(callback, make);
  }

  function randomUUID() {
    const bytes = fillRandom(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const text = native.hexEncode(bytes.buffer, 0, 16);
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
  }

  function timingSafeEqual(first, second) {
    const one = bytesOf(first, undefined, 'buf1');
    const other = bytesOf(second, undefined, 'buf2');
    if (one.length !== other.length) {
      throw errors.coded(
        RangeError,
        'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
        'Input buffers must have the same byte length',
      );
    }

    let difference = 0;
    for (let i = 0; i < one.length; i++) {
      difference |= one[i] ^ other[i];
    }

    return difference === 0;
  }

  const subtleName = (algorithm) => {
    const name = typeof algorithm === 'string' ? algorithm : algorithm?.name;
    if (!/^SHA-(1|256|384|512)$/i.test(`${name}`)) {
      throw new (load('web').DOMException)('Unrecognized algorithm name', 'NotSupportedError');
    }

    return nameOf(name);
  };
  const refuseSubtle = (name) => async () => {
    throw errors.refused(`crypto.subtle.${name}`, 'ciphers and keys are not there');
  };
  const webcrypto = {
    getRandomValues(view) {
      if (!ArrayBuffer.isView(view)) {
        throw errors.invalidArgType('array', ['TypedArray'], view);
      }

      if (view.byteLength > 65536) {
        throw new (load('web').DOMException)(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
      }

      return fillRandom(view);
    },
    randomUUID,
    subtle: {
      digest: async (algorithm, data) => digestOf(subtleName(algorithm), bytesOf(data)).buffer,
      ...Object.fromEntries(
        [
          'encrypt',
          'decrypt',
          'sign',
          'verify',
          'generateKey',
          'deriveKey',
          'deriveBits',
          'importKey',
          'exportKey',
          'wrapKey',
          'unwrapKey',
        ].map((name) => [name, refuseSubtle(name)]),
      ),
    },
  };

  const members = {
    createHash: (algorithm, options) => new Hash(algorithm, options),
    createHmac: (algorithm, key, options) => new Hmac(algorithm, key, options),
    hash: (algorithm, data, encoding = 'hex') => output(digestOf(nameOf(algorithm), bytesOf(data)), encoding),
    Hash,
    Hmac,
    getHashes: () => Object.keys(names),
    getCiphers: () => [],
    getCurves: () => [],
    randomBytes,
    randomInt,
    randomUUID,
    timingSafeEqual,
    pbkdf2Sync,
    hkdfSync,
    pbkdf2: (password, salt, iterations, length, digest, callback) =>
      later(callback, () => pbkdf2Sync(password, salt, iterations, length, digest)),
    hkdf: (digest, key, salt, info, length, callback) =>
      later(callback, () => hkdfSync(digest, key, salt, info, length)),
    randomFillSync: (view, offset = 0, size = view.byteLength - offset) => {
      const bytes = helpers.bytesOf(view);
      fillRandom(bytes.subarray(offset, offset + size));
      return view;
    },
    randomFill(view, ...args) {
      later(args.pop(), () => members.randomFillSync(view, ...args));
    },
    pseudoRandomBytes: randomBytes,
    webcrypto,
    subtle: webcrypto.subtle,
    getRandomValues: webcrypto.getRandomValues,
    constants: {},
    fips: false,
    getFips: () => 0,
    createSecretKey: (key, encoding) => {
      const bytes = Buffer.from(bytesOf(key, encoding, 'key'));
      return { type: 'secret', symmetricKeySize: bytes.length, export: () => bytes };
    },
  };
  for (const name of [
    'createCipheriv',
    'createDecipheriv',
    'createSign',
    'createVerify',
    'createDiffieHellman',
    'createECDH',
    'createPrivateKey',
    'createPublicKey',
    'generateKeyPair',
    'generateKeyPairSync',
    'generateKey',
    'generateKeySync',
    'privateDecrypt',
    'privateEncrypt',
    'publicDecrypt',
    'publicEncrypt',
    'sign',
    'verify',
    'diffieHellman',
    'scrypt',
    'scryptSync',
  ]) {
    members[name] = () => {
      throw errors.refused(`crypto.${name}`, 'ciphers and keys are not there');
    };
  }

  module.exports = members;
});
