// The host behind the sandbox: requests over HTTP, and scripts of the same skill.
(function (exports, load, module, internal) {
  'use strict';

  const { native } = internal;
  const errors = load('errors');
  const HttpRequest = 1;
  const Script = 2;
  const codes = {
    denied: 'ERR_SANDBOX_DENIED',
    'timed-out': 'ETIMEDOUT',
    'name-not-resolved': 'ENOTFOUND',
    'connection-refused': 'ECONNREFUSED',
    'url-invalid': 'ERR_INVALID_URL',
    invalid: 'ERR_INVALID_ARG_VALUE',
  };

  // One question, one answer: { header, body }.
  function ask(operation, header, body = new Uint8Array(0)) {
    const answer = native.call(operation, JSON.stringify(header), body.buffer, body.byteOffset, body.length);
    if (typeof answer === 'number') {
      throw errors.refused(
        operation === HttpRequest ? 'The network' : 'A script started by a script',
        `the host answers no such request (${answer})`,
      );
    }

    const bytes = new Uint8Array(answer);
    let end = bytes.indexOf(10);
    if (end < 0) {
      end = bytes.length;
    }

    return { header: JSON.parse(native.utf8Decode(answer, 0, end)), body: bytes.subarray(end + 1) };
  }

  exports.ask = ask;

  // { status, headers, body }; throws what the host said against it.
  exports.request = (request, body) => {
    const { header, body: content } = ask(HttpRequest, request, body);
    if (header.error !== undefined) {
      const error = new Error(header.error);
      error.code = codes[header.kind] ?? 'ECONNRESET';
      throw error;
    }

    return { status: header.status, headers: header.headers ?? [], body: content };
  };

  // { exitCode, stdout, stderr }
  exports.runScript = (script, input) => {
    const { header, body } = ask(Script, script, input);
    if (header.error !== undefined) {
      const error = errors.refused(`The script ${script.path}`, header.error);
      throw error;
    }

    return {
      exitCode: header.exitCode,
      stdout: body.subarray(0, header.stdoutLength),
      stderr: body.subarray(header.stdoutLength),
    };
  };
});
