// import { log } from "boternity:skill/host"; // and readFile, httpGet, getSecret and others

// Gets the input, returns the answer; what is thrown is the skill's own error.
export function execute(input) {
  return input.toUpperCase();
}
