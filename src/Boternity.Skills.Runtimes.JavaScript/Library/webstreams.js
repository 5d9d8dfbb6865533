// ReadableStream, WritableStream and TransformStream, as far as bodies of requests and pipes use them.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');

  class ReadableStream {
    constructor(source = {}, strategy = {}) {
      const queue = [];
      const waiting = [];
      const state = {
        queue,
        waiting,
        closed: false,
        failure: undefined,
        hasFailed: false,
        reader: null,
        pulling: false,
      };
      const most = strategy.highWaterMark ?? 1;
      const controller = {
        get desiredSize() {
          return most - queue.length;
        },
        enqueue(chunk) {
          if (state.closed) {
            throw new TypeError('Invalid state: Controller is already closed');
          }

          const next = waiting.shift();
          if (next) {
            next.resolve({ value: chunk, done: false });
          } else {
            queue.push(chunk);
          }
        },
        close() {
          state.closed = true;
          for (const next of waiting.splice(0)) {
            next.resolve({ value: undefined, done: true });
          }
        },
        error(error) {
          state.hasFailed = true;
          state.failure = error;
          for (const next of waiting.splice(0)) {
            next.reject(error);
          }
        },
      };
      state.started = Promise.resolve(source.start?.(controller));
      state.started.catch((error) => controller.error(error));
      state.pull = async () => {
        if (source.pull && !state.pulling && !state.closed && !state.hasFailed) {
          state.pulling = true;
          try {
            await state.started;
            await source.pull(controller);
          } catch (error) {
            controller.error(error);
          }

          state.pulling = false;
          if (waiting.length > 0) {
            state.pull();
          }
        }
      };
      state.read = () => {
        if (queue.length > 0) {
          return Promise.resolve({ value: queue.shift(), done: false });
        }

        if (state.hasFailed) {
          return Promise.reject(state.failure);
        }

        if (state.closed) {
          return Promise.resolve({ value: undefined, done: true });
        }

        return new Promise((resolve, reject) => {
          waiting.push({ resolve, reject });
          state.pull();
        });
      };
      state.cancel = async (reason) => {
        queue.length = 0;
        controller.close();
        await source.cancel?.(reason);
      };
      Object.defineProperty(this, '_state', { value: state });
    }

    get locked() {
      return this._state.reader !== null;
    }

    getReader() {
      const state = this._state;
      if (state.reader) {
        throw errors.coded(TypeError, 'ERR_INVALID_STATE', 'Invalid state: ReadableStream is locked');
      }

      state.reader = {
        read: () => state.read(),
        cancel: (reason) => state.cancel(reason),
        releaseLock: () => {
          state.reader = null;
        },
        get closed() {
          return state.closed ? Promise.resolve() : new Promise(() => {});
        },
      };
      return state.reader;
    }

    cancel(reason) {
      return this._state.cancel(reason);
    }

    async *values() {
      const reader = this.getReader();
      let isDone = false;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) {
            isDone = true;
            return;
          }

          yield value;
        }
      } finally {
        reader.releaseLock();
        if (!isDone) {
          await this.cancel();
        }
      }
    }

    [Symbol.asyncIterator]() {
      return this.values();
    }

    async pipeTo(target, { preventClose = false } = {}) {
      const writer = target.getWriter();
      for await (const chunk of this) {
        await writer.write(chunk);
      }

      if (!preventClose) {
        await writer.close();
      }
    }

    pipeThrough({ writable, readable }, options) {
      this.pipeTo(writable, options).catch(() => {});
      return readable;
    }

    tee() {
      const source = this.getReader();
      const branches = [];
      const make = () =>
        new ReadableStream({
          start(controller) {
            branches.push(controller);
          },
          async pull() {
            const { value, done } = await source.read();
            for (const branch of branches) {
              if (done) {
                branch.close();
              } else {
                branch.enqueue(value);
              }
            }
          },
        });
      return [make(), make()];
    }

    static from(items) {
      const iterator = items[Symbol.asyncIterator] ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
      return new ReadableStream({
        async pull(controller) {
          const { value, done } = await iterator.next();
          if (done) {
            controller.close();
          } else {
            controller.enqueue(value);
          }
        },
        async cancel() {
          await iterator.return?.();
        },
      });
    }

    get [Symbol.toStringTag]() {
      return 'ReadableStream';
    }
  }

  class WritableStream {
    constructor(sink = {}) {
      const controller = { error() {}, signal: new (load('web').AbortController)().signal };
      let last = Promise.resolve(sink.start?.(controller));
      const state = { locked: false };
      const chain = (run) => {
        last = last.then(run);
        return last;
      };
      state.writer = {
        write: (chunk) => chain(() => sink.write?.(chunk, controller)),
        close: () => chain(() => sink.close?.(controller)),
        abort: (reason) => chain(() => sink.abort?.(reason)),
        releaseLock() {
          state.locked = false;
        },
        get ready() {
          return last;
        },
        get closed() {
          return last;
        },
        desiredSize: 1,
      };
      Object.defineProperty(this, '_state', { value: state });
    }

    get locked() {
      return this._state.locked;
    }

    getWriter() {
      this._state.locked = true;
      return this._state.writer;
    }

    close() {
      return this._state.writer.close();
    }

    abort(reason) {
      return this._state.writer.abort(reason);
    }
  }

  class TransformStream {
    constructor(transformer = {}) {
      let output;
      this.readable = new ReadableStream({
        start(controller) {
          output = controller;
        },
      });
      const controller = {
        enqueue: (chunk) => output.enqueue(chunk),
        terminate: () => output.close(),
        error: (error) => output.error(error),
      };
      this.writable = new WritableStream({
        start: () => transformer.start?.(controller),
        write: (chunk) =>
          transformer.transform ? transformer.transform(chunk, controller) : controller.enqueue(chunk),
        async close() {
          await transformer.flush?.(controller);
          output.close();
        },
      });
    }
  }

  class TextDecoderStream extends TransformStream {
    constructor(label, options) {
      const decoder = new (load('web').TextDecoder)(label, options);
      super({
        transform: (chunk, controller) => controller.enqueue(decoder.decode(chunk, { stream: true })),
        flush: (controller) => controller.enqueue(decoder.decode()),
      });
    }
  }

  class TextEncoderStream extends TransformStream {
    constructor() {
      const encoder = new (load('web').TextEncoder)();
      super({ transform: (chunk, controller) => controller.enqueue(encoder.encode(chunk)) });
    }
  }

  async function collect(stream) {
    const { Buffer } = load('buffer');
    const parts = [];
    for await (const part of stream) {
      parts.push(typeof part === 'string' ? Buffer.from(part) : part);
    }

    return Buffer.concat(parts);
  }

  module.exports = { ReadableStream, WritableStream, TransformStream, TextDecoderStream, TextEncoderStream };
  Object.defineProperty(module.exports, 'consumers', {
    value: {
      buffer: collect,
      text: async (stream) => (await collect(stream)).toString(),
      json: async (stream) => JSON.parse((await collect(stream)).toString()),
      arrayBuffer: async (stream) => new Uint8Array(await collect(stream)).buffer,
      blob: async (stream) => new (load('buffer').Blob)([await collect(stream)]),
    },
  });
});
