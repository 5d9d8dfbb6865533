// node:fs: every operation is synchronous underneath; callbacks and promises only hear of it later.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const loop = load('loop');
  const path = load('path');
  const { Buffer, helpers } = load('buffer');
  const { systemError } = errors;

  const constants = {
    F_OK: 0,
    R_OK: 4,
    W_OK: 2,
    X_OK: 1,
    COPYFILE_EXCL: 1,
    COPYFILE_FICLONE: 2,
    COPYFILE_FICLONE_FORCE: 4,
    O_RDONLY: 0,
    O_WRONLY: 1,
    O_RDWR: 2,
    O_CREAT: 64,
    O_EXCL: 128,
    O_NOCTTY: 256,
    O_TRUNC: 512,
    O_APPEND: 1024,
    O_DIRECTORY: 65536,
    O_NOATIME: 262144,
    O_NOFOLLOW: 131072,
    O_SYNC: 1052672,
    O_DSYNC: 4096,
    O_NONBLOCK: 2048,
    S_IFMT: 61440,
    S_IFREG: 32768,
    S_IFDIR: 16384,
    S_IFCHR: 8192,
    S_IFBLK: 24576,
    S_IFIFO: 4096,
    S_IFLNK: 40960,
    S_IFSOCK: 49152,
    S_IRWXU: 448,
    S_IRUSR: 256,
    S_IWUSR: 128,
    S_IXUSR: 64,
    S_IRWXG: 56,
    S_IRGRP: 32,
    S_IWGRP: 16,
    S_IXGRP: 8,
    S_IRWXO: 7,
    S_IROTH: 4,
    S_IWOTH: 2,
    S_IXOTH: 1,
    UV_FS_O_FILEMAP: 0,
    UV_DIRENT_UNKNOWN: 0,
    UV_DIRENT_FILE: 1,
    UV_DIRENT_DIR: 2,
    UV_DIRENT_LINK: 3,
    UV_FS_SYMLINK_DIR: 1,
    UV_FS_SYMLINK_JUNCTION: 2,
  };
  const letters = {
    r: 0,
    'r+': 2,
    rs: 1052672,
    'rs+': 1052674,
    w: 577,
    wx: 705,
    xw: 705,
    'w+': 578,
    'wx+': 706,
    'xw+': 706,
    a: 1089,
    ax: 1217,
    xa: 1217,
    'a+': 1090,
    'ax+': 1218,
    'xa+': 1218,
    as: 1053761,
    'as+': 1053762,
    sr: 1052672,
  };
  const nativeFlags = [
    ['O_CREAT', 64],
    ['O_EXCL', 128],
    ['O_TRUNC', 512],
    ['O_APPEND', 1024],
    ['O_DIRECTORY', 65536],
    ['O_NOFOLLOW', 131072],
  ];
  const devices = {
    '/dev/stdin': 0,
    '/dev/stdout': 1,
    '/dev/stderr': 2,
    '/proc/self/fd/0': 0,
    '/proc/self/fd/1': 1,
    '/proc/self/fd/2': 2,
    '/dev/fd/0': 0,
    '/dev/fd/1': 1,
    '/dev/fd/2': 2,
  };
  const NullDevice = 1 << 20;

  const knownFlags = new Map();

  function flagsOf(flags = 'r') {
    const known = knownFlags.get(flags);
    if (known !== undefined) {
      return known;
    }

    const value = typeof flags === 'number' ? flags : letters[flags];
    if (value === undefined) {
      throw errors.invalidArgValue('flags', flags);
    }

    const access = value & 3;
    let result = access === 0 ? native.O_RDONLY : access === 1 ? native.O_WRONLY : native.O_RDWR;
    for (const [name, bit] of nativeFlags) {
      if (value & bit) {
        result |= native[name];
      }
    }

    if (typeof flags === 'string') {
      knownFlags.set(flags, result);
    }

    return result;
  }

  // What a caller names a file by, as text.
  function text(value, name = 'path') {
    let result = value;
    if (value instanceof Uint8Array) {
      result = helpers.decode(value);
    } else if (value instanceof load('url').URL) {
      result = load('url').fileURLToPath(value);
    } else if (typeof value !== 'string') {
      throw errors.invalidArgType(name, ['string', 'Buffer', 'URL'], value);
    }

    if (result.includes('\0')) {
      throw errors.invalidArgValue(name, result, 'must be a string, Uint8Array, or URL without null bytes');
    }

    return result;
  }

  const absolute = (value) => path.resolve(value);

  // Throws for what a native function refused.
  function check(state, syscall, file, dest) {
    if (typeof state === 'number' && state < 0) {
      throw systemError(state, syscall, file, dest);
    }

    return state;
  }

  function encodingOf(options) {
    const encoding = typeof options === 'string' ? options : options?.encoding;
    if (encoding !== undefined && encoding !== null && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
      throw errors.invalidArgValue('encoding', encoding, 'is invalid encoding');
    }

    return encoding;
  }

  function descriptorOf(fd) {
    if (typeof fd !== 'number') {
      throw errors.invalidArgType('fd', 'number', fd);
    }

    errors.validateInteger(fd, 'fd', 0, 2147483647);
    return fd;
  }

  class Stats {
    constructor(fields) {
      const [dev, ino, mode, nlink, size, atimeMs, mtimeMs, ctimeMs] = fields;
      const isDirectory = (mode & constants.S_IFMT) === constants.S_IFDIR;
      Object.assign(this, {
        dev,
        mode: mode | (isDirectory ? 0o755 : 0o644),
        nlink,
        uid: 1000,
        gid: 1000,
        rdev: 0,
        blksize: 4096,
        ino,
        size,
        blocks: Math.ceil(size / 512),
        atimeMs,
        mtimeMs,
        ctimeMs,
        birthtimeMs: ctimeMs,
      });
    }

    isFile() {
      return (this.mode & constants.S_IFMT) === constants.S_IFREG;
    }

    isDirectory() {
      return (this.mode & constants.S_IFMT) === constants.S_IFDIR;
    }

    isSymbolicLink() {
      return (this.mode & constants.S_IFMT) === constants.S_IFLNK;
    }

    isFIFO() {
      return false;
    }

    isSocket() {
      return (this.mode & constants.S_IFMT) === constants.S_IFSOCK;
    }

    isCharacterDevice() {
      return (this.mode & constants.S_IFMT) === constants.S_IFCHR;
    }

    isBlockDevice() {
      return false;
    }
  }

  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
    Object.defineProperty(Stats.prototype, name, {
      enumerable: true,
      configurable: true,
      get() {
        return new Date(Math.round(this[`${name}Ms`]));
      },
    });
  }

  class BigIntStats {}
  Object.setPrototypeOf(BigIntStats.prototype, Stats.prototype);

  function statsOf(fields, options) {
    const stats = new Stats(fields);
    if (!options?.bigint) {
      return stats;
    }

    const result = new BigIntStats();
    for (const key of Object.keys(stats)) {
      result[key] = BigInt(Math.trunc(stats[key]));
      if (key.endsWith('Ms')) {
        result[`${key.slice(0, -2)}Ns`] = BigInt(Math.round(stats[key] * 1e6));
      }
    }

    for (const name of ['isFile', 'isDirectory', 'isSymbolicLink']) {
      Object.defineProperty(result, name, { value: () => stats[name]() });
    }

    return result;
  }

  class Dirent {
    constructor(name, parentPath, type) {
      this.name = name;
      this.parentPath = parentPath;
      this.path = parentPath;
      this[typeKey] = type;
    }

    isFile() {
      return this[typeKey] === 1;
    }

    isDirectory() {
      return this[typeKey] === 2;
    }

    isSymbolicLink() {
      return this[typeKey] === 3;
    }

    isFIFO() {
      return false;
    }

    isSocket() {
      return false;
    }

    isCharacterDevice() {
      return false;
    }

    isBlockDevice() {
      return false;
    }
  }

  const typeKey = Symbol('type');

  // The root holds the mounts, which the sandbox does not list.
  const mounts = ['skill', 'tmp', 'workspace'];
  const rootFields = [0, 0, constants.S_IFDIR | 0o755, 1, 4096, 0, 0, 0];

  function rawStat(file, follow) {
    const full = absolute(file);
    if (full === '/') {
      return rootFields;
    }

    if (full === '/dev/null') {
      return [0, 0, constants.S_IFCHR | 0o666, 1, 0, 0, 0, 0];
    }

    return devices[full] === undefined ? native.stat(full, follow) : native.fstat(devices[full]);
  }

  function stat(file, options, follow) {
    const name = text(file);
    const state = rawStat(name, follow);
    if (typeof state === 'number') {
      const error = systemError(state, follow ? 'stat' : 'lstat', name);
      if (options?.throwIfNoEntry === false && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
        return undefined;
      }

      throw error;
    }

    return statsOf(state, options);
  }

  function open(file, flags, syscall = 'open') {
    const name = text(file);
    const full = absolute(name);
    if (full === '/dev/null') {
      return NullDevice;
    }

    if (devices[full] !== undefined) {
      return devices[full];
    }

    const bits = flagsOf(flags);
    const access = typeof flags === 'number' ? flags & 3 : letters[flags ?? 'r'] & 3;
    if (full === '/') {
      throw systemError(access === 0 ? 'EACCES' : 'EISDIR', syscall, name);
    }

    const fd = native.open(name.endsWith('/') ? `${full}/` : full, bits);
    if (fd < 0) {
      throw systemError(fd, syscall, name);
    }

    return fd;
  }

  const closeQuietly = (fd) => fd > 2 && fd !== NullDevice && native.close(fd);

  function readFile(file, options) {
    const encoding = encodingOf(options);
    const isDescriptor = typeof file === 'number';
    const fd = isDescriptor ? descriptorOf(file) : open(file, options?.flag ?? 'r');
    if (fd === NullDevice) {
      return encoding && encoding !== 'buffer' ? '' : Buffer.alloc(0);
    }

    try {
      const bytes = native.readAll(fd);
      if (typeof bytes === 'number') {
        throw systemError(bytes, 'read');
      }

      return encoding && encoding !== 'buffer' ? helpers.decode(new Uint8Array(bytes), encoding) : Buffer.from(bytes);
    } finally {
      if (!isDescriptor) {
        closeQuietly(fd);
      }
    }
  }

  function bytesOf(data, encoding, name = 'data') {
    if (typeof data === 'string') {
      return helpers.encode(data, encoding === 'buffer' ? 'utf8' : encoding);
    }

    if (ArrayBuffer.isView(data)) {
      return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    }

    throw errors.invalidArgType(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }

  function writeAll(fd, bytes, position = -1) {
    if (fd === NullDevice) {
      return;
    }

    let place = 0;
    while (place < bytes.length) {
      const part = native.write(
        fd,
        bytes.buffer,
        bytes.byteOffset + place,
        bytes.length - place,
        position < 0 ? -1 : position + place,
      );
      if (part <= 0) {
        throw systemError(part === 0 ? 'EIO' : part, 'write');
      }

      place += part;
    }
  }

  function writeFile(file, data, options, flag = 'w') {
    const bytes = bytesOf(data, encodingOf(options));
    if (typeof file === 'number') {
      writeAll(descriptorOf(file), bytes);
      return;
    }

    const fd = open(file, options?.flag ?? flag);
    try {
      writeAll(fd, bytes);
      if (options?.flush) {
        native.sync(fd);
      }
    } finally {
      closeQuietly(fd);
    }
  }

  function names(file, syscall = 'scandir') {
    const name = text(file);
    const full = absolute(name);
    if (full === '/') {
      return mounts.flatMap((each) => (typeof native.stat(`/${each}`, true) === 'number' ? [] : [each, 2]));
    }

    return check(native.readdir(full), syscall, name);
  }

  function readdir(file, options) {
    const encoding = encodingOf(options);
    const base = text(file);
    const result = [];
    const convert = (name) => (encoding === 'buffer' ? Buffer.from(name) : name);
    const visit = (folder, prefix) => {
      const list = names(folder);
      const entries = [];
      for (let i = 0; i < list.length; i += 2) {
        entries.push([list[i], list[i + 1]]);
      }

      entries.sort(([first], [second]) => (first < second ? -1 : 1));
      const folders = [];
      for (const [name, type] of entries) {
        result.push(options?.withFileTypes ? new Dirent(convert(name), folder, type) : convert(`${prefix}${name}`));
        if (type === 2 && options?.recursive) {
          folders.push(name);
        }
      }

      for (const name of folders) {
        visit(path.join(folder, name), `${prefix}${name}/`);
      }
    };
    visit(base, '');
    return result;
  }

  function mkdir(file, options) {
    const name = text(file);
    const full = absolute(name);
    const recursive = typeof options === 'object' && options?.recursive;
    if (!recursive) {
      check(full === '/' ? systemCode('EEXIST') : native.mkdir(full), 'mkdir', name);
      return undefined;
    }

    const missing = [];
    let current = full;
    for (;;) {
      const state = rawStat(current, true);
      if (typeof state !== 'number') {
        if ((state[2] & constants.S_IFMT) !== constants.S_IFDIR) {
          throw systemError(current === full ? 'EEXIST' : 'ENOTDIR', 'mkdir', name);
        }

        break;
      }

      missing.unshift(current);
      const parent = path.dirname(current);
      if (parent === current) {
        break;
      }

      current = parent;
    }

    for (const each of missing) {
      check(native.mkdir(each), 'mkdir', name);
    }

    return missing[0];
  }

  const systemCode = (code) => -Number(Object.keys(native.errorNames).find((key) => native.errorNames[key] === code));

  function unlink(file) {
    const name = text(file);
    const state = native.unlink(absolute(name));
    check(state, 'unlink', name);
  }

  function removeTree(full) {
    const state = native.stat(full, false);
    if (typeof state === 'number') {
      return state;
    }

    if ((state[2] & constants.S_IFMT) !== constants.S_IFDIR) {
      return native.unlink(full);
    }

    const list = native.readdir(full);
    if (typeof list === 'number') {
      return list;
    }

    for (let i = 0; i < list.length; i += 2) {
      const inner = removeTree(`${full}/${list[i]}`);
      if (inner < 0) {
        return inner;
      }
    }

    return native.rmdir(full);
  }

  function rm(file, options = {}) {
    const name = text(file);
    const full = absolute(name);
    const state = rawStat(name, false);
    if (typeof state === 'number') {
      if (options?.force && (native.errorNames[-state] === 'ENOENT' || native.errorNames[-state] === 'ENOTDIR')) {
        return;
      }

      throw systemError(state, 'lstat', name);
    }

    if ((state[2] & constants.S_IFMT) === constants.S_IFDIR) {
      if (!options?.recursive) {
        const error = errors.coded(
          Error,
          'ERR_FS_EISDIR',
          `Path is a directory: rm returned EISDIR (is a directory) ${name}`,
        );
        Object.assign(error, { errno: 21, syscall: 'rm', path: name });
        error.name = 'SystemError';
        throw error;
      }

      check(removeTree(full), 'rm', name);
      return;
    }

    check(native.unlink(full), 'rm', name);
  }

  function copyFile(from, to, mode = 0) {
    const first = text(from, 'src');
    const second = text(to, 'dest');
    const source = rawStat(first, true);
    if (typeof source === 'number') {
      throw systemError(source, 'copyfile', first, second);
    }

    if ((source[2] & constants.S_IFMT) === constants.S_IFDIR) {
      throw systemError('EISDIR', 'copyfile', first, second);
    }

    if (mode & constants.COPYFILE_EXCL && typeof rawStat(second, true) !== 'number') {
      throw systemError('EEXIST', 'copyfile', first, second);
    }

    if (absolute(first) === absolute(second)) {
      return;
    }

    let bytes;
    try {
      bytes = readFile(first);
      writeFile(second, bytes);
    } catch (error) {
      throw systemError(error.code, 'copyfile', first, second);
    }
  }

  function copyTree(from, to, options = {}) {
    const first = text(from, 'src');
    const second = text(to, 'dest');
    if (options.filter && !options.filter(first, second)) {
      return;
    }

    const source = stat(first, undefined, Boolean(options.dereference));
    if (source.isDirectory()) {
      if (!options.recursive) {
        throw errors.coded(
          Error,
          'ERR_FS_EISDIR',
          `Recursive option not enabled, cannot copy a directory: cp returned ` +
            `EISDIR (${first} is a directory (not copied)) ${first}`,
        );
      }

      if (`${absolute(second)}/`.startsWith(`${absolute(first)}/`)) {
        throw errors.coded(
          Error,
          'ERR_FS_CP_EINVAL',
          `Invalid src or dest: cp returned EINVAL (cannot copy ${
            first
          } to a subdirectory of self ${second}) ${second}`,
        );
      }

      mkdir(second, { recursive: true });
      for (const name of readdir(first)) {
        copyTree(path.join(first, name), path.join(second, name), options);
      }

      return;
    }

    if (typeof rawStat(second, false) !== 'number') {
      if (options.errorOnExist && options.force === false) {
        throw errors.coded(
          Error,
          'ERR_FS_CP_EEXIST',
          `Target already exists: cp returned EEXIST (${second} already exists) ${second}`,
        );
      }

      if (options.force === false) {
        return;
      }
    } else {
      mkdir(path.dirname(second), { recursive: true });
    }

    if (source.isSymbolicLink()) {
      check(native.symlink(native.readlink(absolute(first)), absolute(second)), 'symlink', first, second);
      return;
    }

    copyFile(first, second);
    if (options.preserveTimestamps) {
      native.utimes(absolute(second), source.atimeMs, source.mtimeMs, true);
    }
  }

  function realpath(file) {
    const name = text(file);
    let full = absolute(name);
    let done = '';
    let links = 0;
    let rest = full.split('/').filter((each) => each !== '');
    while (rest.length > 0) {
      const current = `${done}/${rest.shift()}`;
      const isMount = done === '';
      const state = isMount ? native.stat(current, true) : native.stat(current, false);
      if (typeof state === 'number') {
        throw systemError(state, 'realpath', name);
      }

      if (!isMount && (state[2] & constants.S_IFMT) === constants.S_IFLNK) {
        if (++links > 40) {
          throw systemError('ELOOP', 'realpath', name);
        }

        full = path.resolve(done === '' ? '/' : done, native.readlink(current));
        rest = [...full.split('/').filter((each) => each !== ''), ...rest];
        done = '';
      } else {
        done = current;
      }
    }

    return done === '' ? '/' : done;
  }

  function toTime(value) {
    const time = typeof value === 'string' ? Number(value) : value;
    if (time instanceof Date) {
      return time.getTime();
    }

    if (typeof time === 'number' && Number.isFinite(time)) {
      return time * 1000;
    }

    throw errors.invalidArgType('time', ['Date', 'Time in seconds'], value);
  }

  function access(file, mode = 0) {
    const name = text(file);
    const state = rawStat(name, true);
    if (typeof state === 'number') {
      throw systemError(state, 'access', name);
    }

    if (mode & constants.W_OK && /^\/(skill)?(\/|$)/.test(absolute(name))) {
      throw systemError('EROFS', 'access', name);
    }
  }

  function readInto(fd, buffer, offsetOrOptions, length, position) {
    descriptorOf(fd);
    let offset = offsetOrOptions;
    let count = length;
    let place = position;
    let target = buffer;
    if (buffer !== null && typeof buffer === 'object' && !ArrayBuffer.isView(buffer)) {
      ({ buffer: target = Buffer.alloc(16384), offset, length: count, position: place } = buffer);
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset, length: count, position: place } = offset);
    }

    if (!ArrayBuffer.isView(target)) {
      throw errors.invalidArgType('buffer', ['Buffer', 'TypedArray', 'DataView'], target);
    }

    offset ??= 0;
    count ??= target.byteLength - offset;
    errors.validateInteger(offset, 'offset', 0, target.byteLength);
    errors.validateInteger(count, 'length', 0, target.byteLength - offset);
    if (fd === NullDevice || count === 0) {
      return [0, target];
    }

    return [
      check(
        native.read(fd, target.buffer, target.byteOffset + offset, count, place == null ? -1 : Number(place)),
        'read',
      ),
      target,
    ];
  }

  function writeFrom(fd, data, offsetOrPosition, lengthOrEncoding, position) {
    descriptorOf(fd);
    let bytes;
    let place;
    if (typeof data === 'string') {
      bytes = helpers.encode(data, typeof lengthOrEncoding === 'string' ? lengthOrEncoding : 'utf8');
      place = offsetOrPosition;
    } else {
      let offset = offsetOrPosition;
      let length = lengthOrEncoding;
      place = position;
      if (offset !== null && typeof offset === 'object') {
        ({ offset, length, position: place } = offset);
      }

      bytes = bytesOf(data, undefined, 'buffer');
      offset ??= 0;
      length ??= bytes.length - offset;
      errors.validateInteger(offset, 'offset', 0, bytes.length);
      errors.validateInteger(length, 'length', 0, bytes.length - offset);
      bytes = bytes.subarray(offset, offset + length);
    }

    if (fd === NullDevice || bytes.length === 0) {
      return bytes.length;
    }

    return check(
      native.write(fd, bytes.buffer, bytes.byteOffset, bytes.length, place == null ? -1 : Number(place)),
      'write',
    );
  }

  class Dir {
    constructor(folder, options) {
      this.path = text(folder);
      this.entries = readdir(folder, { ...options, withFileTypes: true });
    }

    readSync() {
      return this.entries.shift() ?? null;
    }

    read(callback) {
      return later(callback, () => this.readSync());
    }

    closeSync() {}

    close(callback) {
      return later(callback, () => undefined);
    }

    async *[Symbol.asyncIterator]() {
      yield* this.entries;
    }
  }

  // Calls back when the rest of this turn is done; without a callback, gives a promise.
  function later(callback, run, spread = false) {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        loop.later(() => {
          try {
            resolve(run());
          } catch (error) {
            reject(error);
          }
        });
      });
    }

    errors.validateFunction(callback, 'cb');
    loop.later(() => {
      let value;
      try {
        value = run();
      } catch (error) {
        callback(error);
        return;
      }

      callback(null, ...(spread ? value : value === undefined ? [] : [value]));
    });
    return undefined;
  }

  const sync = {
    access,
    appendFile: (file, data, options) => writeFile(file, data, options, 'a'),
    chmod: (file) => access(file),
    lchmod: (file) => access(file),
    chown: (file) => access(file),
    lchown: (file) => access(file),
    fchmod: (fd) => check(native.fstat(descriptorOf(fd)), 'fchmod') && undefined,
    fchown: (fd) => check(native.fstat(descriptorOf(fd)), 'fchown') && undefined,
    close(fd) {
      if (descriptorOf(fd) !== NullDevice && fd > 2) {
        check(native.close(fd), 'close');
      }
    },
    copyFile,
    cp: copyTree,
    fstat: (fd, options) =>
      statsOf(
        fd === NullDevice ? [0, 0, constants.S_IFCHR, 1, 0, 0, 0, 0] : check(native.fstat(descriptorOf(fd)), 'fstat'),
        options,
      ),
    fsync: (fd) => void check(native.sync(descriptorOf(fd)), 'fsync'),
    fdatasync: (fd) => void check(native.sync(descriptorOf(fd)), 'fdatasync'),
    ftruncate: (fd, length = 0) => void check(native.truncate(descriptorOf(fd), Math.max(length, 0)), 'ftruncate'),
    futimes: (fd, first, second) =>
      void check(native.futimes(descriptorOf(fd), toTime(first), toTime(second)), 'futime'),
    link: (from, to) => void check(native.link(absolute(text(from)), absolute(text(to))), 'link', from, to),
    lstat: (file, options) => stat(file, options, false),
    lutimes: (file, first, second) =>
      void check(native.utimes(absolute(text(file)), toTime(first), toTime(second), false), 'lutime', text(file)),
    mkdir,
    mkdtemp(prefix, options) {
      const base = text(prefix, 'prefix');
      for (let attempt = 0; ; attempt++) {
        const signs = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
        const name = base + Array.from({ length: 6 }, () => signs[Math.floor(Math.random() * signs.length)]).join('');
        const state = native.mkdir(absolute(name));
        if (state >= 0) {
          return encodingOf(options) === 'buffer' ? Buffer.from(name) : name;
        }

        if (native.errorNames[-state] !== 'EEXIST' || attempt > 100) {
          throw systemError(state, 'mkdtemp', `${base}XXXXXX`);
        }
      }
    },
    open: (file, flags) => open(file, flags),
    opendir: (folder, options) => new Dir(folder, options),
    readdir,
    readFile,
    readlink(file) {
      const name = text(file);
      return check(native.readlink(absolute(name)), 'readlink', name);
    },
    realpath,
    rename(from, to) {
      const first = text(from, 'oldPath');
      const second = text(to, 'newPath');
      check(native.rename(absolute(first), absolute(second)), 'rename', first, second);
    },
    rm,
    rmdir(file, options) {
      const name = text(file);
      if (options?.recursive) {
        check(removeTree(absolute(name)), 'rm', name);
      } else {
        check(native.rmdir(absolute(name)), 'rmdir', name);
      }
    },
    stat: (file, options) => stat(file, options, true),
    statfs: () => ({ type: 0, bsize: 4096, blocks: 0, bfree: 0, bavail: 0, files: 0, ffree: 0 }),
    symlink: (target, file) =>
      void check(native.symlink(text(target, 'target'), absolute(text(file))), 'symlink', target, file),
    truncate(file, length = 0) {
      const fd = open(file, 'r+');
      try {
        check(native.truncate(fd, Math.max(length, 0)), 'ftruncate', text(file));
      } finally {
        closeQuietly(fd);
      }
    },
    unlink,
    utimes: (file, first, second) =>
      void check(native.utimes(absolute(text(file)), toTime(first), toTime(second), true), 'utime', text(file)),
    writeFile: (file, data, options) => writeFile(file, data, options),
    readv(fd, buffers, position) {
      let total = 0;
      for (const buffer of buffers) {
        const [count] = readInto(fd, buffer, 0, buffer.byteLength, position == null ? null : position + total);
        total += count;
        if (count < buffer.byteLength) {
          break;
        }
      }

      return total;
    },
    writev(fd, buffers, position) {
      let total = 0;
      for (const buffer of buffers) {
        total += writeFrom(fd, buffer, 0, buffer.byteLength, position == null ? null : position + total);
      }

      return total;
    },
    glob(pattern, options) {
      const { compile } = load('glob');
      const base = options?.cwd ? text(options.cwd) : load('process').process.cwd();
      const tests = (Array.isArray(pattern) ? pattern : [pattern]).map((each) => compile(each.replace(/^\.\//, '')));
      const found = readdir(base, { recursive: true }).filter((name) => tests.some((test) => test(name)));
      const excluded = options?.exclude;
      return typeof excluded === 'function'
        ? found.filter((name) => !excluded(name))
        : Array.isArray(excluded)
          ? found.filter((name) => !excluded.some((each) => compile(each)(name)))
          : found;
    },
  };

  const fs = {};
  for (const name of Object.keys(sync)) {
    const run = sync[name];
    fs[`${name}Sync`] = { [`${name}Sync`]: (...args) => run(...args) }[`${name}Sync`];
    fs[name] = {
      [name]: (...args) => {
        const callback = args.pop();
        if (typeof callback !== 'function') {
          throw errors.invalidArgType('cb', 'function', callback);
        }

        later(callback, () => run(...args));
      },
    }[name];
  }

  Object.assign(fs, {
    existsSync(file) {
      try {
        return typeof rawStat(text(file), true) !== 'number';
      } catch {
        return false;
      }
    },
    exists(file, callback) {
      loop.later(() => callback(fs.existsSync(file)));
    },
    readSync: (...args) => readInto(...args)[0],
    read(fd, ...args) {
      const callback = args.pop();
      later(callback, () => readInto(fd, ...args), true);
    },
    writeSync: (...args) => writeFrom(...args),
    write(fd, data, ...args) {
      const callback = args.pop();
      later(callback, () => [writeFrom(fd, data, ...args), data], true);
    },
    watch: () => {
      throw errors.refused('fs.watch', 'nothing changes a file while a script runs');
    },
    watchFile: () => {
      throw errors.refused('fs.watchFile', 'nothing changes a file while a script runs');
    },
    unwatchFile() {},
    openAsBlob: async (file, options) => new (load('buffer').Blob)([readFile(file)], options),
    constants,
    Stats,
    Dirent,
    Dir,
    ...{ F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
  });
  fs.realpath.native = fs.realpath;
  fs.realpathSync.native = fs.realpathSync;
  const promisified = Symbol.for('nodejs.util.promisify.custom');
  Object.defineProperty(fs.exists, promisified, { value: async (file) => fs.existsSync(file) });
  Object.defineProperty(fs.read, promisified, {
    value: (...args) =>
      later(undefined, () => {
        const [bytesRead, buffer] = readInto(...args);
        return { bytesRead, buffer };
      }),
  });
  for (const name of ['promises', 'createReadStream', 'createWriteStream', 'ReadStream', 'WriteStream']) {
    Object.defineProperty(fs, name, {
      enumerable: true,
      configurable: true,
      get: () => (name === 'promises' ? load('fspromises') : load('filestreams')[name]),
    });
  }

  module.exports = fs;
  Object.defineProperty(module.exports, 'helpers', { value: { sync, later, readInto, writeFrom, writeAll, text } });
});
