// Timers.
(function (exports, load, module, internal) {
  'use strict';

  const loop = load('loop');
  const errors = load('errors');
  const { inspect } = load('inspect');
  const active = new Map();
  let lastId = 0;

  class Timeout {
    constructor(callback, after, args, repeats) {
      const delay = Number(after);
      this._idleTimeout = delay >= 1 && delay <= 2 ** 31 - 1 ? Math.trunc(delay) : 1;
      this._onTimeout = callback;
      this._repeat = repeats ? this._idleTimeout : null;
      Object.defineProperties(this, {
        args: { value: args, writable: true },
        id: { value: 0, writable: true },
        isUnref: { value: false, writable: true },
        due: { value: 0, writable: true },
        order: { value: 0, writable: true },
        isActive: { value: true, writable: true },
      });
      loop.addTimer(this, this._idleTimeout);
    }

    fire() {
      if (this._repeat === null) {
        this.isActive = false;
        active.delete(this.id);
      }

      loop.invoke(this._onTimeout, this, this.args);
      if (this._repeat !== null && this.isActive) {
        loop.addTimer(this, this._repeat);
      }
    }

    ref() {
      this.isUnref = false;
      return this;
    }

    unref() {
      this.isUnref = true;
      return this;
    }

    hasRef() {
      return !this.isUnref;
    }

    refresh() {
      if (this.isActive || this._repeat === null) {
        loop.removeTimer(this);
        this.isActive = true;
        loop.addTimer(this, this._idleTimeout);
      }

      return this;
    }

    close() {
      clearTimeout(this);
      return this;
    }

    [Symbol.toPrimitive]() {
      if (this.id === 0) {
        this.id = ++lastId;
        active.set(this.id, this);
      }

      return this.id;
    }

    [Symbol.dispose]() {
      clearTimeout(this);
    }
  }

  class Immediate {
    constructor(callback, args) {
      Object.defineProperties(this, {
        callback: { value: callback },
        args: { value: args },
        isUnref: { value: false, writable: true },
        isCleared: { value: false, writable: true },
        hasRun: { value: false, writable: true },
      });
      loop.addImmediate(this);
    }

    ref() {
      this.isUnref = false;
      return this;
    }

    unref() {
      this.isUnref = true;
      return this;
    }

    hasRef() {
      return !this.isUnref;
    }

    [Symbol.dispose]() {
      clearImmediate(this);
    }
  }

  function setTimeout(callback, after, ...args) {
    errors.validateFunction(callback, 'callback');
    return new Timeout(callback, after, args, false);
  }

  function setInterval(callback, after, ...args) {
    errors.validateFunction(callback, 'callback');
    return new Timeout(callback, after, args, true);
  }

  function setImmediate(callback, ...args) {
    errors.validateFunction(callback, 'callback');
    return new Immediate(callback, args);
  }

  function clearTimeout(timer) {
    const found = timer instanceof Timeout ? timer : active.get(Number(timer));
    if (found !== undefined) {
      found.isActive = false;
      active.delete(found.id);
      loop.removeTimer(found);
    }
  }

  function clearImmediate(immediate) {
    if (immediate instanceof Immediate) {
      immediate.isCleared = true;
    }
  }

  function queueMicrotask(callback) {
    errors.validateFunction(callback, 'callback');
    Promise.resolve().then(() => loop.invoke(callback, undefined, []));
  }

  function wait(start, stop, value, { signal, ref = true } = {}) {
    if (signal?.aborted) {
      return Promise.reject(new errors.AbortError(undefined, { cause: signal.reason }));
    }

    let abort;
    const promise = new Promise((resolve, reject) => {
      const timer = start(() => resolve(value));
      abort = () => {
        stop(timer);
        reject(new errors.AbortError(undefined, { cause: signal.reason }));
      };
      signal?.addEventListener('abort', abort, { once: true });
      if (!ref) {
        timer.unref();
      }
    });
    return signal === undefined ? promise : promise.finally(() => signal.removeEventListener('abort', abort));
  }

  const promises = {
    setTimeout: (after, value, options) => wait((done) => setTimeout(done, after), clearTimeout, value, options),
    setImmediate: (value, options) => wait((done) => setImmediate(done), clearImmediate, value, options),
    async *setInterval(after, value, options) {
      for (;;) {
        yield await promises.setTimeout(after, value, options);
      }
    },
    scheduler: {
      wait: (after, options) => promises.setTimeout(after, undefined, options),
      yield: () => promises.setImmediate(),
    },
  };
  const promisified = Symbol.for('nodejs.util.promisify.custom');
  Object.defineProperty(setTimeout, promisified, { value: promises.setTimeout });
  Object.defineProperty(setImmediate, promisified, { value: promises.setImmediate });
  module.exports = {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval: clearTimeout,
    setImmediate,
    clearImmediate,
    promises,
  };
  Object.defineProperty(module.exports, 'queueMicrotask', { value: queueMicrotask });
});
