// node:punycode, of which only the direction to ASCII is there.
(function (exports, load, module, internal) {
  'use strict';

  module.exports = { toASCII: (domain) => load('url').domainToASCII(domain), toUnicode: (domain) => domain };
});
