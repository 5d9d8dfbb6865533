// node:vm, as far as one realm goes.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');

  class Script {
    constructor(code, options) {
      this.code = `${code}`;
      this.file = typeof options === 'string' ? options : (options?.filename ?? 'evalmachine.<anonymous>');
      native.checkSyntax(this.code, this.file, false);
    }

    runInThisContext() {
      return native.evalScript(this.code, this.file);
    }

    runInContext() {
      throw errors.refused('vm contexts', 'there is one realm');
    }

    runInNewContext() {
      throw errors.refused('vm contexts', 'there is one realm');
    }
  }

  const refuse = () => {
    throw errors.refused('vm contexts', 'there is one realm');
  };
  module.exports = {
    Script,
    createContext: refuse,
    runInContext: refuse,
    runInNewContext: refuse,
    isContext: () => false,
    runInThisContext: (code, options) => new Script(code, options).runInThisContext(),
    compileFunction: (code, names = []) => new Function(...names, code),
  };
});
