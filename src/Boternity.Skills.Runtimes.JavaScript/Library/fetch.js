// fetch, by the capability for http that the host granted.
(function (exports, load, module, internal) {
  'use strict';

  const { Buffer, Blob, File, helpers } = load('buffer');
  const { URL, URLSearchParams } = load('url');
  const { ReadableStream } = load('webstreams');
  const inspectKey = Symbol.for('nodejs.util.inspect.custom');
  const MaxRedirects = 20;

  class Headers {
    constructor(init) {
      Object.defineProperty(this, '_map', { value: new Map() });
      if (init === undefined || init === null) {
        return;
      }

      const pairs =
        init instanceof Headers || typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init);
      for (const [name, value] of pairs) {
        this.append(name, value);
      }
    }

    append(name, value) {
      const key = check(name);
      const text = clean(value);
      const list = this._map.get(key);
      if (list) {
        list.push(text);
      } else {
        this._map.set(key, [text]);
      }
    }

    delete(name) {
      this._map.delete(check(name));
    }

    get(name) {
      return this._map.get(check(name))?.join(', ') ?? null;
    }

    getSetCookie() {
      return [...(this._map.get('set-cookie') ?? [])];
    }

    has(name) {
      return this._map.has(check(name));
    }

    set(name, value) {
      this._map.set(check(name), [clean(value)]);
    }

    forEach(callback, self) {
      for (const [name, value] of this) {
        callback.call(self, value, name, this);
      }
    }

    *entries() {
      for (const name of [...this._map.keys()].sort()) {
        if (name === 'set-cookie') {
          for (const value of this._map.get(name)) {
            yield [name, value];
          }
        } else {
          yield [name, this._map.get(name).join(', ')];
        }
      }
    }

    *keys() {
      for (const [name] of this) {
        yield name;
      }
    }

    *values() {
      for (const [, value] of this) {
        yield value;
      }
    }

    [Symbol.iterator]() {
      return this.entries();
    }

    get [Symbol.toStringTag]() {
      return 'Headers';
    }

    [inspectKey](depth, options, inspect) {
      return `Headers ${inspect(Object.fromEntries(this), options)}`;
    }
  }

  function check(name) {
    const text = `${name}`;
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)) {
      throw new TypeError(`Headers: ${text} is an invalid header name.`);
    }

    return text.toLowerCase();
  }

  function clean(value) {
    const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    if (/[\0\r\n]/.test(text)) {
      throw new TypeError(`Headers: ${JSON.stringify(text)} is an invalid header value.`);
    }

    return text;
  }

  class FormData {
    constructor() {
      Object.defineProperty(this, '_list', { value: [], writable: true });
    }

    append(name, value, fileName) {
      this._list.push([`${name}`, entry(value, fileName)]);
    }

    delete(name) {
      this._list = this._list.filter(([key]) => key !== `${name}`);
    }

    get(name) {
      return this._list.find(([key]) => key === `${name}`)?.[1] ?? null;
    }

    getAll(name) {
      return this._list.filter(([key]) => key === `${name}`).map(([, value]) => value);
    }

    has(name) {
      return this._list.some(([key]) => key === `${name}`);
    }

    set(name, value, fileName) {
      this.delete(name);
      this.append(name, value, fileName);
    }

    forEach(callback, self) {
      for (const [name, value] of this._list) {
        callback.call(self, value, name, this);
      }
    }

    entries() {
      return this._list.map((pair) => [...pair])[Symbol.iterator]();
    }

    keys() {
      return this._list.map(([name]) => name)[Symbol.iterator]();
    }

    values() {
      return this._list.map(([, value]) => value)[Symbol.iterator]();
    }

    [Symbol.iterator]() {
      return this.entries();
    }

    get [Symbol.toStringTag]() {
      return 'FormData';
    }
  }

  const entry = (value, fileName) =>
    value instanceof Blob
      ? value instanceof File && fileName === undefined
        ? value
        : new File([value], fileName ?? 'blob', { type: value.type })
      : `${value}`;

  // { bytes, type }; bytes are a promise where the body is a stream.
  function extract(body) {
    if (body === null || body === undefined) {
      return { bytes: null, type: null };
    }

    if (typeof body === 'string') {
      return { bytes: Buffer.from(body), type: 'text/plain;charset=UTF-8' };
    }

    if (body instanceof URLSearchParams) {
      return { bytes: Buffer.from(body.toString()), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
    }

    if (body instanceof Blob) {
      return { bytes: body._bytes, type: body.type || null };
    }

    if (body instanceof FormData) {
      return multipart(body);
    }

    if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) {
      return { bytes: helpers.bytesOf(body), type: null };
    }

    if (typeof body[Symbol.asyncIterator] === 'function') {
      return { bytes: load('webstreams').consumers.buffer(body), type: null };
    }

    return { bytes: Buffer.from(`${body}`), type: 'text/plain;charset=UTF-8' };
  }

  function multipart(form) {
    const boundary = `----formdata-${load('crypto').randomBytes(12).toString('hex')}`;
    const quote = (text) => text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
    const parts = [];
    for (const [name, value] of form) {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"`;
      if (typeof value === 'string') {
        parts.push(Buffer.from(`${head}\r\n\r\n${value.replace(/\r?\n|\r/g, '\r\n')}\r\n`));
      } else {
        parts.push(
          Buffer.from(
            `${head}; filename="${quote(value.name)}"\r\nContent-Type: ${
              value.type || 'application/octet-stream'
            }\r\n\r\n`,
          ),
          value._bytes,
          Buffer.from('\r\n'),
        );
      }
    }

    parts.push(Buffer.from(`--${boundary}--\r\n`));
    return { bytes: Buffer.concat(parts), type: `multipart/form-data; boundary=${boundary}` };
  }

  // What requests and responses share: one body, read once.
  class Body {
    constructor(bytes) {
      Object.defineProperty(this, '_content', { value: { bytes, used: false, stream: null } });
    }

    get body() {
      const content = this._content;
      if (content.bytes === null) {
        return null;
      }

      content.stream ??= ReadableStream.from(
        (async function* () {
          content.used = true;
          const bytes = await content.bytes;
          if (bytes.length > 0) {
            yield new Uint8Array(bytes);
          }
        })(),
      );
      return content.stream;
    }

    get bodyUsed() {
      return this._content.used;
    }

    async arrayBuffer() {
      const bytes = await take(this);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    }

    async bytes() {
      return new Uint8Array(await this.arrayBuffer());
    }

    async blob() {
      return new Blob([await take(this)], { type: this.headers.get('content-type') ?? '' });
    }

    async text() {
      const text = helpers.decode(await take(this));
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    }

    async json() {
      return JSON.parse(await this.text());
    }

    async formData() {
      const type = this.headers.get('content-type') ?? '';
      if (!type.startsWith('application/x-www-form-urlencoded')) {
        throw new TypeError(
          `Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".`,
        );
      }

      const form = new FormData();
      for (const [name, value] of new URLSearchParams(await this.text())) {
        form.append(name, value);
      }

      return form;
    }
  }

  async function take(self) {
    if (self._content.used) {
      throw new TypeError('Body is unusable: Body has already been read');
    }

    self._content.used = true;
    return (await self._content.bytes) ?? Buffer.alloc(0);
  }

  class Request extends Body {
    constructor(input, init = {}) {
      const from = input instanceof Request ? input : null;
      let url;
      try {
        url = from ? new URL(from.url) : new URL(`${input}`);
      } catch (error) {
        throw new TypeError(`Failed to parse URL from ${input}`, { cause: error });
      }

      if (url.username || url.password) {
        throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${url}`);
      }

      const given = init.method ?? from?.method ?? 'GET';
      const method = /^(get|head|post|put|delete|options)$/i.test(given) ? given.toUpperCase() : `${given}`;
      if (init.body !== undefined && init.body !== null && (method === 'GET' || method === 'HEAD')) {
        throw new TypeError('Request with GET/HEAD method cannot have body.');
      }

      const { bytes, type } =
        init.body === undefined && from ? { bytes: from._content.bytes, type: null } : extract(init.body);
      super(bytes);
      const headers = new Headers(init.headers ?? from?.headers);
      if (type !== null && !headers.has('content-type')) {
        headers.set('content-type', type);
      }

      Object.defineProperties(this, {
        method: { value: method, enumerable: true },
        url: { value: url.href, enumerable: true },
        headers: { value: headers, enumerable: true },
        signal: { value: init.signal ?? from?.signal ?? new AbortController().signal, enumerable: true },
        redirect: { value: init.redirect ?? from?.redirect ?? 'follow', enumerable: true },
      });
    }

    clone() {
      return new Request(this);
    }

    get [Symbol.toStringTag]() {
      return 'Request';
    }
  }

  const statusTexts = {
    200: 'OK',
    201: 'Created',
    202: 'Accepted',
    204: 'No Content',
    206: 'Partial Content',
    301: 'Moved Permanently',
    302: 'Found',
    303: 'See Other',
    304: 'Not Modified',
    307: 'Temporary Redirect',
    308: 'Permanent Redirect',
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    405: 'Method Not Allowed',
    409: 'Conflict',
    410: 'Gone',
    413: 'Payload Too Large',
    415: 'Unsupported Media Type',
    422: 'Unprocessable Entity',
    429: 'Too Many Requests',
    500: 'Internal Server Error',
    501: 'Not Implemented',
    502: 'Bad Gateway',
    503: 'Service Unavailable',
    504: 'Gateway Timeout',
  };

  class Response extends Body {
    constructor(body = null, init = {}) {
      const status = init.status ?? 200;
      if (!init.internal && (status < 200 || status > 599)) {
        throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
      }

      const { bytes, type } = init.internal ? { bytes: body, type: null } : extract(body);
      super(bytes);
      const headers = new Headers(init.headers);
      if (type !== null && !headers.has('content-type')) {
        headers.set('content-type', type);
      }

      Object.defineProperties(this, {
        status: { value: status, enumerable: true },
        statusText: { value: init.statusText ?? '', enumerable: true },
        headers: { value: headers, enumerable: true },
        url: { value: init.url ?? '', enumerable: true },
        redirected: { value: init.redirected ?? false, enumerable: true },
        type: { value: init.type ?? 'default', enumerable: true },
      });
    }

    get ok() {
      return this.status >= 200 && this.status <= 299;
    }

    clone() {
      if (this.bodyUsed) {
        throw new TypeError('Response.clone: Body has already been consumed.');
      }

      return new Response(this._content.bytes, {
        internal: true,
        status: this.status,
        statusText: this.statusText,
        headers: this.headers,
        url: this.url,
        redirected: this.redirected,
        type: this.type,
      });
    }

    static json(data, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('content-type')) {
        headers.set('content-type', 'application/json');
      }

      return new Response(JSON.stringify(data), { ...init, headers });
    }

    static error() {
      return new Response(null, { internal: true, status: 0, type: 'error' });
    }

    static redirect(url, status = 302) {
      return new Response(null, { status, headers: { location: new URL(`${url}`).href } });
    }

    get [Symbol.toStringTag]() {
      return 'Response';
    }

    [inspectKey](depth, options, inspect) {
      return `Response ${inspect(
        {
          status: this.status,
          statusText: this.statusText,
          headers: this.headers,
          body: this.body,
          bodyUsed: this.bodyUsed,
          ok: this.ok,
          redirected: this.redirected,
          type: this.type,
          url: this.url,
        },
        options,
      )}`;
    }
  }

  function failure(error) {
    const result = new TypeError('fetch failed');
    Object.defineProperty(result, 'cause', { value: error, writable: true, configurable: true, enumerable: false });
    return result;
  }

  async function fetch(input, init) {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const bytes = await request._content.bytes;
    let { url, method } = request;
    let body = bytes;
    const headers = new Headers(request.headers);
    for (const [name, value] of [
      ['accept', '*/*'],
      ['accept-language', '*'],
      ['user-agent', 'node'],
    ]) {
      if (!headers.has(name)) {
        headers.set(name, value);
      }
    }

    for (let redirects = 0; ; redirects++) {
      const { protocol } = new URL(url);
      if (protocol === 'data:') {
        return fromData(url);
      }

      if (protocol !== 'http:' && protocol !== 'https:') {
        throw failure(new Error('unknown scheme'));
      }

      // The answer is told in a turn of its own, as if it had come over a network.
      await new Promise((resolve) => load('loop').later(resolve));
      request.signal.throwIfAborted();
      let answer;
      try {
        answer = load('host').request({ method, url, headers: [...headers], maxRedirects: 0 }, body ?? undefined);
      } catch (error) {
        throw failure(error);
      }

      const received = new Headers(answer.headers);
      const location = received.get('location');
      if (![301, 302, 303, 307, 308].includes(answer.status) || location === null || request.redirect === 'manual') {
        const isEmpty = method === 'HEAD' || [101, 204, 205, 304].includes(answer.status);
        return new Response(isEmpty ? null : answer.body, {
          internal: true,
          status: answer.status,
          headers: received,
          statusText: statusTexts[answer.status] ?? '',
          url,
          redirected: redirects > 0,
          type: 'basic',
        });
      }

      if (request.redirect === 'error' || redirects >= MaxRedirects) {
        throw failure(new Error(request.redirect === 'error' ? 'unexpected redirect' : 'redirect count exceeded'));
      }

      const next = new URL(location, url);
      if (
        answer.status === 303
          ? method !== 'HEAD' && method !== 'GET'
          : (answer.status === 301 || answer.status === 302) && method === 'POST'
      ) {
        method = 'GET';
        body = null;
        for (const name of ['content-length', 'content-type', 'content-encoding', 'content-language']) {
          headers.delete(name);
        }
      }

      if (next.origin !== new URL(url).origin) {
        for (const name of ['authorization', 'cookie', 'proxy-authorization', 'host']) {
          headers.delete(name);
        }
      }

      url = next.href;
    }
  }

  function fromData(url) {
    const found = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(url.replace(/#.*$/s, ''));
    if (!found) {
      throw failure(new Error('invalid data URL'));
    }

    const text = load('url').percentDecode(found[3]);
    return new Response(found[2] ? Buffer.from(text, 'base64') : Buffer.from(text), {
      internal: true,
      status: 200,
      statusText: 'OK',
      headers: { 'content-type': found[1] || 'text/plain;charset=US-ASCII' },
      url,
      type: 'basic',
    });
  }

  module.exports = { fetch, Headers, Request, Response, FormData, statusTexts };
});
