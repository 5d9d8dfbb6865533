// Tokens of JavaScript and TypeScript, on demand: whether a slash begins a regular expression, and whether a brace ends
// an expression inside a template, only the parser knows.
(function (exports, load, module, internal) {
  'use strict';

  const name = /[A-Za-z_$][\w$]*/y;
  const anyName =
    /(?:[\p{ID_Start}$_]|\\u[\dA-Fa-f]{4}|\\u\{[\dA-Fa-f]+\})(?:[\p{ID_Continue}$\u200c\u200d]|\\u[\dA-Fa-f]{4}|\\u\{[\dA-Fa-f]+\})*/uy;
  const number =
    /0[xX][\dA-Fa-f_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y;
  const punctuator =
    />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[{}()[\];,<>+\-*/%&|^!~?:=.@]/y;
  const string = /"(?:[^"\\\n\r]|\\(?:\r\n|[^]))*"|'(?:[^'\\\n\r]|\\(?:\r\n|[^]))*'/y;
  const regex = /\/(?:[^/\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[A-Za-z]*/y;
  const space = /(?:[ \t\v\f\u00a0\ufeff\u1680\u2000-\u200a\u202f\u205f\u3000]+|\/\/[^\n\r\u2028\u2029]*)/y;

  class LexicalError extends SyntaxError {
    constructor(message, position) {
      super(message);
      this.position = position;
    }
  }

  function match(pattern, source, position) {
    pattern.lastIndex = position;
    return pattern.exec(source)?.[0];
  }

  // { end, newline }: what lies between two tokens.
  function skip(source, start) {
    let position = start;
    let newline = false;
    for (;;) {
      const sign = source[position];
      if (sign === '\n' || sign === '\r' || sign === '\u2028' || sign === '\u2029') {
        newline = true;
        position++;
        continue;
      }

      if (sign === '/' && source[position + 1] === '*') {
        const end = source.indexOf('*/', position + 2);
        if (end < 0) {
          throw new LexicalError('unterminated comment', position);
        }

        newline ||= /[\n\r\u2028\u2029]/.test(source.slice(position, end));
        position = end + 2;
        continue;
      }

      const part = match(space, source, position);
      if (part === undefined) {
        return { end: position, newline };
      }

      position += part.length;
    }
  }

  // The token at or after a position: { type, value, start, end, newline }.
  function read(source, position) {
    const { end: start, newline } = skip(source, position);
    const make = (type, value) => ({ type, value, start, end: start + value.length, newline });
    const sign = source[start];
    if (sign === undefined) {
      return make('end', '');
    }

    if (sign === '"' || sign === "'") {
      const value = match(string, source, start);
      if (value === undefined) {
        throw new LexicalError('unterminated string', start);
      }

      return make('string', value);
    }

    if (sign === '`') {
      return readTemplate(source, start, newline);
    }

    if ((sign >= '0' && sign <= '9') || (sign === '.' && source[start + 1] >= '0' && source[start + 1] <= '9')) {
      return make('number', match(number, source, start));
    }

    let value = match(name, source, start);
    const after = source.charCodeAt(start + (value?.length ?? 0));
    if (value === undefined || after >= 0x80 || after === 0x5c) {
      value = match(anyName, source, start) ?? value;
    }

    if (value !== undefined) {
      return make('name', value);
    }

    if (sign === '#') {
      const inner = match(anyName, source, start + 1);
      if (inner !== undefined) {
        return make('private', `#${inner}`);
      }

      if (start === 0 && source[1] === '!') {
        return read(source, /\n|$/.exec(source).index);
      }
    }

    value = match(punctuator, source, start);
    if (value === undefined) {
      throw new LexicalError(`unexpected character '${String.fromCodePoint(source.codePointAt(start))}'`, start);
    }

    return make('punctuator', value);
  }

  // From a backtick, or from the brace that ends an expression, to the next expression or the end.
  function readTemplate(source, start, newline) {
    for (let i = start + 1; i < source.length; i++) {
      if (source[i] === '\\') {
        i++;
      } else if (source[i] === '`') {
        return { type: 'template', value: '`', start, end: i + 1, newline };
      } else if (source[i] === '$' && source[i + 1] === '{') {
        return { type: 'template', value: '${', start, end: i + 2, newline };
      }
    }

    throw new LexicalError('unterminated template', start);
  }

  function readRegex(source, start, newline) {
    const value = match(regex, source, start);
    if (value === undefined) {
      throw new LexicalError('unterminated regular expression', start);
    }

    return { type: 'regex', value, start, end: start + value.length, newline };
  }

  // The value of a string's token.
  function valueOf(token) {
    const text = token.value.slice(1, -1);
    return text.includes('\\') ? (0, eval)(token.value) : text;
  }

  module.exports = { read, readTemplate, readRegex, valueOf, LexicalError };
});
