// fs.createReadStream and fs.createWriteStream.
(function (exports, load, module, internal) {
  'use strict';

  const fs = load('fs');
  const { Readable, Writable } = load('stream');
  const { Buffer } = load('buffer');
  const { sync, readInto, writeFrom } = fs.helpers;

  const numberOf = (fd) => (typeof fd === 'object' && fd !== null ? fd.fd : fd);

  function settings(options) {
    return typeof options === 'string' ? { encoding: options } : (options ?? {});
  }

  // Opens when the stream is first used, and tells of it.
  function opener(stream, flags) {
    return (callback) => {
      if (typeof stream.fd === 'number') {
        load('loop').later(() => {
          callback();
          stream.emit('open', stream.fd);
          stream.emit('ready');
        });
        return;
      }

      load('loop').later(() => {
        try {
          stream.fd = sync.open(stream.path, flags);
        } catch (error) {
          callback(error);
          return;
        }

        callback();
        stream.emit('open', stream.fd);
        stream.emit('ready');
      });
    };
  }

  function closer(stream, autoClose) {
    return (error, callback) => {
      if (autoClose && typeof stream.fd === 'number' && stream.fd > 2) {
        const { fd } = stream;
        stream.fd = null;
        try {
          sync.close(fd);
        } catch (failure) {
          callback(error ?? failure);
          return;
        }
      }

      callback(error);
    };
  }

  class ReadStream extends Readable {
    constructor(file, given) {
      const options = settings(given);
      super({
        highWaterMark: options.highWaterMark ?? 65536,
        encoding: options.encoding,
        signal: options.signal,
        emitClose: options.emitClose,
      });
      this.path = options.fd === undefined || options.fd === null ? fs.helpers.text(file) : file;
      this.fd = numberOf(options.fd) ?? null;
      this.flags = options.flags ?? 'r';
      this.start = options.start;
      this.end = options.end ?? Infinity;
      this.pos = options.start;
      this.bytesRead = 0;
      this._construct = opener(this, this.flags);
      this._destroy = closer(this, options.autoClose ?? true);
    }

    _read(size) {
      const left = this.pos === undefined ? this.end - this.bytesRead + 1 : this.end - this.pos + 1;
      const count = Math.min(size, left);
      if (count <= 0) {
        this.push(null);
        return;
      }

      load('loop').later(() => {
        if (this.destroyed) {
          return;
        }

        try {
          const buffer = Buffer.alloc(count);
          const [read] = readInto(this.fd, buffer, 0, count, this.pos);
          if (this.pos !== undefined) {
            this.pos += read;
          }

          this.bytesRead += read;
          this.push(read === 0 ? null : buffer.subarray(0, read));
        } catch (error) {
          this.destroy(error);
        }
      });
    }

    close(callback) {
      if (callback) {
        this.once('close', callback);
      }

      this.destroy();
    }
  }

  class WriteStream extends Writable {
    constructor(file, given) {
      const options = settings(given);
      super({
        highWaterMark: options.highWaterMark ?? 16384,
        decodeStrings: true,
        signal: options.signal,
        defaultEncoding: options.encoding,
        emitClose: options.emitClose,
      });
      this.path = options.fd === undefined || options.fd === null ? fs.helpers.text(file) : file;
      this.fd = numberOf(options.fd) ?? null;
      this.flags = options.flags ?? 'w';
      this.pos = options.start;
      this.bytesWritten = 0;
      this._construct = opener(this, options.start !== undefined && options.flags === undefined ? 'r+' : this.flags);
      this._destroy = closer(this, options.autoClose ?? true);
    }

    _write(chunk, encoding, callback) {
      load('loop').later(() => {
        try {
          let place = 0;
          while (place < chunk.length) {
            const count = writeFrom(this.fd, chunk, place, chunk.length - place, this.pos);
            place += count;
            if (this.pos !== undefined) {
              this.pos += count;
            }
          }

          this.bytesWritten += chunk.length;
        } catch (error) {
          callback(error);
          return;
        }

        callback();
      });
    }

    close(callback) {
      if (callback) {
        this.once('close', callback);
      }

      this.end();
    }
  }

  module.exports = {
    ReadStream,
    WriteStream,
    createReadStream: (file, options) => new ReadStream(file, options),
    createWriteStream: (file, options) => new WriteStream(file, options),
  };
});
