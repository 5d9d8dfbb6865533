export default 'default value';
export const named = { a: 1 };
let counter = 0;
export function later() { return ++counter; }
