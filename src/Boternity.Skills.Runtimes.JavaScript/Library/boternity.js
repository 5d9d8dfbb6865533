// The module `boternity`: the functions of the host, under the skill's grants.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');
  const { ask } = load('host');
  const HostFunction = 3;
  const levels = ['trace', 'debug', 'info', 'warn', 'error'];

  function call(name, ...args) {
    const { header, body } = ask(HostFunction, { function: name, arguments: args });
    if (header.error !== undefined) {
      const error = new Error(header.error);
      error.code = 'ERR_SANDBOX_DENIED';
      throw error;
    }

    return { header, body };
  }

  function text(name, argument) {
    errors.validateString(argument, 'name');
    return load('buffer').helpers.decode(call(name, argument).body);
  }

  module.exports = {
    getSecret: (name) => text('get-secret', name),
    readEnv: (name) => text('read-env', name),
    log(message, level = 'info') {
      if (!levels.includes(level)) {
        throw errors.invalidArgValue('level', level, `must be one of: ${levels.join(', ')}`);
      }

      call('log', level, `${message}`);
    },
    recallMemory(query, limit = 5) {
      errors.validateString(query, 'query');
      errors.validateInteger(limit, 'limit', 1, 100);
      return call('recall-memory', query, `${limit}`).header.memories;
    },
  };
});
