// node:fs/promises.
(function (exports, load, module, internal) {
  'use strict';

  const fs = load('fs');
  const errors = load('errors');
  const EventEmitter = load('events');
  const { sync, later, readInto, writeFrom } = fs.helpers;

  class FileHandle extends EventEmitter {
    constructor(fd) {
      super();
      Object.defineProperty(this, 'fd', { value: fd, writable: true, enumerable: true });
    }

    async close() {
      if (this.fd >= 0) {
        const { fd } = this;
        this.fd = -1;
        await later(undefined, () => sync.close(fd));
        this.emit('close');
      }
    }

    async [Symbol.asyncDispose]() {
      await this.close();
    }

    read(...args) {
      return later(undefined, () => {
        const [bytesRead, buffer] = args.length === 0 ? readInto(this.fd, {}) : readInto(this.fd, ...args);
        return { bytesRead, buffer };
      });
    }

    write(data, ...args) {
      return later(undefined, () => ({ bytesWritten: writeFrom(this.fd, data, ...args), buffer: data }));
    }

    async *readLines(options) {
      yield* load('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
    }

    createReadStream(options) {
      return fs.createReadStream('', { ...options, fd: this });
    }

    createWriteStream(options) {
      return fs.createWriteStream('', { ...options, fd: this });
    }

    readableWebStream() {
      return load('stream').Readable.toWeb(this.createReadStream());
    }
  }

  const handleMethods = {
    appendFile: 'appendFile',
    chmod: 'fchmod',
    chown: 'fchown',
    datasync: 'fdatasync',
    readFile: 'readFile',
    readv: 'readv',
    stat: 'fstat',
    sync: 'fsync',
    truncate: 'ftruncate',
    utimes: 'futimes',
    writeFile: 'writeFile',
    writev: 'writev',
  };
  for (const name of Object.keys(handleMethods)) {
    FileHandle.prototype[name] = function (...args) {
      return later(undefined, () => sync[handleMethods[name]](this.fd, ...args));
    };
  }

  const promises = {};
  for (const name of [
    'access',
    'appendFile',
    'chmod',
    'chown',
    'copyFile',
    'cp',
    'lchmod',
    'lchown',
    'link',
    'lstat',
    'lutimes',
    'mkdir',
    'mkdtemp',
    'opendir',
    'readdir',
    'readFile',
    'readlink',
    'realpath',
    'rename',
    'rm',
    'rmdir',
    'stat',
    'statfs',
    'symlink',
    'truncate',
    'unlink',
    'utimes',
    'writeFile',
  ]) {
    promises[name] = {
      [name]: (file, ...args) => {
        const { signal } = args[args.length - 1] ?? {};
        if (signal?.aborted) {
          return Promise.reject(new errors.AbortError(undefined, { cause: signal.reason }));
        }

        if ((name === 'writeFile' || name === 'appendFile') && isStream(args[0])) {
          return writeStream(name, file, ...args);
        }

        return later(undefined, () => sync[name](file instanceof FileHandle ? file.fd : file, ...args));
      },
    }[name];
  }

  const isStream = (data) =>
    data !== null &&
    typeof data === 'object' &&
    !ArrayBuffer.isView(data) &&
    (data[Symbol.asyncIterator] || data[Symbol.iterator]);

  async function writeStream(name, file, data, options) {
    const parts = [];
    for await (const part of data) {
      parts.push(typeof part === 'string' ? load('buffer').Buffer.from(part) : part);
    }

    await promises[name](file, load('buffer').Buffer.concat(parts), options);
  }

  promises.open = async (file, flags) => new FileHandle(await later(undefined, () => sync.open(file, flags)));
  promises.glob = async function* glob(pattern, options) {
    yield* sync.glob(pattern, options);
  };
  promises.watch = fs.watch;
  promises.constants = fs.constants;
  module.exports = promises;
});
