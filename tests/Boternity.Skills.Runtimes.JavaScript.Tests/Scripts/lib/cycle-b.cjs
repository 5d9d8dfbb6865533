exports.seen = require('./cycle-a.cjs').name;
