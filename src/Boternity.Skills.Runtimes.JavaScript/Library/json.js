// JSON.parse with the texts of errors that scripts print: what is wrong and where, as V8 says it.
(function (exports, load, module, internal) {
  'use strict';

  const { parse } = JSON;
  const ContextLength = 10;

  class Fault {
    constructor(message, position) {
      this.message = message;
      this.position = position;
    }
  }

  // Finds what is wrong with a text that is no JSON.
  class Scanner {
    constructor(text) {
      this.text = text;
      this.position = 0;
    }

    get sign() {
      return this.text[this.position];
    }

    space() {
      while (this.sign !== undefined && ' \t\n\r'.includes(this.sign)) {
        this.position++;
      }

      return this.sign;
    }

    fail(message, position = this.position) {
      if (position >= this.text.length && message === undefined) {
        throw new Fault('Unexpected end of JSON input');
      }

      if (message !== undefined) {
        throw new Fault(`${message} in JSON`, position);
      }

      throw new Fault(undefined, position);
    }

    whole() {
      this.value();
      if (this.space() !== undefined) {
        throw new Fault('Unexpected non-whitespace character after JSON', this.position);
      }
    }

    value() {
      const sign = this.space();
      if (sign === '{') {
        this.object();
      } else if (sign === '[') {
        this.array();
      } else if (sign === '"') {
        this.string();
      } else if (sign === '-' || (sign >= '0' && sign <= '9')) {
        this.number();
      } else {
        const word = { t: 'true', f: 'false', n: 'null' }[sign];
        if (word === undefined) {
          this.fail();
        }

        for (const expected of word) {
          if (this.sign !== expected) {
            this.fail();
          }

          this.position++;
        }
      }
    }

    object() {
      this.position++;
      if (this.space() === '}') {
        this.position++;
        return;
      }

      for (let isFirst = true; ; isFirst = false) {
        if (this.space() !== '"') {
          this.fail(isFirst ? "Expected property name or '}'" : 'Expected double-quoted property name');
        }

        this.string();
        if (this.space() !== ':') {
          this.fail("Expected ':' after property name");
        }

        this.position++;
        this.value();
        const sign = this.space();
        this.position++;
        if (sign === '}') {
          return;
        }

        if (sign !== ',') {
          this.fail("Expected ',' or '}' after property value", this.position - 1);
        }
      }
    }

    array() {
      this.position++;
      if (this.space() === ']') {
        this.position++;
        return;
      }

      for (;;) {
        this.value();
        const sign = this.space();
        this.position++;
        if (sign === ']') {
          return;
        }

        if (sign !== ',') {
          this.fail("Expected ',' or ']' after array element", this.position - 1);
        }
      }
    }

    string() {
      for (this.position++; this.sign !== '"'; this.position++) {
        if (this.sign === undefined) {
          this.fail('Unterminated string');
        }

        if (this.sign < ' ') {
          this.fail('Bad control character in string literal');
        }

        if (this.sign === '\\') {
          this.position++;
          if (this.sign === 'u') {
            for (let i = 0; i < 4; i++) {
              this.position++;
              if (!/[\dA-Fa-f]/.test(this.sign ?? '')) {
                this.fail('Bad Unicode escape');
              }
            }
          } else if (this.sign === undefined || !'"\\/bfnrt'.includes(this.sign)) {
            this.fail(this.sign === undefined ? 'Unterminated string' : 'Bad escaped character');
          }
        }
      }

      this.position++;
    }

    digits(message) {
      if (!(this.sign >= '0' && this.sign <= '9')) {
        this.fail(message);
      }

      while (this.sign >= '0' && this.sign <= '9') {
        this.position++;
      }
    }

    number() {
      if (this.sign === '-') {
        this.position++;
      }

      if (this.sign === '0') {
        this.position++;
        if (this.sign >= '0' && this.sign <= '9') {
          this.fail('Unexpected number');
        }
      } else {
        this.digits('No number after minus sign');
      }

      if (this.sign === '.') {
        this.position++;
        this.digits('Unterminated fractional number');
      }

      if (this.sign === 'e' || this.sign === 'E') {
        this.position++;
        if (this.sign === '+' || this.sign === '-') {
          this.position++;
        }

        this.digits('Exponent part is missing a number');
      }
    }
  }

  function excerpt(text, position) {
    if (text.length <= 2 * ContextLength) {
      return `"${text}"`;
    }

    const start = Math.max(position - ContextLength, 0);
    const end = Math.min(position + ContextLength, text.length);
    return `${start > 0 ? '...' : ''}"${text.slice(start, end)}"${end < text.length ? '...' : ''}`;
  }

  function explain(text) {
    try {
      new Scanner(text).whole();
      return undefined;
    } catch (fault) {
      if (!(fault instanceof Fault)) {
        throw fault;
      }

      if (fault.position === undefined) {
        return fault.message;
      }

      if (fault.message === undefined) {
        const sign = String.fromCodePoint(text.codePointAt(fault.position));
        return `Unexpected token '${sign}', ${excerpt(text, fault.position)} is not valid JSON`;
      }

      const lines = text.slice(0, fault.position).split(/\r\n|\n|\r/);
      return `${fault.message} at position ${fault.position} (line ${lines.length} column ${
        lines[lines.length - 1].length + 1
      })`;
    }
  }

  Object.defineProperty(JSON, 'parse', {
    writable: true,
    configurable: true,
    enumerable: false,
    value: {
      parse(text, reviver) {
        const source = typeof text === 'string' ? text : `${text}`;
        try {
          return parse(source, reviver);
        } catch (error) {
          if (!(error instanceof SyntaxError)) {
            throw error;
          }

          const isWord =
            text === undefined || (typeof text === 'object' && text !== null && source.startsWith('[object '));
          const message = isWord ? `"${source}" is not valid JSON` : explain(source);
          throw message === undefined ? error : new SyntaxError(message);
        }
      },
    }.parse,
  });
});
