// node:querystring.
(function (exports, load, module, internal) {
  'use strict';

  const unreserved = /[^A-Za-z0-9\-_.!~*'()]/;

  function escape(value) {
    const text = typeof value === 'object' && value !== null ? String(value) : `${value}`;
    return unreserved.test(text) ? encodeURIComponent(text) : text;
  }

  function unescape(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return load('url').percentDecode(text);
    }
  }

  function primitive(value) {
    return typeof value === 'string'
      ? value
      : typeof value === 'number' && Number.isFinite(value)
        ? `${value}`
        : typeof value === 'bigint' || typeof value === 'boolean'
          ? `${value}`
          : '';
  }

  function stringify(object, separator = '&', equals = '=', options = {}) {
    if (object === null || typeof object !== 'object') {
      return '';
    }

    const encode = options?.encodeURIComponent ?? querystring.escape;
    return Object.keys(object)
      .flatMap((key) =>
        (Array.isArray(object[key]) ? object[key] : [object[key]]).map(
          (value) => `${encode(primitive(key))}${equals}${encode(primitive(value))}`,
        ),
      )
      .join(separator);
  }

  function parse(text, separator = '&', equals = '=', options = {}) {
    const result = Object.create(null);
    if (typeof text !== 'string' || text.length === 0) {
      return result;
    }

    const decode = options?.decodeURIComponent ?? querystring.unescape;
    const most = options?.maxKeys ?? 1000;
    let parts = text.split(separator || '&');
    if (most > 0) {
      parts = parts.slice(0, most);
    }

    for (const part of parts) {
      if (part === '') {
        continue;
      }

      const at = part.indexOf(equals || '=');
      const [key, value] = (at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + (equals || '=').length)]).map(
        (each) => decode(each.replaceAll('+', ' ')),
      );
      result[key] = !(key in result)
        ? value
        : Array.isArray(result[key])
          ? [...result[key], value]
          : [result[key], value];
    }

    return result;
  }

  const querystring = { escape, unescape, stringify, parse, encode: stringify, decode: parse };
  module.exports = querystring;
});
