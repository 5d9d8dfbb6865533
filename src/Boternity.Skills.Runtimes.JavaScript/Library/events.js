// EventEmitter, and what node:events has around it.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');
  const captureRejections = Symbol.for('nodejs.rejection');
  const errorMonitor = Symbol('events.errorMonitor');
  let defaultMaxListeners = 10;

  function prepare(emitter) {
    if (emitter._events === undefined || emitter._events === Object.getPrototypeOf(emitter)._events) {
      emitter._events = Object.create(null);
      emitter._eventsCount = 0;
    }

    return emitter._events;
  }

  function EventEmitter(options) {
    EventEmitter.init.call(this, options);
  }

  EventEmitter.init = function init() {
    prepare(this);
    this._maxListeners = this._maxListeners || undefined;
  };

  EventEmitter.prototype._events = undefined;
  EventEmitter.prototype._eventsCount = 0;
  EventEmitter.prototype._maxListeners = undefined;

  function add(emitter, name, listener, atStart) {
    errors.validateFunction(listener, 'listener');
    const events = prepare(emitter);
    if (events.newListener !== undefined) {
      emitter.emit('newListener', name, listener.listener ?? listener);
    }

    const list = events[name];
    if (list === undefined) {
      emitter._events[name] = [listener];
      emitter._eventsCount++;
      return emitter;
    }

    // Lists are copied, never changed: one may be running.
    emitter._events[name] = atStart ? [listener, ...list] : [...list, listener];
    const most = emitter.getMaxListeners();
    if (most > 0 && list.length + 1 > most && !list.warned) {
      emitter._events[name].warned = true;
      load('process').process.emitWarning(
        `Possible EventEmitter memory leak detected. ${list.length + 1} ${String(
          name,
        )} listeners added to [${emitter.constructor?.name ?? 'EventEmitter'}]. MaxListeners is ${
          most
        }. Use emitter.setMaxListeners() to increase limit`,
        'MaxListenersExceededWarning',
      );
    } else if (list.warned) {
      emitter._events[name].warned = true;
    }

    return emitter;
  }

  function once(emitter, name, listener) {
    errors.validateFunction(listener, 'listener');
    let hasFired = false;
    const wrapper = function (...args) {
      if (!hasFired) {
        hasFired = true;
        emitter.removeListener(name, wrapper);
        return listener.apply(emitter, args);
      }
    };
    wrapper.listener = listener;
    return wrapper;
  }

  const methods = {
    setMaxListeners(count) {
      errors.validateNumber(count, 'setMaxListeners', 0);
      this._maxListeners = count;
      return this;
    },
    getMaxListeners() {
      return this._maxListeners ?? defaultMaxListeners;
    },
    emit(name, ...args) {
      const events = prepare(this);
      if (name === 'error') {
        for (const listener of events[errorMonitor] ?? []) {
          listener.apply(this, args);
        }
      }

      const list = events[name];
      if (list === undefined) {
        if (name !== 'error') {
          return false;
        }

        const [error] = args;
        if (error instanceof Error) {
          throw error;
        }

        const unhandled = errors.coded(
          Error,
          'ERR_UNHANDLED_ERROR',
          `Unhandled error. (${typeof error === 'string' ? `'${error}'` : load('inspect').inspect(error)})`,
        );
        unhandled.context = error;
        throw unhandled;
      }

      for (const listener of list) {
        listener.apply(this, args);
      }

      return true;
    },
    addListener(name, listener) {
      return add(this, name, listener, false);
    },
    prependListener(name, listener) {
      return add(this, name, listener, true);
    },
    once(name, listener) {
      return this.on(name, once(this, name, listener));
    },
    prependOnceListener(name, listener) {
      return this.prependListener(name, once(this, name, listener));
    },
    removeListener(name, listener) {
      errors.validateFunction(listener, 'listener');
      const list = this._events?.[name];
      if (list === undefined) {
        return this;
      }

      for (let i = list.length - 1; i >= 0; i--) {
        if (list[i] === listener || list[i].listener === listener) {
          if (list.length === 1) {
            delete this._events[name];
            this._eventsCount--;
          } else {
            this._events[name] = [...list.slice(0, i), ...list.slice(i + 1)];
          }

          if (this._events.removeListener !== undefined) {
            this.emit('removeListener', name, listener);
          }

          break;
        }
      }

      return this;
    },
    removeAllListeners(name) {
      if (name === undefined) {
        this._events = Object.create(null);
        this._eventsCount = 0;
      } else if (this._events?.[name] !== undefined) {
        delete this._events[name];
        this._eventsCount--;
      }

      return this;
    },
    listeners(name) {
      return (this._events?.[name] ?? []).map((listener) => listener.listener ?? listener);
    },
    rawListeners(name) {
      return [...(this._events?.[name] ?? [])];
    },
    listenerCount(name, listener) {
      const list = this._events?.[name] ?? [];
      return listener === undefined
        ? list.length
        : list.filter((each) => each === listener || each.listener === listener).length;
    },
    eventNames() {
      return this._events === undefined ? [] : Reflect.ownKeys(this._events);
    },
  };
  for (const name of Object.keys(methods)) {
    EventEmitter.prototype[name] = methods[name];
  }

  EventEmitter.prototype.on = EventEmitter.prototype.addListener;
  EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

  function waitOnce(emitter, name, { signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new errors.AbortError(undefined, { cause: signal.reason }));
        return;
      }

      if (typeof emitter.addEventListener === 'function') {
        emitter.addEventListener(name, (event) => resolve([event]), { once: true });
        return;
      }

      const fail = (error) => {
        emitter.removeListener(name, done);
        reject(error);
      };
      const done = (...args) => {
        emitter.removeListener('error', fail);
        resolve(args);
      };
      emitter.once(name, done);
      if (name !== 'error') {
        emitter.once('error', fail);
      }

      signal?.addEventListener(
        'abort',
        () => {
          emitter.removeListener(name, done);
          emitter.removeListener('error', fail);
          reject(new errors.AbortError(undefined, { cause: signal.reason }));
        },
        { once: true },
      );
    });
  }

  function on(emitter, name, { signal, close = [] } = {}) {
    const queue = [];
    const waiting = [];
    let failure;
    let isDone = false;
    const push = (...args) => {
      const next = waiting.shift();
      if (next) {
        next.resolve({ value: args, done: false });
      } else {
        queue.push(args);
      }
    };
    const fail = (error) => {
      const next = waiting.shift();
      if (next) {
        next.reject(error);
      } else {
        failure = error;
      }

      finish();
    };
    const finish = () => {
      isDone = true;
      emitter.off(name, push);
      emitter.off('error', fail);
      for (const next of waiting.splice(0)) {
        next.resolve({ value: undefined, done: true });
      }

      return Promise.resolve({ value: undefined, done: true });
    };
    emitter.on(name, push);
    if (name !== 'error') {
      emitter.on('error', fail);
    }

    for (const each of close) {
      emitter.once(each, finish);
    }

    signal?.addEventListener('abort', () => fail(new errors.AbortError(undefined, { cause: signal.reason })), {
      once: true,
    });
    return {
      next() {
        if (queue.length > 0) {
          return Promise.resolve({ value: queue.shift(), done: false });
        }

        if (failure !== undefined) {
          const error = failure;
          failure = undefined;
          return Promise.reject(error);
        }

        return isDone
          ? Promise.resolve({ value: undefined, done: true })
          : new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      return: finish,
      throw(error) {
        fail(error);
        return Promise.resolve({ value: undefined, done: true });
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  Object.assign(EventEmitter, {
    EventEmitter,
    once: waitOnce,
    on,
    errorMonitor,
    captureRejectionSymbol: captureRejections,
    captureRejections: false,
    usingDomains: false,
    listenerCount: (emitter, name) => emitter.listenerCount(name),
    getEventListeners: (emitter, name) => emitter.listeners?.(name) ?? [],
    getMaxListeners: (emitter) => emitter.getMaxListeners?.() ?? defaultMaxListeners,
    setMaxListeners(count = defaultMaxListeners, ...targets) {
      if (targets.length === 0) {
        defaultMaxListeners = count;
      }

      for (const target of targets) {
        target.setMaxListeners?.(count);
      }
    },
  });
  Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
    enumerable: true,
    get: () => defaultMaxListeners,
    set: (count) => {
      defaultMaxListeners = count;
    },
  });
  module.exports = EventEmitter;
});
