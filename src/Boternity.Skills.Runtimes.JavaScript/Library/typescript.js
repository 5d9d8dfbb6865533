// TypeScript by stripping: what is only for types becomes blanks, so that every place stays what it was. Enums and
// parameter properties have code put in their place, on the lines where they stand.
(function (exports, load, module, internal) {
  'use strict';

  const { Parser, LexicalError, UnsupportedSyntax } = load('parser');
  const errors = load('errors');

  const blanked = (text) => text.replace(/[^\n\r\u2028\u2029]/g, ' ');

  const linesOf = (text) => text.replace(/[^\n\r\u2028\u2029]/g, '');

  function replace(source, blanks) {
    const isInsertion = ({ start, end }) => start === end;
    const ordered = [...blanks].sort(
      (first, second) =>
        first.start - second.start || isInsertion(second) - isInsertion(first) || second.end - first.end,
    );
    let result = '';
    let place = 0;
    for (const { start, end, isStatement, text: code } of ordered) {
      if (code === undefined ? end <= place : start < place) {
        continue;
      }

      if (code !== undefined) {
        result += source.slice(place, start) + code + linesOf(source.slice(start, end));
        place = end;
        continue;
      }

      const from = Math.max(start, place);
      const text = blanked(source.slice(from, end));
      result += source.slice(place, from);
      // What stood before must not go on with what comes after.
      result += isStatement && from === start ? `;${text.slice(1)}` : text;
      place = end;
    }

    return result + source.slice(place);
  }

  function placeOf(source, position) {
    const before = source.slice(0, position).split(/\r\n|[\n\r]/);
    return { line: before.length, column: before[before.length - 1].length + 1 };
  }

  function failure(error, source, file) {
    const { line, column } = placeOf(source, error.position);
    const made =
      error instanceof UnsupportedSyntax
        ? errors.coded(SyntaxError, 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX', error.message)
        : errors.coded(SyntaxError, 'ERR_INVALID_TYPESCRIPT_SYNTAX', error.message);
    const end = made.stack.indexOf(error.message) + error.message.length;
    Object.defineProperty(made, 'stack', {
      writable: true,
      configurable: true,
      enumerable: false,
      value: `${made.stack.slice(0, end)}\n    at ${file}:${line}:${column}`,
    });
    Object.defineProperty(made, 'lineNumber', { value: line, enumerable: false });
    return made;
  }

  // Strips types; throws a SyntaxError for what cannot be stripped.
  function strip(source, file) {
    let blanks;
    try {
      blanks = new Parser(source, { typescript: true }).parse();
    } catch (error) {
      if (error instanceof LexicalError) {
        throw failure(error, source, file);
      }

      throw error;
    }

    return replace(source, blanks);
  }

  // Takes `with { type: 'json' }` off the imports of a source.
  function stripAttributes(source) {
    try {
      return replace(source, new Parser(source).parse());
    } catch (error) {
      if (error instanceof LexicalError) {
        return source;
      }

      throw error;
    }
  }

  exports.strip = strip;
  exports.stripAttributes = stripAttributes;
  exports.placeOf = placeOf;
});
