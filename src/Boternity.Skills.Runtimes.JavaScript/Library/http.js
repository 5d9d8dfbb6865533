// node:http and node:https as a client, by the capability for http. A server is refused by name.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');
  const { Readable, Writable } = load('stream');
  const { Buffer } = load('buffer');
  const { URL } = load('url');
  const methods = [
    'ACL',
    'BIND',
    'CHECKOUT',
    'CONNECT',
    'COPY',
    'DELETE',
    'GET',
    'HEAD',
    'LINK',
    'LOCK',
    'M-SEARCH',
    'MERGE',
    'MKACTIVITY',
    'MKCALENDAR',
    'MKCOL',
    'MOVE',
    'NOTIFY',
    'OPTIONS',
    'PATCH',
    'POST',
    'PROPFIND',
    'PROPPATCH',
    'PURGE',
    'PUT',
    'QUERY',
    'REBIND',
    'REPORT',
    'SEARCH',
    'SOURCE',
    'SUBSCRIBE',
    'TRACE',
    'UNBIND',
    'UNLINK',
    'UNLOCK',
    'UNSUBSCRIBE',
  ];

  class IncomingMessage extends Readable {
    constructor(answer) {
      super({ read() {} });
      this.statusCode = answer.status;
      this.statusMessage = load('fetch').statusTexts[answer.status] ?? '';
      this.httpVersion = '1.1';
      this.complete = true;
      this.headers = {};
      this.rawHeaders = answer.headers.flat();
      for (const [name, value] of answer.headers) {
        const key = name.toLowerCase();
        if (key === 'set-cookie') {
          (this.headers[key] ??= []).push(value);
        } else {
          this.headers[key] = this.headers[key] === undefined ? value : `${this.headers[key]}, ${value}`;
        }
      }

      if (answer.body.length > 0) {
        this.push(Buffer.from(answer.body));
      }

      this.push(null);
    }

    setTimeout() {
      return this;
    }
  }

  class ClientRequest extends Writable {
    constructor(url, options, callback) {
      super();
      this.method = (options.method ?? 'GET').toUpperCase();
      this.url = url;
      this.protocol = url.protocol;
      this.host = url.hostname;
      this.path = `${url.pathname}${url.search}`;
      this.timeout = options.timeout;
      Object.defineProperties(this, { _parts: { value: [] }, _headers: { value: new Map() } });
      for (const [name, value] of Object.entries(options.headers ?? {})) {
        this.setHeader(name, value);
      }

      if (options.auth && !this.hasHeader('authorization')) {
        this.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
      }

      if (callback) {
        this.once('response', callback);
      }
    }

    setHeader(name, value) {
      this._headers.set(name.toLowerCase(), [name, value]);
      return this;
    }

    getHeader(name) {
      return this._headers.get(name.toLowerCase())?.[1];
    }

    hasHeader(name) {
      return this._headers.has(name.toLowerCase());
    }

    removeHeader(name) {
      this._headers.delete(name.toLowerCase());
    }

    getHeaders() {
      return Object.fromEntries([...this._headers].map(([key, [, value]]) => [key, value]));
    }

    flushHeaders() {}

    setTimeout(after, callback) {
      this.timeout = after;
      if (callback) {
        this.once('timeout', callback);
      }

      return this;
    }

    setNoDelay() {}

    setSocketKeepAlive() {}

    abort() {
      this.destroy();
    }

    _write(chunk, encoding, callback) {
      this._parts.push(Buffer.from(chunk));
      callback();
    }

    _final(callback) {
      callback();
      load('loop').later(() => {
        if (this.destroyed && this.errored) {
          return;
        }

        let answer;
        try {
          const headers = [...this._headers.values()]
            .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => [name, `${each}`]))
            .filter(([name]) => !/^(host|connection|transfer-encoding)$/i.test(name));
          answer = load('host').request(
            {
              method: this.method,
              url: this.url.href,
              headers,
              maxRedirects: 0,
              ...(this.timeout ? { timeoutMs: this.timeout } : {}),
            },
            Buffer.concat(this._parts),
          );
        } catch (error) {
          this.emit('error', error);
          return;
        }

        const response = new IncomingMessage(answer);
        if (this.listenerCount('response') === 0) {
          response.resume();
        }

        this.emit('response', response);
      });
    }
  }

  function make(protocol) {
    function request(...args) {
      const callback = typeof args[args.length - 1] === 'function' ? args.pop() : undefined;
      const [first, second] = args;
      const isUrl = typeof first === 'string' || first instanceof URL;
      const options = (isUrl ? second : first) ?? {};
      const url = isUrl ? new URL(`${first}`) : new URL(`${options.protocol ?? protocol}//localhost`);
      if (!isUrl || options.hostname || options.host) {
        if (options.hostname ?? options.host) {
          url.host = options.hostname ?? options.host;
        }
      }

      if (options.port) {
        url.port = options.port;
      }

      if (options.path) {
        const at = options.path.indexOf('?');
        url.pathname = at < 0 ? options.path : options.path.slice(0, at);
        url.search = at < 0 ? '' : options.path.slice(at);
      }

      if (url.protocol !== protocol) {
        throw errors.coded(
          TypeError,
          'ERR_INVALID_PROTOCOL',
          `Protocol "${url.protocol}" not supported. Expected "${protocol}"`,
        );
      }

      return new ClientRequest(url, options, callback);
    }

    const refuse = (what) => () => {
      throw errors.refused(what, 'a script has no sockets');
    };
    class Agent {
      constructor(options = {}) {
        this.options = options;
      }

      destroy() {}
    }

    return {
      request,
      get(...args) {
        const made = request(...args);
        made.end();
        return made;
      },
      createServer: refuse(`${protocol.slice(0, -1)}.createServer`),
      Server: refuse('A server'),
      Agent,
      ClientRequest,
      IncomingMessage,
      METHODS: methods,
      STATUS_CODES: load('fetch').statusTexts,
      globalAgent: new Agent(),
      maxHeaderSize: 16384,
    };
  }

  module.exports = { http: make('http:'), https: make('https:') };
});
