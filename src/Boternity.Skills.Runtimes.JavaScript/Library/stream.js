// node:stream: Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished.
(function (exports, load, module, internal) {
  'use strict';

  const EventEmitter = load('events');
  const errors = load('errors');
  const { Buffer } = load('buffer');
  const { StringDecoder } = load('stringdecoder');

  const tick = (callback, ...args) => load('process').process.nextTick(callback, ...args);

  class Stream extends EventEmitter {
    pipe(destination, options) {
      return pipe(this, destination, options);
    }
  }

  function pipe(source, destination, { end = true } = {}) {
    const onData = (chunk) => {
      if (destination.write(chunk) === false) {
        source.pause();
      }
    };
    const onDrain = () => source.resume();
    const onEnd = () => {
      if (end && destination !== load('process').process.stdout && destination !== load('process').process.stderr) {
        destination.end();
      }
    };
    source.on('data', onData);
    destination.on('drain', onDrain);
    source.on('end', onEnd);
    const onError = (error) => {
      unpipe();
      if (destination.listenerCount('error') === 0) {
        destination.destroy?.(error);
      }
    };
    destination.prependListener('error', onError);
    const unpipe = () => {
      source.off('data', onData);
      source.off('end', onEnd);
      destination.off('drain', onDrain);
      destination.off('error', onError);
      destination.emit('unpipe', source);
    };
    destination.once('close', unpipe);
    (source._pipes ??= new Map()).set(destination, unpipe);
    destination.emit('pipe', source);
    return destination;
  }

  // What the two directions share: construction, destruction, errors.
  function initialize(stream, options) {
    Object.defineProperty(stream, '_life', {
      writable: true,
      value: {
        destroyed: false,
        closed: false,
        errored: null,
        constructed: true,
        waiting: [],
        emitClose: options.emitClose ?? true,
        autoDestroy: options.autoDestroy ?? true,
        errorEmitted: false,
      },
    });
    for (const name of ['construct', 'destroy', 'read', 'write', 'writev', 'final', 'transform', 'flush']) {
      if (typeof options[name] === 'function') {
        stream[`_${name}`] = options[name];
      }
    }

    const { signal } = options;
    if (signal) {
      const abort = () => stream.destroy(new errors.AbortError(undefined, { cause: signal.reason }));
      if (signal.aborted) {
        tick(abort);
      } else {
        signal.addEventListener('abort', abort, { once: true });
      }
    }

    stream._life.constructed = false;
    tick(() => {
      if (typeof stream._construct !== 'function') {
        constructed(stream);
        return;
      }

      stream._construct((error) => {
        if (error) {
          stream.destroy(error);
        } else {
          constructed(stream);
        }
      });
    });
  }

  function constructed(stream) {
    stream._life.constructed = true;
    for (const run of stream._life.waiting.splice(0)) {
      run();
    }
  }

  const whenConstructed = (stream, run) => (stream._life.constructed ? run() : void stream._life.waiting.push(run));

  function destroy(error, callback) {
    const life = this._life;
    if (life.destroyed) {
      callback?.(error);
      return this;
    }

    life.destroyed = true;
    if (error) {
      life.errored = error;
    }

    const finish = (failure) => {
      const final = failure ?? null;
      if (final) {
        life.errored = final;
      }

      callback?.(final);
      tick(() => {
        if (final && !life.errorEmitted) {
          life.errorEmitted = true;
          this.emit('error', final);
        }

        life.closed = true;
        if (life.emitClose) {
          this.emit('close');
        }
      });
    };
    if (typeof this._destroy === 'function') {
      this._destroy(error ?? null, finish);
    } else {
      finish(error);
    }

    return this;
  }

  class Readable extends Stream {
    constructor(options = {}) {
      super();
      setUpReadable(this, options);
      initialize(this, options);
    }
  }

  function setUpReadable(stream, options) {
    const objectMode = Boolean(options.objectMode || options.readableObjectMode);
    Object.defineProperty(stream, '_readableState', {
      writable: true,
      value: {
        objectMode,
        buffer: [],
        length: 0,
        flowing: null,
        ended: false,
        endEmitted: false,
        reading: false,
        scheduled: false,
        highWaterMark: options.readableHighWaterMark ?? options.highWaterMark ?? (objectMode ? 16 : 65536),
        decoder: options.encoding ? new StringDecoder(options.encoding) : null,
        encoding: options.encoding ?? null,
        readableListening: false,
        emittedReadable: false,
        didRead: false,
      },
    });
  }

  const readable = {
    push(chunk, encoding) {
      return add(this, chunk, encoding, false);
    },
    unshift(chunk, encoding) {
      return add(this, chunk, encoding, true);
    },
    read(size) {
      const state = this._readableState;
      state.didRead = true;
      if (state.length === 0 || (size !== undefined && size > state.length && !state.ended && !state.objectMode)) {
        if (state.ended && state.length === 0) {
          endSoon(this);
          return null;
        }

        fill(this);
        if (state.length === 0 || (size > state.length && !state.ended)) {
          return null;
        }
      }

      const chunk = take(state, size);
      if (state.length < state.highWaterMark) {
        fill(this);
      }

      if (state.ended && state.length === 0) {
        endSoon(this);
      }

      if (chunk !== null) {
        this.emit('data', chunk);
      }

      return chunk;
    },
    setEncoding(encoding) {
      const state = this._readableState;
      state.decoder = new StringDecoder(encoding);
      state.encoding = state.decoder.encoding;
      const text = state.buffer.map((chunk) => state.decoder.write(chunk)).join('');
      state.buffer = text === '' ? [] : [text];
      state.length = text.length;
      return this;
    },
    on(name, listener) {
      EventEmitter.prototype.on.call(this, name, listener);
      const state = this._readableState;
      if (name === 'data' && state && state.flowing !== false && !state.readableListening) {
        this.resume();
      } else if (name === 'readable' && state && !state.readableListening) {
        state.readableListening = true;
        state.flowing = false;
        tick(() => {
          if (state.length > 0 || state.ended) {
            tellReadable(this);
          } else {
            fill(this);
          }
        });
      }

      return this;
    },
    resume() {
      const state = this._readableState;
      if (state.flowing !== true && !state.readableListening) {
        state.flowing = true;
        this.emit('resume');
        flowSoon(this);
      }

      return this;
    },
    pause() {
      const state = this._readableState;
      if (state.flowing !== false) {
        state.flowing = false;
        this.emit('pause');
      }

      return this;
    },
    isPaused() {
      return this._readableState.flowing === false;
    },
    unpipe(destination) {
      for (const [target, stop] of this._pipes ?? []) {
        if (destination === undefined || target === destination) {
          stop();
          this._pipes.delete(target);
        }
      }

      return this;
    },
    destroy,
    _read() {
      throw errors.coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _read() method is not implemented');
    },
    wrap(stream) {
      stream.on('data', (chunk) => this.push(chunk) || stream.pause());
      stream.on('end', () => this.push(null));
      this._read = () => stream.resume();
      return this;
    },
    [Symbol.asyncIterator]() {
      return iterate(this);
    },
    iterator() {
      return iterate(this);
    },
    async toArray() {
      const result = [];
      for await (const chunk of this) {
        result.push(chunk);
      }

      return result;
    },
    async forEach(callback) {
      for await (const chunk of this) {
        await callback(chunk);
      }
    },
    async reduce(callback, initial) {
      let result = initial;
      for await (const chunk of this) {
        result = result === undefined ? chunk : await callback(result, chunk);
      }

      return result;
    },
    map(callback) {
      const source = this;
      return Readable.from(
        (async function* () {
          for await (const chunk of source) {
            yield callback(chunk);
          }
        })(),
      );
    },
    filter(callback) {
      const source = this;
      return Readable.from(
        (async function* () {
          for await (const chunk of source) {
            if (await callback(chunk)) {
              yield chunk;
            }
          }
        })(),
      );
    },
  };

  function add(stream, given, encoding, atStart) {
    const state = stream._readableState;
    let chunk = given;
    if (chunk === null) {
      state.reading = false;
      if (!state.ended) {
        const rest = state.decoder?.end();
        if (rest) {
          state.buffer.push(rest);
          state.length += rest.length;
        }

        state.ended = true;
        tellReadable(stream);
        flowSoon(stream);
      }

      return false;
    }

    if (state.ended && !atStart) {
      stream.destroy(errors.coded(Error, 'ERR_STREAM_PUSH_AFTER_EOF', 'stream.push() after EOF'));
      return false;
    }

    if (!state.objectMode) {
      if (typeof chunk === 'string') {
        if (!state.decoder || (encoding && encoding !== state.encoding)) {
          chunk = Buffer.from(chunk, encoding);
        }
      } else if (ArrayBuffer.isView(chunk)) {
        chunk = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      } else if (chunk !== undefined) {
        stream.destroy(errors.invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
        return false;
      }

      if (state.decoder && typeof chunk !== 'string') {
        chunk = state.decoder.write(chunk);
      }
    }

    state.reading = false;
    if (state.objectMode || (chunk !== undefined && chunk.length > 0)) {
      state.length += state.objectMode ? 1 : chunk.length;
      if (atStart) {
        state.buffer.unshift(chunk);
      } else {
        state.buffer.push(chunk);
      }

      tellReadable(stream);
      flowSoon(stream);
    } else {
      fillSoon(stream);
    }

    return state.length < state.highWaterMark;
  }

  function take(state, size) {
    if (state.length === 0) {
      return null;
    }

    if (state.objectMode) {
      state.length--;
      return state.buffer.shift();
    }

    if (size === undefined || size === null || size >= state.length) {
      // While it flows, chunk by chunk; otherwise all that is there.
      if (size === undefined && state.flowing && state.buffer.length > 0) {
        const chunk = state.buffer.shift();
        state.length -= chunk.length;
        return chunk;
      }

      const all =
        state.buffer.length === 1
          ? state.buffer[0]
          : typeof state.buffer[0] === 'string'
            ? state.buffer.join('')
            : Buffer.concat(state.buffer);
      state.buffer = [];
      state.length = 0;
      return all;
    }

    const all = typeof state.buffer[0] === 'string' ? state.buffer.join('') : Buffer.concat(state.buffer);
    const chunk = all.slice(0, size);
    state.buffer = [all.slice(size)];
    state.length -= chunk.length;
    return chunk;
  }

  function fill(stream) {
    const state = stream._readableState;
    if (state.reading || state.ended || stream._life.destroyed || state.length >= state.highWaterMark + 1) {
      return;
    }

    state.reading = true;
    whenConstructed(stream, () => {
      if (stream._life.destroyed) {
        return;
      }

      try {
        stream._read(state.highWaterMark);
      } catch (error) {
        stream.destroy(error);
      }
    });
  }

  function fillSoon(stream) {
    tick(() => fill(stream));
  }

  function tellReadable(stream) {
    const state = stream._readableState;
    if (state.readableListening && !state.emittedReadable) {
      state.emittedReadable = true;
      tick(() => {
        state.emittedReadable = false;
        if (!stream._life.destroyed && (state.length > 0 || state.ended)) {
          stream.emit('readable');
          if (state.length === 0 && state.ended) {
            endSoon(stream);
          } else if (state.length < state.highWaterMark) {
            fill(stream);
          }
        }
      });
    }
  }

  function flowSoon(stream) {
    const state = stream._readableState;
    if (state.flowing && !state.scheduled) {
      state.scheduled = true;
      tick(() => {
        state.scheduled = false;
        while (state.flowing && state.length > 0 && !stream._life.destroyed) {
          stream.emit('data', take(state));
        }

        if (state.ended && state.length === 0) {
          endSoon(stream);
        } else if (state.flowing) {
          fill(stream);
        }
      });
    }
  }

  function endSoon(stream) {
    const state = stream._readableState;
    if (state.endEmitted || stream._life.destroyed) {
      return;
    }

    state.endEmitted = true;
    tick(() => {
      if (stream._life.destroyed && stream._life.errored) {
        return;
      }

      stream.emit('end');
      if (stream._writableState && stream.allowHalfOpen === false && !stream._writableState.ending) {
        stream.end();
      }

      destroyWhenDone(stream);
    });
  }

  function destroyWhenDone(stream) {
    const isRead = !stream._readableState || stream._readableState.endEmitted;
    const isWritten = !stream._writableState || stream._writableState.finished;
    if (isRead && isWritten && stream._life.autoDestroy) {
      stream.destroy();
    }
  }

  async function* iterate(stream) {
    const state = stream._readableState;
    let wake = () => {};
    let failure;
    let isDone = false;
    const next = () =>
      new Promise((resolve) => {
        wake = resolve;
      });
    const onReadable = () => wake();
    const onEnd = () => {
      isDone = true;
      wake();
    };
    const onError = (error) => {
      failure = error;
      wake();
    };
    stream.on('readable', onReadable);
    stream.on('end', onEnd);
    stream.on('error', onError);
    stream.on('close', onEnd);
    try {
      for (;;) {
        const chunk = stream._life.destroyed && state.length === 0 ? null : stream.read();
        if (chunk !== null) {
          yield chunk;
        } else if (failure ?? stream._life.errored) {
          throw failure ?? stream._life.errored;
        } else if (isDone || stream._life.closed) {
          return;
        } else {
          await next();
        }
      }
    } finally {
      stream.off('readable', onReadable);
      stream.destroy();
    }
  }

  class Writable extends Stream {
    constructor(options = {}) {
      super();
      setUpWritable(this, options);
      initialize(this, options);
    }

    pipe() {
      this.destroy(errors.coded(Error, 'ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'));
    }

    static [Symbol.hasInstance](value) {
      return (
        Function.prototype[Symbol.hasInstance].call(this, value) ||
        (this === Writable && Boolean(value?._writableState))
      );
    }
  }

  function setUpWritable(stream, options) {
    const objectMode = Boolean(options.objectMode || options.writableObjectMode);
    Object.defineProperty(stream, '_writableState', {
      writable: true,
      value: {
        objectMode,
        queue: [],
        length: 0,
        writing: false,
        ending: false,
        ended: false,
        finished: false,
        needDrain: false,
        corked: 0,
        decodeStrings: options.decodeStrings ?? true,
        defaultEncoding: options.defaultEncoding ?? 'utf8',
        highWaterMark: options.writableHighWaterMark ?? options.highWaterMark ?? (objectMode ? 16 : 16384),
        finalCalled: false,
      },
    });
  }

  const writable = {
    write(given, encodingOrCallback, last) {
      const state = this._writableState;
      const encoding = typeof encodingOrCallback === 'function' ? undefined : encodingOrCallback;
      const callback = typeof encodingOrCallback === 'function' ? encodingOrCallback : last;
      let chunk = given;
      if (chunk === null) {
        throw errors.coded(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
      }

      if (!state.objectMode) {
        if (typeof chunk === 'string') {
          chunk = state.decodeStrings ? Buffer.from(chunk, encoding ?? state.defaultEncoding) : chunk;
        } else if (ArrayBuffer.isView(chunk)) {
          chunk = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        } else {
          throw errors.invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
        }
      }

      const failure = state.ending
        ? errors.coded(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end')
        : this._life.destroyed
          ? errors.coded(Error, 'ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed')
          : null;
      if (failure) {
        tick(() => callback?.(failure));
        if (state.ending) {
          this.destroy(failure);
        }

        return false;
      }

      const size = state.objectMode ? 1 : chunk.length;
      state.length += size;
      state.queue.push({
        chunk,
        encoding: typeof chunk === 'string' ? (encoding ?? state.defaultEncoding) : 'buffer',
        callback,
        size,
      });
      pump(this);
      const hasRoom = state.length < state.highWaterMark;
      state.needDrain ||= !hasRoom;
      return hasRoom;
    },
    end(chunk, encodingOrCallback, last) {
      const state = this._writableState;
      const callback = [chunk, encodingOrCallback, last].find((each) => typeof each === 'function');
      if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') {
        this.write(chunk, typeof encodingOrCallback === 'function' ? undefined : encodingOrCallback);
      }

      if (callback) {
        if (state.finished) {
          tick(callback);
        } else {
          this.once('finish', callback);
        }
      }

      if (!state.ending) {
        state.ending = true;
        state.corked = 0;
        pump(this);
      }

      return this;
    },
    cork() {
      this._writableState.corked++;
    },
    uncork() {
      const state = this._writableState;
      if (state.corked > 0 && --state.corked === 0) {
        pump(this);
      }
    },
    setDefaultEncoding(encoding) {
      this._writableState.defaultEncoding = encoding;
      return this;
    },
    destroy,
  };

  function pump(stream) {
    const state = stream._writableState;
    if (state.writing || state.corked > 0 || stream._life.destroyed) {
      return;
    }

    const entry = state.queue[0];
    if (entry === undefined) {
      if (state.ending && !state.finalCalled) {
        finalize(stream);
      }

      return;
    }

    state.writing = true;
    whenConstructed(stream, () => {
      if (stream._life.destroyed) {
        return;
      }

      let isSync = true;
      const done = (error) => {
        state.writing = false;
        state.length -= total;
        if (error) {
          tick(() => batch.forEach((each) => each.callback?.(error)));
          stream.destroy(error);
          return;
        }

        const finish = () => {
          batch.forEach((each) => each.callback?.(null));
          if (state.needDrain && state.length === 0 && !state.ending && !stream._life.destroyed) {
            state.needDrain = false;
            stream.emit('drain');
          }

          pump(stream);
        };
        if (isSync) {
          tick(finish);
        } else {
          finish();
        }
      };
      const usesList =
        typeof stream._writev === 'function' &&
        (state.queue.length > 1 || typeof stream._write !== 'function' || stream._write === writable._write);
      const batch = usesList ? state.queue.splice(0) : [state.queue.shift()];
      const total = batch.reduce((sum, each) => sum + each.size, 0);
      try {
        if (usesList) {
          stream._writev(
            batch.map(({ chunk, encoding }) => ({ chunk, encoding })),
            done,
          );
        } else {
          stream._write(batch[0].chunk, batch[0].encoding, done);
        }
      } catch (error) {
        done(error);
      }

      isSync = false;
    });
  }

  writable._write = function (chunk, encoding, callback) {
    callback(errors.coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _write() method is not implemented'));
  };

  function finalize(stream) {
    const state = stream._writableState;
    state.finalCalled = true;
    const finish = (error) => {
      if (error) {
        stream.destroy(error);
        return;
      }

      tick(() => {
        if (stream._life.destroyed && stream._life.errored) {
          return;
        }

        state.ended = state.finished = true;
        stream.emit('finish');
        destroyWhenDone(stream);
      });
    };
    whenConstructed(stream, () => {
      if (typeof stream._final === 'function') {
        stream._final(finish);
      } else {
        finish();
      }
    });
  }

  class Duplex extends Readable {
    constructor(options = {}) {
      super(options);
      this.allowHalfOpen = options.allowHalfOpen ?? true;
      setUpWritable(this, options);
      if (options.readable === false) {
        this._readableState.ended = this._readableState.endEmitted = true;
      }

      if (options.writable === false) {
        this._writableState.ending = this._writableState.finished = true;
      }
    }
  }

  class Transform extends Duplex {
    _transform(chunk, encoding, callback) {
      callback(errors.coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _transform() method is not implemented'));
    }

    _write(chunk, encoding, callback) {
      this._transform(chunk, encoding, (error, value) => {
        if (error) {
          callback(error);
          return;
        }

        if (value !== undefined && value !== null) {
          this.push(value);
        }

        const state = this._readableState;
        if (state.length < state.highWaterMark || this._writableState.ending) {
          callback();
        } else {
          this._pending = callback;
        }
      });
    }

    _final(callback) {
      const finish = () => {
        if (typeof this._flush !== 'function') {
          this.push(null);
          callback();
          return;
        }

        this._flush((error, value) => {
          if (error) {
            callback(error);
            return;
          }

          if (value !== undefined && value !== null) {
            this.push(value);
          }

          this.push(null);
          callback();
        });
      };
      finish();
    }

    _read() {
      const callback = this._pending;
      this._readableState.reading = false;
      if (callback) {
        this._pending = undefined;
        callback();
      }
    }
  }

  class PassThrough extends Transform {
    _transform(chunk, encoding, callback) {
      callback(null, chunk);
    }
  }

  function mix(target, members) {
    for (const key of Reflect.ownKeys(members)) {
      Object.defineProperty(target, key, {
        value: members[key],
        writable: true,
        configurable: true,
        enumerable: false,
      });
    }
  }

  function accessors(target, getters) {
    for (const key of Object.keys(getters)) {
      Object.defineProperty(target, key, { configurable: true, enumerable: false, get: getters[key] });
    }
  }

  const lifeAccessors = {
    destroyed() {
      return this._life.destroyed;
    },
    closed() {
      return this._life.closed;
    },
    errored() {
      return this._life.errored;
    },
  };
  const writableAccessors = {
    writable() {
      return !this._life.destroyed && !this._writableState.ending;
    },
    writableEnded() {
      return this._writableState.ending;
    },
    writableFinished() {
      return this._writableState.finished;
    },
    writableLength() {
      return this._writableState.length;
    },
    writableNeedDrain() {
      return this._writableState.needDrain;
    },
    writableObjectMode() {
      return this._writableState.objectMode;
    },
    writableHighWaterMark() {
      return this._writableState.highWaterMark;
    },
    writableCorked() {
      return this._writableState.corked;
    },
  };
  mix(Readable.prototype, readable);
  Readable.prototype.addListener = Readable.prototype.on;
  accessors(Readable.prototype, {
    ...lifeAccessors,
    readable() {
      return !this._life.destroyed && !this._readableState.endEmitted;
    },
    readableEnded() {
      return this._readableState.endEmitted;
    },
    readableFlowing() {
      return this._readableState.flowing;
    },
    readableLength() {
      return this._readableState.length;
    },
    readableObjectMode() {
      return this._readableState.objectMode;
    },
    readableHighWaterMark() {
      return this._readableState.highWaterMark;
    },
    readableEncoding() {
      return this._readableState.encoding;
    },
    readableDidRead() {
      return this._readableState.didRead;
    },
    readableAborted() {
      return this._life.destroyed && !this._readableState.endEmitted;
    },
  });
  mix(Writable.prototype, writable);
  accessors(Writable.prototype, { ...lifeAccessors, ...writableAccessors });
  const { destroy: ignored, _write, ...duplexWritable } = writable;
  mix(Duplex.prototype, duplexWritable);
  Duplex.prototype._write = _write;
  accessors(Duplex.prototype, writableAccessors);

  for (const Class of [Readable, Writable]) {
    Object.defineProperty(Class.prototype, Symbol.asyncDispose, {
      configurable: true,
      writable: true,
      async value() {
        this.destroy();
      },
    });
  }

  Readable.from = (items, options = {}) => {
    if (typeof items === 'string' || items instanceof Uint8Array) {
      return new Readable({
        objectMode: true,
        ...options,
        read() {
          this.push(items);
          this.push(null);
        },
      });
    }

    const iterator = items[Symbol.asyncIterator] ? items[Symbol.asyncIterator]() : items[Symbol.iterator]?.();
    if (iterator === undefined) {
      throw errors.invalidArgType('iterable', ['Iterable'], items);
    }

    const stream = new Readable({
      objectMode: true,
      highWaterMark: 1,
      ...options,
      read() {
        Promise.resolve(iterator.next())
          .then(async ({ value, done }) => {
            stream.push(done ? null : await value);
          })
          .catch((error) => stream.destroy(error));
      },
    });
    const { _destroy } = stream;
    stream._destroy = (error, callback) => {
      Promise.resolve(iterator.return?.()).then(
        () => (_destroy ? _destroy.call(stream, error, callback) : callback(error)),
        callback,
      );
    };
    return stream;
  };
  Readable.fromWeb = (web) => Readable.from(web, { objectMode: false });
  Readable.toWeb = (stream) => load('webstreams').ReadableStream.from(stream);
  Duplex.from = (source) => (source instanceof Duplex ? source : Readable.from(source));

  function finished(stream, optionsOrCallback, last) {
    const callback = typeof optionsOrCallback === 'function' ? optionsOrCallback : last;
    const options = typeof optionsOrCallback === 'object' && optionsOrCallback !== null ? optionsOrCallback : {};
    let isTold = false;
    let isRead = !stream._readableState || options.readable === false || stream._readableState.endEmitted;
    let isWritten = !stream._writableState || options.writable === false || stream._writableState.finished;
    const tell = (error) => {
      if (!isTold) {
        isTold = true;
        clean();
        callback.call(stream, error);
      }
    };
    const onEnd = () => {
      isRead = true;
      if (isWritten) {
        tell();
      }
    };
    const onFinish = () => {
      isWritten = true;
      if (isRead) {
        tell();
      }
    };
    const onError = (error) => tell(error);
    const onClose = () => {
      if (!isRead || !isWritten) {
        tell(stream._life?.errored ?? errors.coded(Error, 'ERR_STREAM_PREMATURE_CLOSE', 'Premature close'));
      } else {
        tell();
      }
    };
    stream.on('end', onEnd).on('finish', onFinish).on('error', onError).on('close', onClose);
    const clean = () => stream.off('end', onEnd).off('finish', onFinish).off('close', onClose);
    if ((isRead && isWritten) || stream._life?.closed) {
      tick(() => (stream._life?.errored ? tell(stream._life.errored) : onClose()));
    }

    return clean;
  }

  function pipeline(...args) {
    const callback = typeof args[args.length - 1] === 'function' && args.length > 2 ? args.pop() : () => {};
    const steps = Array.isArray(args[0]) ? args[0] : args;
    let isTold = false;
    const tell = (error, value) => {
      if (!isTold) {
        isTold = true;
        if (error) {
          for (const stream of streams) {
            stream.destroy?.();
          }
        }

        callback(error, value);
      }
    };
    const streams = [];
    let current = steps[0];
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i];
      if (typeof step === 'function') {
        const result = i === 0 ? step() : step(current);
        if (i === steps.length - 1 && !result?.[Symbol.asyncIterator]) {
          Promise.resolve(result).then((value) => tell(undefined, value), tell);
          return undefined;
        }

        current = Readable.from(result);
        streams.push(current);
        current.on('error', tell);
        continue;
      }

      const stream = i === 0 && !(step instanceof Stream) && !step.pipe ? Readable.from(step) : step;
      streams.push(stream);
      finished(stream, { readable: i < steps.length - 1, writable: i > 0 }, (error) => {
        if (error) {
          tell(error);
        } else if (i === steps.length - 1) {
          tell();
        }
      });
      if (i > 0) {
        current.pipe(stream);
        const isStandard = stream === load('process').process.stdout || stream === load('process').process.stderr;
        if (isStandard) {
          current.on('end', () => tick(tell));
        }
      }

      current = stream;
    }

    return current;
  }

  const promises = {
    finished: (stream, options = {}) =>
      new Promise((resolve, reject) => {
        finished(stream, options, (error) => (error ? reject(error) : resolve()));
      }),
  };
  promises.pipeline = (...args) =>
    new Promise((resolve, reject) => {
      const last = args[args.length - 1];
      const isOptions = last && typeof last === 'object' && Object.hasOwn(last, 'signal') && !last._life;
      pipeline(...(isOptions ? args.slice(0, -1) : args), (error, value) => (error ? reject(error) : resolve(value)));
    });

  Object.assign(Stream, {
    Stream,
    Readable,
    Writable,
    Duplex,
    Transform,
    PassThrough,
    pipeline,
    finished,
    promises,
    addAbortSignal(signal, stream) {
      signal.addEventListener('abort', () =>
        stream.destroy(new errors.AbortError(undefined, { cause: signal.reason })),
      );
      return stream;
    },
    isReadable: (stream) => stream.readable,
    isErrored: (stream) => Boolean(stream.errored),
    getDefaultHighWaterMark: (objectMode) => (objectMode ? 16 : 65536),
    setDefaultHighWaterMark() {},
    compose: (...streams) => pipeline(...streams, () => {}),
    destroy: (stream, error) => stream.destroy(error),
  });

  const finishedPromise = Symbol.for('nodejs.util.promisify.custom');
  Object.defineProperty(pipeline, finishedPromise, { value: promises.pipeline });
  Object.defineProperty(finished, finishedPromise, { value: promises.finished });
  module.exports = Stream;
});
