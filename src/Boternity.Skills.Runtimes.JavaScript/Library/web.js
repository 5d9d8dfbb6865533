// What scripts know from browsers: events, aborting, text coding, cloning, performance.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const loop = load('loop');
  const { types } = load('types');
  const inspectKey = Symbol.for('nodejs.util.inspect.custom');

  const codes = {
    IndexSizeError: 1,
    HierarchyRequestError: 3,
    WrongDocumentError: 4,
    InvalidCharacterError: 5,
    NotFoundError: 8,
    NotSupportedError: 9,
    InvalidStateError: 11,
    SyntaxError: 12,
    InvalidModificationError: 13,
    NamespaceError: 14,
    InvalidAccessError: 15,
    SecurityError: 18,
    NetworkError: 19,
    AbortError: 20,
    URLMismatchError: 21,
    QuotaExceededError: 22,
    TimeoutError: 23,
    InvalidNodeTypeError: 24,
    DataCloneError: 25,
  };

  class DOMException extends Error {
    constructor(message = '', options = 'Error') {
      super(message);
      const name = typeof options === 'string' ? options : (options.name ?? 'Error');
      Object.defineProperty(this, 'name', { value: name, writable: true, configurable: true, enumerable: false });
      if (typeof options === 'object' && options.cause !== undefined) {
        this.cause = options.cause;
      }

      const at = this.stack.indexOf('\n');
      Object.defineProperty(this, 'stack', {
        writable: true,
        configurable: true,
        enumerable: false,
        value: `${name}: ${message}${at < 0 ? '' : this.stack.slice(this.stack.indexOf('\n    at'))}`,
      });
    }

    get code() {
      return codes[this.name] ?? 0;
    }
  }

  class Event {
    constructor(type, options = {}) {
      Object.defineProperties(this, {
        type: { value: `${type}`, enumerable: true },
        bubbles: { value: Boolean(options?.bubbles), enumerable: true },
        cancelable: { value: Boolean(options?.cancelable), enumerable: true },
        composed: { value: Boolean(options?.composed), enumerable: true },
        timeStamp: { value: loop.now(), enumerable: true },
        _state: { value: { target: null, prevented: false, stopped: false } },
      });
    }

    get target() {
      return this._state.target;
    }

    get currentTarget() {
      return this._state.target;
    }

    get srcElement() {
      return this._state.target;
    }

    get defaultPrevented() {
      return this.cancelable && this._state.prevented;
    }

    get isTrusted() {
      return false;
    }

    get eventPhase() {
      return this._state.target ? 2 : 0;
    }

    preventDefault() {
      this._state.prevented = true;
    }

    stopPropagation() {}

    stopImmediatePropagation() {
      this._state.stopped = true;
    }

    composedPath() {
      return this._state.target ? [this._state.target] : [];
    }
  }

  class CustomEvent extends Event {
    constructor(type, options) {
      super(type, options);
      Object.defineProperty(this, 'detail', { value: options?.detail ?? null, enumerable: true });
    }
  }

  class EventTarget {
    constructor() {
      Object.defineProperty(this, '_listeners', { value: new Map() });
    }

    addEventListener(type, listener, options = {}) {
      const settings = typeof options === 'boolean' ? {} : (options ?? {});
      if (!listener || settings.signal?.aborted) {
        return;
      }

      const list = this._listeners.get(`${type}`) ?? [];
      if (!list.some((each) => each.listener === listener)) {
        this._listeners.set(`${type}`, [...list, { listener, once: Boolean(settings.once) }]);
      }

      settings.signal?.addEventListener('abort', () => this.removeEventListener(type, listener), { once: true });
    }

    removeEventListener(type, listener) {
      const list = this._listeners.get(`${type}`);
      if (list) {
        this._listeners.set(
          `${type}`,
          list.filter((each) => each.listener !== listener),
        );
      }
    }

    dispatchEvent(event) {
      if (!(event instanceof Event)) {
        throw errors.invalidArgType('event', 'Event', event);
      }

      event._state.target = this;
      for (const { listener, once } of this._listeners.get(event.type) ?? []) {
        if (once) {
          this.removeEventListener(event.type, listener);
        }

        try {
          if (typeof listener === 'function') {
            listener.call(this, event);
          } else {
            listener.handleEvent(event);
          }
        } catch (error) {
          loop.nextTick(() => {
            throw error;
          }, []);
        }

        if (event._state.stopped) {
          break;
        }
      }

      const handler = this[`on${event.type}`];
      if (typeof handler === 'function') {
        handler.call(this, event);
      }

      return !event.defaultPrevented;
    }
  }

  const create = Symbol('create');

  class AbortSignal extends EventTarget {
    constructor(key) {
      if (key !== create) {
        throw errors.coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
      }

      super();
      Object.defineProperty(this, '_abort', { value: { aborted: false, reason: undefined } });
      this.onabort = null;
    }

    get aborted() {
      return this._abort.aborted;
    }

    get reason() {
      return this._abort.reason;
    }

    throwIfAborted() {
      if (this.aborted) {
        throw this.reason;
      }
    }

    [inspectKey](depth, options, inspect) {
      return `AbortSignal ${inspect({ aborted: this.aborted }, { ...options, depth })}`;
    }

    static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
      const signal = new AbortSignal(create);
      trigger(signal, reason);
      return signal;
    }

    static timeout(after) {
      const signal = new AbortSignal(create);
      load('timers')
        .setTimeout(
          () => trigger(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
          after,
        )
        .unref();
      return signal;
    }

    static any(signals) {
      const result = new AbortSignal(create);
      for (const signal of signals) {
        if (signal.aborted) {
          trigger(result, signal.reason);
          break;
        }

        signal.addEventListener('abort', () => trigger(result, signal.reason), { once: true });
      }

      return result;
    }
  }

  function trigger(signal, reason) {
    if (!signal.aborted) {
      signal._abort.aborted = true;
      signal._abort.reason = reason;
      signal.dispatchEvent(new Event('abort'));
    }
  }

  class AbortController {
    constructor() {
      Object.defineProperty(this, 'signal', { value: new AbortSignal(create), enumerable: true });
    }

    abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
      trigger(this.signal, reason);
    }
  }

  class TextEncoder {
    get encoding() {
      return 'utf-8';
    }

    encode(text = '') {
      return new Uint8Array(native.utf8Encode(`${text}`));
    }

    encodeInto(text, target) {
      let read = 0;
      let written = 0;
      for (const sign of `${text}`) {
        const bytes = this.encode(sign);
        if (written + bytes.length > target.length) {
          break;
        }

        target.set(bytes, written);
        written += bytes.length;
        read += sign.length;
      }

      return { read, written };
    }
  }

  const labels = {
    'utf-8': 'utf-8',
    utf8: 'utf-8',
    'unicode-1-1-utf-8': 'utf-8',
    'utf-16le': 'utf-16le',
    'utf-16': 'utf-16le',
    'ucs-2': 'utf-16le',
    unicode: 'utf-16le',
    latin1: 'windows-1252',
    'iso-8859-1': 'windows-1252',
    ascii: 'windows-1252',
    'us-ascii': 'windows-1252',
    'windows-1252': 'windows-1252',
    cp1252: 'windows-1252',
    'iso8859-1': 'windows-1252',
  };
  const cp1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

  class TextDecoder {
    constructor(label = 'utf-8', options = {}) {
      const name = labels[`${label}`.trim().toLowerCase()];
      if (name === undefined) {
        throw errors.coded(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${label}" encoding is not supported`);
      }

      Object.defineProperties(this, {
        encoding: { value: name, enumerable: true },
        fatal: { value: Boolean(options?.fatal), enumerable: true },
        ignoreBOM: { value: Boolean(options?.ignoreBOM), enumerable: true },
        _kept: { value: [], writable: true },
        _started: { value: false, writable: true },
      });
    }

    decode(input = new Uint8Array(0), { stream = false } = {}) {
      let bytes = load('buffer').helpers.bytesOf(input);
      if (this._kept.length > 0) {
        bytes = new Uint8Array([...this._kept, ...bytes]);
        this._kept = [];
      }

      if (this.encoding === 'windows-1252') {
        return native
          .latin1Decode(bytes.buffer, bytes.byteOffset, bytes.length, 0xff)
          .replace(/[\x80-\x9f]/g, (sign) => cp1252[sign.charCodeAt(0) - 0x80]);
      }

      if (stream) {
        const { StringDecoder } = load('stringdecoder');
        const decoder = new StringDecoder(this.encoding === 'utf-8' ? 'utf8' : 'utf16le');
        decoder.write(bytes);
        const left = decoder.kept.length;
        this._kept = [...bytes.subarray(bytes.length - left)];
        bytes = bytes.subarray(0, bytes.length - left);
      }

      let text;
      if (this.encoding === 'utf-16le') {
        text = native.utf16Decode(bytes.buffer, bytes.byteOffset, bytes.length);
      } else {
        if (this.fatal && native.utf8Valid(bytes.buffer, bytes.byteOffset, bytes.length) !== bytes.length) {
          throw errors.coded(
            TypeError,
            'ERR_ENCODING_INVALID_ENCODED_DATA',
            'The encoded data was not valid for encoding utf-8',
          );
        }

        text = native.utf8Decode(bytes.buffer, bytes.byteOffset, bytes.length);
      }

      if (!this.ignoreBOM && !this._started && text.charCodeAt(0) === 0xfeff) {
        text = text.slice(1);
      }

      this._started = stream;
      return text;
    }
  }

  function structuredClone(value, { transfer = [] } = {}) {
    const seen = new Map();
    const refuse = (what) => {
      throw new DOMException(`${what} could not be cloned.`, 'DataCloneError');
    };
    const clone = (source) => {
      if (typeof source === 'symbol' || typeof source === 'function') {
        refuse(typeof source === 'symbol' ? source.toString() : Function.prototype.toString.call(source));
      }

      if (source === null || typeof source !== 'object') {
        return source;
      }

      if (seen.has(source)) {
        return seen.get(source);
      }

      const keep = (copy) => {
        seen.set(source, copy);
        return copy;
      };
      if (types.isDate(source)) {
        return keep(new Date(source.getTime()));
      }

      if (types.isRegExp(source)) {
        return keep(new RegExp(source.source, source.flags));
      }

      if (types.isBoxedPrimitive(source)) {
        return keep(Object(source.valueOf()));
      }

      if (types.isAnyArrayBuffer(source)) {
        const copy = keep(source.slice(0));
        if (transfer.includes(source)) {
          native.detach(source);
        }

        return copy;
      }

      if (ArrayBuffer.isView(source)) {
        const buffer = clone(source.buffer);
        const Class = types.isDataView(source) ? DataView : globalThis[load('types').tagOf.call(source)];
        return keep(new Class(buffer, source.byteOffset, source.length ?? source.byteLength));
      }

      if (types.isMap(source)) {
        const copy = keep(new Map());
        for (const [key, item] of [...source]) {
          copy.set(clone(key), clone(item));
        }

        return copy;
      }

      if (types.isSet(source)) {
        const copy = keep(new Set());
        for (const item of [...source]) {
          copy.add(clone(item));
        }

        return copy;
      }

      if (types.isNativeError(source)) {
        const known = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];
        const copy = keep(Object.create(globalThis[known.includes(source.name) ? source.name : 'Error'].prototype));
        const made = keep(new copy.constructor(source.message));
        Object.defineProperty(made, 'stack', { value: source.stack, writable: true, configurable: true });
        if (Object.hasOwn(source, 'cause')) {
          Object.defineProperty(made, 'cause', {
            value: clone(source.cause),
            writable: true,
            configurable: true,
          });
        }

        return made;
      }

      if (types.isPromise(source) || types.isWeakMap(source) || types.isWeakSet(source)) {
        refuse(Object.prototype.toString.call(source).replace('[object ', '#<').replace(']', '>'));
      }

      const copy = keep(Array.isArray(source) ? new Array(source.length) : {});
      for (const key of Object.keys(source)) {
        copy[key] = clone(source[key]);
      }

      return copy;
    };
    return clone(value);
  }

  const marks = [];

  class PerformanceEntry {
    constructor(name, entryType, startTime, duration, detail) {
      Object.assign(this, { name, entryType, startTime, duration, detail: detail ?? null });
    }

    toJSON() {
      return { ...this };
    }
  }

  const performance = {
    now: () => loop.now(),
    get timeOrigin() {
      return native.now() - loop.now();
    },
    mark(name, options = {}) {
      const entry = new PerformanceEntry(`${name}`, 'mark', options.startTime ?? loop.now(), 0, options.detail);
      marks.push(entry);
      return entry;
    },
    measure(name, startOrOptions, end) {
      const timeOf = (mark, fallback) =>
        typeof mark === 'number'
          ? mark
          : mark === undefined
            ? fallback
            : (marks.findLast((each) => each.name === mark)?.startTime ??
              (() => {
                throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
              })());
      const isOptions = startOrOptions !== null && typeof startOrOptions === 'object';
      const start = timeOf(isOptions ? startOrOptions.start : startOrOptions, 0);
      const stop = timeOf(isOptions ? startOrOptions.end : end, loop.now());
      const entry = new PerformanceEntry(
        `${name}`,
        'measure',
        start,
        stop - start,
        isOptions ? startOrOptions.detail : undefined,
      );
      marks.push(entry);
      return entry;
    },
    getEntries: () => [...marks],
    getEntriesByName: (name, type) => marks.filter((each) => each.name === name && (!type || each.entryType === type)),
    getEntriesByType: (type) => marks.filter((each) => each.entryType === type),
    clearMarks: (name) => clearEntries('mark', name),
    clearMeasures: (name) => clearEntries('measure', name),
    timerify: (callback) => callback,
    eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }),
    toJSON: () => ({ timeOrigin: performance.timeOrigin }),
  };

  function clearEntries(type, name) {
    for (let i = marks.length - 1; i >= 0; i--) {
      if (marks[i].entryType === type && (name === undefined || marks[i].name === name)) {
        marks.splice(i, 1);
      }
    }
  }

  class PerformanceObserver {
    observe() {}

    disconnect() {}
  }

  module.exports = {
    DOMException,
    Event,
    CustomEvent,
    EventTarget,
    AbortSignal,
    AbortController,
    TextEncoder,
    TextDecoder,
    structuredClone,
    performance,
    PerformanceEntry,
    PerformanceObserver,
  };
  Object.defineProperty(module.exports, 'perfHooks', {
    value: {
      performance,
      PerformanceObserver,
      PerformanceEntry,
      constants: {},
      monitorEventLoopDelay: () => ({ enable() {}, disable() {}, min: 0, max: 0, mean: 0 }),
      createHistogram: () => {
        throw errors.refused('perf_hooks.createHistogram', 'it is not there');
      },
    },
  });
});
