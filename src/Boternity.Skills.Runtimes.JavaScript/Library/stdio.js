// The standard streams.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const { Buffer, helpers } = load('buffer');

  // Writes all of it; a reader that is gone is no error of the script.
  function writeAll(descriptor, bytes) {
    let place = 0;
    while (place < bytes.length) {
      const part = native.write(descriptor, bytes.buffer, bytes.byteOffset + place, bytes.length - place, -1);
      if (part <= 0) {
        throw load('errors').systemError(part, 'write');
      }

      place += part;
    }
  }

  function writeText(descriptor, text) {
    writeAll(descriptor, new Uint8Array(native.utf8Encode(text)));
  }

  function output(descriptor) {
    const { Writable } = load('stream');
    const stream = new Writable({
      decodeStrings: false,
      write(chunk, encoding, done) {
        done();
      },
    });
    stream.fd = descriptor;
    stream._type = 'fs';
    stream.isTTY = undefined;
    // What is written is written at once, before anything else runs.
    stream.write = function (chunk, encoding, callback) {
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
        if (chunk === null) {
          throw load('errors').coded(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
        }

        throw load('errors').invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
      }

      if (typeof chunk === 'string') {
        writeAll(
          descriptor,
          typeof encoding === 'string' ? helpers.encode(chunk, encoding) : new Uint8Array(native.utf8Encode(chunk)),
        );
      } else {
        writeAll(descriptor, chunk);
      }

      if (typeof done === 'function') {
        load('loop').nextTick(done, []);
      }

      return true;
    };
    stream.end = function (chunk, encoding, callback) {
      if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') {
        this.write(chunk, encoding);
      }

      const done = [chunk, encoding, callback].find((each) => typeof each === 'function');
      if (done) {
        load('loop').nextTick(done, []);
      }

      load('loop').nextTick(() => stream.emit('finish'), []);
      return this;
    };
    stream.destroy = stream.destroySoon = () => stream;
    stream.getColorDepth = () => 1;
    stream.hasColors = () => false;
    return stream;
  }

  function input() {
    const { Readable } = load('stream');
    const stream = new Readable({
      highWaterMark: 65536,
      read(size) {
        load('loop').later(() => {
          const bytes = Buffer.alloc(65536);
          const count = native.read(0, bytes.buffer, 0, bytes.length, -1);
          if (count < 0) {
            stream.destroy(load('errors').systemError(count, 'read'));
          } else {
            stream.push(count === 0 ? null : bytes.subarray(0, count));
          }
        });
      },
    });
    stream.fd = 0;
    stream.isTTY = undefined;
    stream.setRawMode = () => stream;
    stream.ref = stream.unref = () => stream;
    return stream;
  }

  module.exports = {
    writeAll,
    writeText,
    stdout: () => output(1),
    stderr: () => output(2),
    stdin: input,
    writeError: (text) => writeText(2, text),
  };
});
