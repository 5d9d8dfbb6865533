exports.name = 'a';
exports.fromB = require('./cycle-b.cjs').seen;
