export const area = (r) => Math.PI * r ** 2;
export default class {}
