// URL and URLSearchParams by the WHATWG's standard, and what node:url has besides.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const path = load('path');
  const inspectKey = Symbol.for('nodejs.util.inspect.custom');
  const ports = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
  const isSpecial = (protocol) => Object.hasOwn(ports, protocol);

  const sets = {};
  sets.control = (code) => code < 0x21 - 1 || code > 0x7e;
  sets.fragment = (code) => code <= 0x20 || code > 0x7e || ' "<>`'.includes(String.fromCharCode(code));
  sets.query = (code) => code <= 0x20 || code > 0x7e || '"#<>'.includes(String.fromCharCode(code));
  sets.specialQuery = (code) => sets.query(code) || code === 0x27;
  sets.path = (code) => sets.query(code) || '?^`{}'.includes(String.fromCharCode(code));
  sets.userinfo = (code) => sets.path(code) || '/:;=@[\\]|'.includes(String.fromCharCode(code));
  sets.form = (code) =>
    !(
      (code >= 0x30 && code <= 0x39) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x61 && code <= 0x7a) ||
      '*-._'.includes(String.fromCharCode(code))
    );

  function percentEncode(text, set, spaceAsPlus = false) {
    let isClean = true;
    for (let i = 0; i < text.length && isClean; i++) {
      isClean = !set(text.charCodeAt(i));
    }

    if (isClean) {
      return text;
    }

    let result = '';
    for (const byte of new Uint8Array(native.utf8Encode(text))) {
      result +=
        byte === 0x20 && spaceAsPlus
          ? '+'
          : byte > 0x7f || set(byte)
            ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
            : String.fromCharCode(byte);
    }

    return result;
  }

  function percentDecode(text) {
    if (!text.includes('%')) {
      return text;
    }

    const bytes = new Uint8Array(native.utf8Encode(text));
    const result = new Uint8Array(bytes.length);
    let end = 0;
    for (let i = 0; i < bytes.length; i++) {
      const pair = bytes[i] === 0x25 ? String.fromCharCode(bytes[i + 1], bytes[i + 2]) : '';
      if (/^[0-9a-fA-F]{2}$/.test(pair)) {
        result[end++] = parseInt(pair, 16);
        i += 2;
      } else {
        result[end++] = bytes[i];
      }
    }

    return native.utf8Decode(result.buffer, 0, end);
  }

  const formDecode = (text) => percentDecode(text.replaceAll('+', ' '));

  // RFC 3492.
  function punycode(label) {
    const points = [...label].map((sign) => sign.codePointAt(0));
    const basic = points.filter((point) => point < 0x80);
    let result = String.fromCodePoint(...basic);
    let handled = basic.length;
    if (handled > 0) {
      result += '-';
    }

    let code = 128;
    let delta = 0;
    let bias = 72;
    let isFirst = true;
    while (handled < points.length) {
      const next = Math.min(...points.filter((point) => point >= code));
      delta += (next - code) * (handled + 1);
      code = next;
      for (const point of points) {
        if (point < code) {
          delta++;
        } else if (point === code) {
          let rest = delta;
          for (let base = 36; ; base += 36) {
            const threshold = base <= bias ? 1 : base >= bias + 26 ? 26 : base - bias;
            if (rest < threshold) {
              break;
            }

            const digit = threshold + ((rest - threshold) % (36 - threshold));
            result += String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);
            rest = Math.floor((rest - threshold) / (36 - threshold));
          }

          result += String.fromCharCode(rest < 26 ? rest + 97 : rest + 22);
          let change = isFirst ? Math.floor(delta / 700) : Math.floor(delta / 2);
          change += Math.floor(change / (handled + 1));
          let steps = 0;
          for (; change > 455; steps += 36) {
            change = Math.floor(change / 35);
          }

          bias = steps + Math.floor((36 * change) / (change + 38));
          isFirst = false;
          delta = 0;
          handled++;
        }
      }

      delta++;
      code++;
    }

    return result;
  }

  function toAscii(host) {
    return host
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\u3002\uff0e\uff61]/g, '.')
      .split('.')
      .map((label) => (/[^\x00-\x7f]/.test(label) ? `xn--${punycode(label)}` : label))
      .join('.');
  }

  function parseIPv4(host) {
    const parts = host.split('.');
    if (parts[parts.length - 1] === '' && parts.length > 1) {
      parts.pop();
    }

    if (!/^(\d+|0[xX][0-9a-fA-F]*)$/.test(parts[parts.length - 1])) {
      return undefined;
    }

    if (parts.length > 4) {
      return null;
    }

    const numbers = parts.map((part) =>
      /^0[xX][0-9a-fA-F]*$/.test(part)
        ? parseInt(part.slice(2) || '0', 16)
        : /^0[0-7]*$/.test(part)
          ? parseInt(part, 8)
          : /^\d+$/.test(part) && !/^0/.test(part)
            ? parseInt(part, 10)
            : NaN,
    );
    if (
      numbers.some(Number.isNaN) ||
      numbers.slice(0, -1).some((number) => number > 255) ||
      numbers[numbers.length - 1] >= 256 ** (5 - numbers.length)
    ) {
      return null;
    }

    let address = numbers[numbers.length - 1];
    numbers.slice(0, -1).forEach((number, i) => {
      address += number * 256 ** (3 - i);
    });
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  }

  function parseIPv6(text) {
    let source = text;
    const tail = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(source);
    if (tail) {
      const bytes = tail.slice(2).map(Number);
      if (bytes.some((byte) => byte > 255)) {
        return null;
      }

      source = `${tail[1]}${(bytes[0] * 256 + bytes[1]).toString(16)}:${(bytes[2] * 256 + bytes[3]).toString(16)}`;
    }

    const halves = source.split('::');
    const words = (part) => (part === undefined || part === '' ? [] : part.split(':'));
    const left = words(halves[0]);
    const right = words(halves[1]);
    if (
      halves.length > 2 ||
      [...left, ...right].some((word) => !/^[0-9a-fA-F]{1,4}$/.test(word)) ||
      (halves.length === 1 ? left.length !== 8 : left.length + right.length > 7)
    ) {
      return null;
    }

    const all = [...left, ...new Array(8 - left.length - right.length).fill('0'), ...right].map((word) =>
      parseInt(word, 16),
    );
    let best = { start: -1, length: 1 };
    for (let i = 0; i < 8; i++) {
      let length = 0;
      while (i + length < 8 && all[i + length] === 0) {
        length++;
      }

      if (length > best.length) {
        best = { start: i, length };
      }
    }

    const hex = (list) => list.map((word) => word.toString(16)).join(':');
    return best.start < 0 ? hex(all) : `${hex(all.slice(0, best.start))}::${hex(all.slice(best.start + best.length))}`;
  }

  // Null: no host.
  function parseHost(text, special) {
    if (text.startsWith('[')) {
      const address = text.endsWith(']') ? parseIPv6(text.slice(1, -1)) : null;
      return address === null ? null : `[${address}]`;
    }

    if (!special) {
      return /[\x00\t\n\r #/<>?@[\\\]^|]/.test(text) ? null : percentEncode(text, sets.control);
    }

    const host = toAscii(percentDecode(text));
    if (host === '' || /[\x00-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(host)) {
      return null;
    }

    const address = parseIPv4(host);
    return address === undefined ? host : address;
  }

  function collapse(segments, isFile) {
    const result = [];
    segments.forEach((segment, i) => {
      const isLast = i === segments.length - 1;
      const plain = segment.replace(/%2e/gi, '.');
      if (plain === '..') {
        if (!(isFile && result.length === 1 && /^[a-zA-Z]:$/.test(result[0]))) {
          result.pop();
        }

        if (isLast) {
          result.push('');
        }
      } else if (plain === '.') {
        if (isLast) {
          result.push('');
        }
      } else {
        result.push(segment);
      }
    });
    return result;
  }

  const encodePath = (text, special) => {
    const segments = (special ? text.replaceAll('\\', '/') : text).split('/');
    return segments.map((segment) => percentEncode(segment, sets.path));
  };

  // A record of a URL, or null. `base` is a record as well.
  function parse(input, base) {
    let text = input.replace(/^[\x00-\x20]+|[\x00-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
    const record = {
      protocol: '',
      username: '',
      password: '',
      host: null,
      port: '',
      path: '',
      opaque: false,
      query: null,
      fragment: null,
    };
    const hash = text.indexOf('#');
    if (hash >= 0) {
      record.fragment = percentEncode(text.slice(hash + 1), sets.fragment);
      text = text.slice(0, hash);
    }

    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text);
    let rest = text;
    if (scheme) {
      record.protocol = `${scheme[1].toLowerCase()}:`;
      rest = text.slice(scheme[0].length);
    } else if (!base) {
      return null;
    }

    const special = isSpecial(scheme ? record.protocol : base.protocol);
    const isSlash = (sign) => sign === '/' || (special && sign === '\\');
    const isRelative =
      !scheme ||
      (special && base && base.protocol === record.protocol && !isSlash(rest[0]) && record.protocol !== 'file:');
    if (!isRelative && !special && !rest.startsWith('/')) {
      const mark = rest.indexOf('?');
      record.opaque = true;
      record.path = percentEncode(mark < 0 ? rest : rest.slice(0, mark), sets.control);
      record.query = mark < 0 ? null : percentEncode(rest.slice(mark + 1), sets.query);
      return record;
    }

    const mark = rest.indexOf('?');
    const query = mark < 0 ? null : percentEncode(rest.slice(mark + 1), special ? sets.specialQuery : sets.query);
    const body = mark < 0 ? rest : rest.slice(0, mark);
    record.query = query;
    if (isRelative) {
      record.protocol = base.protocol;
      if (base.opaque) {
        return text === '' && hash >= 0 ? { ...base, fragment: record.fragment } : null;
      }
    }

    const isFile = record.protocol === 'file:';
    const hasAuthority = (isSlash(body[0]) && isSlash(body[1])) || (!isRelative && special && !isFile);
    if (hasAuthority) {
      const start = special && !isFile ? /^[\\/]*/.exec(body)[0].length : 2;
      const tail = body.slice(start);
      const end = tail.search(special ? /[\\/]/ : /\//);
      const authority = end < 0 ? tail : tail.slice(0, end);
      if (!parseAuthority(record, authority, special, isFile)) {
        return null;
      }

      const pathText = end < 0 ? '' : tail.slice(end);
      record.path =
        pathText === ''
          ? special
            ? '/'
            : ''
          : `/${collapse(encodePath(pathText.slice(1), special), isFile).join('/')}`;
      return record;
    }

    if (isRelative || (isFile && base?.protocol === 'file:')) {
      Object.assign(record, {
        username: base.username,
        password: base.password,
        host: base.host,
        port: base.port,
      });
    } else if (isFile) {
      record.host = '';
    }

    if (isSlash(body[0])) {
      record.path = `/${collapse(encodePath(body.slice(1), special), isFile).join('/')}`;
      return record;
    }

    if (base && (isRelative || isFile) && base.protocol === record.protocol) {
      if (body === '') {
        record.path = base.path;
        record.query = mark < 0 ? base.query : query;
        return record;
      }

      const segments = base.path.split('/').slice(1, -1);
      record.path = `/${collapse([...segments, ...encodePath(body, special)], isFile).join('/')}`;
      return record;
    }

    record.path = `/${collapse(encodePath(body, special), isFile).join('/')}`;
    return record;
  }

  function parseAuthority(record, authority, special, isFile) {
    const at = authority.lastIndexOf('@');
    if (at >= 0) {
      const [, user, , password = ''] = /^([^:]*)(:(.*))?$/s.exec(authority.slice(0, at));
      record.username = percentEncode(user, sets.userinfo);
      record.password = percentEncode(password, sets.userinfo);
    }

    const rest = authority.slice(at + 1);
    const [, hostText, , port = ''] = /^(\[[^\]]*\]|[^:]*)(:(.*))?$/s.exec(rest) ?? [];
    if (hostText === undefined) {
      return false;
    }

    if (hostText === '') {
      if ((special && !isFile) || at >= 0 || port !== '') {
        return false;
      }

      record.host = '';
      return true;
    }

    record.host = parseHost(hostText, special);
    if (record.host === null) {
      return false;
    }

    if (isFile && record.host === 'localhost') {
      record.host = '';
    }

    return setPort(record, port);
  }

  function setPort(record, port) {
    if (port === '') {
      record.port = '';
      return true;
    }

    if (!/^\d+$/.test(port) || Number(port) > 65535) {
      return false;
    }

    record.port = `${Number(port)}` === ports[record.protocol] ? '' : `${Number(port)}`;
    return true;
  }

  function serialize(record, withFragment = true) {
    let text = record.protocol;
    if (record.host !== null) {
      text += '//';
      if (record.username !== '' || record.password !== '') {
        text += `${record.username}${record.password === '' ? '' : `:${record.password}`}@`;
      }

      text += `${record.host}${record.port === '' ? '' : `:${record.port}`}`;
    } else if (!record.opaque && record.path.startsWith('//')) {
      text += '/.';
    }

    return `${text}${record.path}${record.query === null ? '' : `?${record.query}`}${
      record.fragment === null || !withFragment ? '' : `#${record.fragment}`
    }`;
  }

  class URLSearchParams {
    constructor(init = '') {
      Object.defineProperty(this, '_list', { value: [], writable: true });
      Object.defineProperty(this, '_url', { value: null, writable: true });
      if (init === null || init === undefined) {
        return;
      }

      if (typeof init === 'object' || typeof init === 'function') {
        if (init instanceof URLSearchParams) {
          this._list = init._list.map((pair) => [...pair]);
        } else if (typeof init[Symbol.iterator] === 'function') {
          for (const pair of init) {
            if (
              pair === null ||
              typeof pair !== 'object' ||
              typeof pair[Symbol.iterator] !== 'function' ||
              [...pair].length !== 2
            ) {
              throw errors.coded(
                TypeError,
                'ERR_INVALID_TUPLE',
                'Each query pair must be an iterable [name, value] tuple',
              );
            }

            const [name, value] = pair;
            this._list.push([`${name}`.toWellFormed(), `${value}`.toWellFormed()]);
          }
        } else {
          for (const key of Reflect.ownKeys(init)) {
            if (typeof key === 'string' && Object.prototype.propertyIsEnumerable.call(init, key)) {
              this._list.push([key, `${init[key]}`.toWellFormed()]);
            }
          }
        }

        return;
      }

      this._list = parseQuery(`${init}`.replace(/^\?/, ''));
    }

    get size() {
      return this._list.length;
    }

    append(name, value) {
      this._list.push([`${name}`, `${value}`]);
      changed(this);
    }

    delete(name, value) {
      this._list = this._list.filter(
        ([key, item]) => key !== `${name}` || (value !== undefined && item !== `${value}`),
      );
      changed(this);
    }

    get(name) {
      return this._list.find(([key]) => key === `${name}`)?.[1] ?? null;
    }

    getAll(name) {
      return this._list.filter(([key]) => key === `${name}`).map(([, value]) => value);
    }

    has(name, value) {
      return this._list.some(([key, item]) => key === `${name}` && (value === undefined || item === `${value}`));
    }

    set(name, value) {
      const first = this._list.findIndex(([key]) => key === `${name}`);
      if (first < 0) {
        this._list.push([`${name}`, `${value}`]);
      } else {
        this._list = this._list.filter(([key], i) => key !== `${name}` || i === first);
        this._list[first] = [`${name}`, `${value}`];
      }

      changed(this);
    }

    sort() {
      this._list.sort(([first], [second]) => (first < second ? -1 : first > second ? 1 : 0));
      changed(this);
    }

    forEach(callback, self) {
      errors.validateFunction(callback, 'callback');
      for (const [name, value] of this._list) {
        callback.call(self, value, name, this);
      }
    }

    *entries() {
      for (let i = 0; i < this._list.length; i++) {
        yield [...this._list[i]];
      }
    }

    *keys() {
      for (let i = 0; i < this._list.length; i++) {
        yield this._list[i][0];
      }
    }

    *values() {
      for (let i = 0; i < this._list.length; i++) {
        yield this._list[i][1];
      }
    }

    [Symbol.iterator]() {
      return this.entries();
    }

    toString() {
      return this._list.map((pair) => pair.map((part) => percentEncode(part, sets.form, true)).join('=')).join('&');
    }

    get [Symbol.toStringTag]() {
      return 'URLSearchParams';
    }

    [inspectKey](depth, options, inspect) {
      if (this._list.length === 0) {
        return 'URLSearchParams {}';
      }

      const parts = this._list.map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
      const line = `URLSearchParams { ${parts.join(', ')} }`;
      return line.length <= 80 ? line : `URLSearchParams {\n  ${parts.join(',\n  ')} }`;
    }
  }

  function parseQuery(text) {
    return text
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return (at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]).map(formDecode);
      });
  }

  function changed(params) {
    if (params._url) {
      const text = params.toString();
      params._url._record.query = text === '' ? null : text;
    }
  }

  class URL {
    constructor(input, base) {
      let parent;
      if (base !== undefined) {
        parent = parse(`${base}`, undefined);
        if (parent === null) {
          throw invalid(`${input}`, `${base}`);
        }
      }

      const record = parse(`${input}`.toWellFormed(), parent);
      if (record === null) {
        throw invalid(`${input}`, base === undefined ? undefined : `${base}`);
      }

      Object.defineProperty(this, '_record', { value: record, writable: true });
      Object.defineProperty(this, '_params', { value: null, writable: true });
    }

    static canParse(input, base) {
      return URL.parse(input, base) !== null;
    }

    static parse(input, base) {
      try {
        return new URL(input, base);
      } catch {
        return null;
      }
    }

    static createObjectURL() {
      throw errors.refused('URL.createObjectURL', 'nothing could read it');
    }

    static revokeObjectURL() {}

    get href() {
      return serialize(this._record);
    }

    set href(value) {
      const record = parse(`${value}`, undefined);
      if (record === null) {
        throw invalid(`${value}`);
      }

      this._record = record;
      renew(this);
    }

    get origin() {
      const { protocol, host, port } = this._record;
      if (protocol === 'blob:') {
        return URL.parse(this._record.path)?.origin ?? 'null';
      }

      return isSpecial(protocol) && protocol !== 'file:'
        ? `${protocol}//${host}${port === '' ? '' : `:${port}`}`
        : 'null';
    }

    get protocol() {
      return this._record.protocol;
    }

    set protocol(value) {
      const name = /^([a-zA-Z][a-zA-Z0-9+.-]*)/.exec(`${value}`)?.[1];
      const protocol = `${name?.toLowerCase()}:`;
      if (name && isSpecial(protocol) === isSpecial(this._record.protocol)) {
        this._record.protocol = protocol;
        setPort(this._record, this._record.port);
      }
    }

    get username() {
      return this._record.username;
    }

    set username(value) {
      if (this._record.host) {
        this._record.username = percentEncode(`${value}`, sets.userinfo);
      }
    }

    get password() {
      return this._record.password;
    }

    set password(value) {
      if (this._record.host) {
        this._record.password = percentEncode(`${value}`, sets.userinfo);
      }
    }

    get host() {
      const { host, port } = this._record;
      return `${host ?? ''}${port === '' ? '' : `:${port}`}`;
    }

    set host(value) {
      const [, name, , port] = /^(\[[^\]]*\]|[^:/?#]*)(:(\d*))?/.exec(`${value}`);
      const host = this._record.opaque ? null : parseHost(name, isSpecial(this._record.protocol));
      if (host !== null) {
        this._record.host = host;
        if (port) {
          setPort(this._record, port);
        }
      }
    }

    get hostname() {
      return this._record.host ?? '';
    }

    set hostname(value) {
      const host =
        this._record.opaque || /[:/?#]/.test(`${value}`.replace(/^\[.*\]$/, ''))
          ? null
          : parseHost(`${value}`, isSpecial(this._record.protocol));
      if (host !== null) {
        this._record.host = host;
      }
    }

    get port() {
      return this._record.port;
    }

    set port(value) {
      const digits = /^\d*/.exec(`${value}`)[0];
      if (this._record.host && (digits !== '' || `${value}` === '')) {
        setPort(this._record, digits);
      }
    }

    get pathname() {
      return this._record.path;
    }

    set pathname(value) {
      if (!this._record.opaque) {
        const special = isSpecial(this._record.protocol);
        const text = `${value}`
          .replace(/[\t\n\r]/g, '')
          .replaceAll('?', '%3F')
          .replaceAll('#', '%23');
        this._record.path = `/${collapse(
          encodePath(text.replace(special ? /^[\\/]/ : /^\//, ''), special),
          this._record.protocol === 'file:',
        ).join('/')}`;
      }
    }

    get search() {
      return this._record.query ? `?${this._record.query}` : '';
    }

    set search(value) {
      const text = `${value}`.replace(/^\?/, '');
      this._record.query =
        text === '' ? null : percentEncode(text, isSpecial(this._record.protocol) ? sets.specialQuery : sets.query);
      renew(this);
    }

    get searchParams() {
      if (this._params === null) {
        this._params = new URLSearchParams(this._record.query ?? '');
        this._params._url = this;
      }

      return this._params;
    }

    get hash() {
      return this._record.fragment ? `#${this._record.fragment}` : '';
    }

    set hash(value) {
      const text = `${value}`.replace(/^#/, '');
      this._record.fragment = text === '' ? null : percentEncode(text, sets.fragment);
    }

    toString() {
      return this.href;
    }

    toJSON() {
      return this.href;
    }

    get [Symbol.toStringTag]() {
      return 'URL';
    }

    [inspectKey](depth, options, inspect) {
      if (typeof depth === 'number' && depth < 0) {
        return '[URL]';
      }

      const shown = {};
      for (const key of [
        'href',
        'origin',
        'protocol',
        'username',
        'password',
        'host',
        'hostname',
        'port',
        'pathname',
        'search',
        'searchParams',
        'hash',
      ]) {
        shown[key] = this[key];
      }

      return `URL ${inspect(shown, options)}`;
    }
  }

  for (const key of Object.getOwnPropertyNames(URL.prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(URL.prototype, key);
    if (key !== 'constructor') {
      Object.defineProperty(URL.prototype, key, { ...descriptor, enumerable: true });
    }
  }

  function renew(url) {
    if (url._params) {
      url._params._list = parseQuery(url._record.query ?? '');
    }
  }

  function invalid(input, base) {
    const error = new TypeError('Invalid URL');
    error.code = 'ERR_INVALID_URL';
    error.input = input;
    if (base !== undefined) {
      error.base = base;
    }

    return error;
  }

  function fileURLToPath(value) {
    const url = typeof value === 'string' ? new URL(value) : value;
    if (!(url instanceof URL)) {
      throw errors.invalidArgType('path', ['string', 'URL'], value);
    }

    if (url.protocol !== 'file:') {
      throw errors.coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
    }

    if (url.hostname !== '') {
      throw errors.coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
    }

    if (/%2f/i.test(url.pathname)) {
      throw errors.coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', 'File URL path must not include encoded / characters');
    }

    return decodeURIComponent(url.pathname);
  }

  function pathToFileURL(file) {
    errors.validateString(file, 'path');
    let full = path.resolve(file);
    if (file.endsWith('/') && !full.endsWith('/')) {
      full += '/';
    }

    const url = new URL('file:///');
    url._record.path = full
      .split('/')
      .map((segment) => percentEncode(segment.replaceAll('%', '%25'), sets.path).replaceAll('\\', '%5C'))
      .join('/');
    return url;
  }

  // The old interface of node:url.
  class Url {}

  function parseLegacy(text, parsesQuery = false) {
    errors.validateString(text, 'url');
    const result = new Url();
    Object.assign(result, {
      protocol: null,
      slashes: null,
      auth: null,
      host: null,
      port: null,
      hostname: null,
      hash: null,
      search: null,
      query: null,
      pathname: null,
      path: null,
      href: text,
    });
    const [, scheme, slashes, authority, file, search, hash] =
      /^([a-zA-Z][a-zA-Z0-9+.-]*:)?(\/\/)?((?<=\/\/)[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text.trim());
    result.protocol = scheme?.toLowerCase() ?? null;
    result.slashes = slashes ? true : null;
    if (slashes) {
      const at = (authority ?? '').lastIndexOf('@');
      result.auth = at < 0 ? null : percentDecode(authority.slice(0, at));
      const [, name, , port] = /^(\[[^\]]*\]|[^:]*)(:(\d*))?/.exec((authority ?? '').slice(at + 1));
      result.hostname = name.toLowerCase().replace(/^\[|\]$/g, '');
      result.port = port || null;
      result.host = `${name.toLowerCase()}${port ? `:${port}` : ''}`;
    }

    result.hash = hash ?? null;
    result.search = search ?? (parsesQuery ? '' : null);
    result.query = parsesQuery ? load('querystring').parse((search ?? '').slice(1)) : (search?.slice(1) ?? null);
    result.pathname = file !== '' ? file : result.protocol && isSpecial(result.protocol) && result.host ? '/' : null;
    result.path = result.pathname === null && !search ? null : `${result.pathname ?? ''}${search ?? ''}`;
    result.href = formatLegacy(result);
    return result;
  }

  function formatLegacy(value, options = {}) {
    if (typeof value === 'string') {
      return parseLegacy(value).href;
    }

    if (value instanceof URL) {
      const record = { ...value._record };
      if (options.auth === false) {
        record.username = record.password = '';
      }

      if (options.search === false) {
        record.query = null;
      }

      return serialize(record, options.fragment !== false);
    }

    const protocol = value.protocol ? value.protocol.replace(/:?$/, ':') : '';
    const host =
      value.host ??
      (value.hostname
        ? `${value.hostname.includes(':') ? `[${value.hostname}]` : value.hostname}${
            value.port ? `:${value.port}` : ''
          }`
        : null);
    const query =
      value.query !== null && typeof value.query === 'object' && Object.keys(value.query).length > 0
        ? load('querystring').stringify(value.query)
        : '';
    let search = value.search || (query ? `?${query}` : '');
    if (search && !search.startsWith('?')) {
      search = `?${search}`;
    }

    const slashes = value.slashes || ((!protocol || isSpecial(protocol)) && host !== null) ? '//' : '';
    let file = value.pathname ?? '';
    if (slashes && file && !file.startsWith('/')) {
      file = `/${file}`;
    }

    const hash = value.hash ? value.hash.replace(/^#?/, '#') : '';
    return `${protocol}${slashes}${value.auth ? `${encodeURIComponent(value.auth).replace(/%3A/i, ':')}@` : ''}${host ?? ''}${file.replace(
      /[?#]/g,
      encodeURIComponent,
    )}${search.replaceAll('#', '%23')}${hash}`;
  }

  function resolveLegacy(from, to) {
    const resolved = new URL(to, new URL(from, 'resolve://'));
    return resolved.protocol === 'resolve:' ? `${resolved.pathname}${resolved.search}${resolved.hash}` : resolved.href;
  }

  module.exports = {
    URL,
    URLSearchParams,
    fileURLToPath,
    pathToFileURL,
    parse: parseLegacy,
    format: formatLegacy,
    resolve: resolveLegacy,
    Url,
    domainToASCII: (text) => parseHost(text, true) ?? '',
    domainToUnicode: (text) => text,
    urlToHttpOptions: (url) => ({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      hash: url.hash,
      search: url.search,
      pathname: url.pathname,
      path: `${url.pathname}${url.search}`,
      href: url.href,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      ...(url.username || url.password
        ? { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }
        : {}),
    }),
  };
  Object.defineProperty(module.exports, 'percentDecode', { value: percentDecode });
});
