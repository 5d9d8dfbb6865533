// node:async_hooks and node:diagnostics_channel, as far as synchronous code goes; node:v8's copies.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');

  // A store is kept through callbacks of timers, ticks and promises by wrapping what runs inside it.
  class AsyncLocalStorage {
    #store;

    run(store, callback, ...args) {
      const before = this.#store;
      this.#store = store;
      let result;
      try {
        result = callback(...args);
      } catch (error) {
        this.#store = before;
        throw error;
      }

      if (typeof result?.then === 'function') {
        return result.finally(() => {
          this.#store = before;
        });
      }

      this.#store = before;
      return result;
    }

    exit(callback, ...args) {
      return this.run(undefined, callback, ...args);
    }

    enterWith(store) {
      this.#store = store;
    }

    getStore() {
      return this.#store;
    }

    disable() {
      this.#store = undefined;
    }
  }

  class AsyncResource {
    constructor(type) {
      this.type = type;
    }

    runInAsyncScope(callback, self, ...args) {
      return callback.apply(self, args);
    }

    emitDestroy() {
      return this;
    }

    asyncId() {
      return 1;
    }

    static bind(callback) {
      return callback;
    }
  }

  const channels = new Map();

  class Channel {
    constructor(name) {
      this.name = name;
      this.listeners = [];
    }

    get hasSubscribers() {
      return this.listeners.length > 0;
    }

    subscribe(listener) {
      this.listeners.push(listener);
    }

    unsubscribe(listener) {
      this.listeners = this.listeners.filter((each) => each !== listener);
    }

    publish(message) {
      for (const listener of this.listeners) {
        listener(message, this.name);
      }
    }
  }

  function channel(name) {
    if (!channels.has(name)) {
      channels.set(name, new Channel(name));
    }

    return channels.get(name);
  }

  module.exports = {
    AsyncLocalStorage,
    AsyncResource,
    executionAsyncId: () => 1,
    triggerAsyncId: () => 0,
    executionAsyncResource: () => ({}),
    createHook: () => ({ enable() {}, disable() {} }),
  };
  Object.defineProperty(module.exports, 'diagnostics', {
    value: {
      channel,
      Channel,
      hasSubscribers: (name) => channel(name).hasSubscribers,
      subscribe: (name, listener) => channel(name).subscribe(listener),
      unsubscribe: (name, listener) => channel(name).unsubscribe(listener),
    },
  });
  Object.defineProperty(module.exports, 'v8', {
    value: {
      getHeapStatistics: () => {
        const { heapTotal, heapUsed } = load('process').process.memoryUsage();
        return { total_heap_size: heapTotal, used_heap_size: heapUsed, heap_size_limit: heapTotal };
      },
      setFlagsFromString() {},
      serialize: () => {
        throw errors.refused('v8.serialize', "it is V8's own format");
      },
      deserialize: () => {
        throw errors.refused('v8.deserialize', "it is V8's own format");
      },
    },
  });
});
