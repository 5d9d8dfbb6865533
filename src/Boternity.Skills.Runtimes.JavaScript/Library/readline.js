// node:readline over a stream of lines.
(function (exports, load, module, internal) {
  'use strict';

  const EventEmitter = load('events');
  const errors = load('errors');
  const { StringDecoder } = load('stringdecoder');

  class Interface extends EventEmitter {
    constructor(input, output) {
      super();
      const options = input?.input === undefined && typeof input?.on === 'function' ? { input, output } : (input ?? {});
      if (options.input === undefined) {
        throw errors.invalidArgType('input', 'stream', options.input);
      }

      this.input = options.input;
      this.output = options.output;
      this.terminal = false;
      this.line = '';
      this.cursor = 0;
      this.history = [];
      this.closed = false;
      Object.defineProperties(this, {
        _prompt: { value: options.prompt ?? '> ', writable: true },
        _questions: { value: [] },
        _lines: { value: [] },
        _decoder: { value: new StringDecoder('utf8') },
        _rest: { value: '', writable: true },
        _paused: { value: false, writable: true },
        _ended: { value: false, writable: true },
      });
      const onData = (chunk) => {
        this._rest += typeof chunk === 'string' ? chunk : this._decoder.write(chunk);
        const lines = this._rest.split(/\r\n|\n|\r(?!$)/);
        this._rest = lines.pop();
        this._lines.push(...lines);
        this._deliver();
      };
      const onEnd = () => {
        this._rest += this._decoder.end();
        if (this._rest !== '') {
          this._lines.push(this._rest.replace(/\r$/, ''));
          this._rest = '';
        }

        this._ended = true;
        this._deliver();
      };
      this.input.on('data', onData);
      this.input.on('end', onEnd);
      this.input.on('error', (error) => this.listenerCount('error') > 0 && this.emit('error', error));
      Object.defineProperty(this, '_detach', {
        value: () => {
          this.input.off('data', onData);
          this.input.off('end', onEnd);
        },
      });
      if (options.signal) {
        options.signal.addEventListener('abort', () => this.close(), { once: true });
      }

      this.input.resume?.();
    }

    _deliver() {
      while (this._lines.length > 0 && !this._paused && !this.closed) {
        const line = this._lines.shift();
        const question = this._questions.shift();
        if (question) {
          question(line);
        } else {
          this.emit('line', line);
        }
      }

      if (this._ended && this._lines.length === 0 && !this._paused) {
        this.close();
      }
    }

    getPrompt() {
      return this._prompt;
    }

    setPrompt(prompt) {
      this._prompt = prompt;
    }

    prompt() {
      this._paused = false;
      this.output?.write(this._prompt);
    }

    question(query, optionsOrCallback, last) {
      const callback = typeof optionsOrCallback === 'function' ? optionsOrCallback : last;
      if (this.closed) {
        throw errors.coded(Error, 'ERR_USE_AFTER_CLOSE', 'readline was closed');
      }

      this.output?.write(query);
      this._questions.push(callback);
      load('loop').nextTick(() => this._deliver(), []);
    }

    write(data) {
      if (typeof data === 'string') {
        this.input.emit('data', data);
      }
    }

    pause() {
      this._paused = true;
      this.input.pause?.();
      this.emit('pause');
      return this;
    }

    resume() {
      this._paused = false;
      this.input.resume?.();
      this.emit('resume');
      this._deliver();
      return this;
    }

    close() {
      if (!this.closed) {
        this.closed = true;
        this._detach();
        this.input.pause?.();
        this.emit('close');
      }
    }

    [Symbol.dispose]() {
      this.close();
    }

    async *[Symbol.asyncIterator]() {
      const lines = [];
      let wake = () => {};
      this.on('line', (line) => {
        lines.push(line);
        wake();
      });
      this.on('close', () => wake());
      try {
        for (;;) {
          if (lines.length > 0) {
            yield lines.shift();
          } else if (this.closed) {
            return;
          } else {
            await new Promise((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        this.close();
      }
    }
  }

  class PromiseInterface extends Interface {
    question(query, options) {
      return new Promise((resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new errors.AbortError()), { once: true });
        try {
          super.question(query, resolve);
        } catch (error) {
          reject(error);
        }
      });
    }
  }

  Object.defineProperty(Interface.prototype.question, Symbol.for('nodejs.util.promisify.custom'), {
    value(query) {
      return new Promise((resolve) => this.question(query, resolve));
    },
  });
  const move = (stream, text, callback) => {
    stream?.write(text);
    callback?.();
    return true;
  };
  module.exports = {
    Interface,
    createInterface: (input, output) => new Interface(input, output),
    clearLine: (stream, direction, callback) =>
      move(stream, direction < 0 ? '\u001b[1K' : direction > 0 ? '\u001b[0K' : '\u001b[2K', callback),
    clearScreenDown: (stream, callback) => move(stream, '\u001b[0J', callback),
    cursorTo: (stream, x, y, callback) =>
      move(
        stream,
        typeof y === 'number' ? `\u001b[${y + 1};${x + 1}H` : `\u001b[${x + 1}G`,
        typeof y === 'function' ? y : callback,
      ),
    moveCursor: (stream, dx, dy, callback) =>
      move(
        stream,
        `${dx < 0 ? `\u001b[${-dx}D` : dx > 0 ? `\u001b[${dx}C` : ''}${
          dy < 0 ? `\u001b[${-dy}A` : dy > 0 ? `\u001b[${dy}B` : ''
        }`,
        callback,
      ),
    emitKeypressEvents() {},
    promises: {
      Interface: PromiseInterface,
      createInterface: (input, output) => new PromiseInterface(input, output),
    },
  };
});
