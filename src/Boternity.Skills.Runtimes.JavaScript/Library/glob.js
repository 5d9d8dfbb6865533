// Patterns over paths: `*`, `?`, `**`, `[...]`, `{a,b}`.
(function (exports, load, module, internal) {
  'use strict';

  function braces(pattern) {
    const open = pattern.indexOf('{');
    if (open < 0) {
      return [pattern];
    }

    let depth = 0;
    const choices = [];
    let start = open + 1;
    for (let i = open; i < pattern.length; i++) {
      const sign = pattern[i];
      if (sign === '{') {
        depth++;
      } else if (sign === '}') {
        depth--;
      }

      if ((sign === ',' && depth === 1) || depth === 0) {
        choices.push(pattern.slice(start, i));
        start = i + 1;
      }

      if (depth === 0) {
        const rest = braces(pattern.slice(i + 1));
        return choices.flatMap((choice) =>
          braces(choice).flatMap((middle) => rest.map((end) => `${pattern.slice(0, open)}${middle}${end}`)),
        );
      }
    }

    return [pattern];
  }

  function expression(pattern) {
    let text = '';
    for (let i = 0; i < pattern.length; i++) {
      const sign = pattern[i];
      if (sign === '*' && pattern[i + 1] === '*') {
        if (pattern[i + 2] === '/') {
          text += '(?:[^/]+/)*';
          i += 2;
        } else {
          text += '.*';
          i++;
        }
      } else if (sign === '*') {
        text += '[^/]*';
      } else if (sign === '?') {
        text += '[^/]';
      } else if (sign === '[' && pattern.indexOf(']', i) > 0) {
        const end = pattern.indexOf(']', i);
        text += `[${pattern.slice(i + 1, end).replace(/^!/, '^')}]`;
        i = end;
      } else {
        text += RegExp.escape(sign);
      }
    }

    return text;
  }

  function compile(pattern) {
    const tests = braces(pattern).map((each) => new RegExp(`^${expression(each)}$`, 's'));
    return (path) => tests.some((test) => test.test(path));
  }

  module.exports = { compile, matches: (path, pattern) => compile(pattern)(path) };
});
