exports.value = 42;
exports.other = require('./cycle-a.cjs').name;
