exports.answer = (n) => n * 21;
exports.default = 1;
module.exports.late = 'x';
