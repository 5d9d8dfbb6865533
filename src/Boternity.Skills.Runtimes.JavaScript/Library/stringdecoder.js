// node:string_decoder: text of bytes that come in parts.
(function (exports, load, module, internal) {
  'use strict';

  const { helpers } = load('buffer');

  // How many bytes at the end of a part begin a character that the part does not end.
  function unfinished(bytes, encoding) {
    const { length } = bytes;
    if (encoding === 'utf16le') {
      const odd = length % 2;
      const high = length - odd >= 2 ? bytes[length - odd - 1] : 0;
      return odd + (high >= 0xd8 && high <= 0xdb ? 2 : 0);
    }

    if (encoding.startsWith('base64')) {
      return length % 3;
    }

    if (encoding !== 'utf8') {
      return 0;
    }

    for (let back = 1; back <= Math.min(3, length); back++) {
      const byte = bytes[length - back];
      if (byte >= 0xc0) {
        const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        return size > back ? back : 0;
      }

      if (byte < 0x80) {
        return 0;
      }
    }

    return 0;
  }

  class StringDecoder {
    constructor(encoding) {
      this.encoding = helpers.encodingOf(encoding);
      Object.defineProperty(this, 'kept', { value: new Uint8Array(0), writable: true });
    }

    write(part) {
      if (typeof part === 'string') {
        return part;
      }

      let bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      if (this.kept.length > 0) {
        const whole = new Uint8Array(this.kept.length + bytes.length);
        whole.set(this.kept);
        whole.set(bytes, this.kept.length);
        bytes = whole;
      }

      const left = unfinished(bytes, this.encoding);
      this.kept = bytes.slice(bytes.length - left);
      return helpers.decode(bytes.subarray(0, bytes.length - left), this.encoding);
    }

    end(part) {
      const text = part === undefined ? '' : this.write(part);
      const rest = helpers.decode(this.kept, this.encoding);
      this.kept = new Uint8Array(0);
      return text + rest;
    }
  }

  module.exports = { StringDecoder };
});
