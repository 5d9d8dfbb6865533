// Deep equality, strict and loose, as assert and util.isDeepStrictEqual have it.
(function (exports, load, module, internal) {
  'use strict';

  const { types, tagOf } = load('types');

  const tag = (value) => Object.prototype.toString.call(value);

  function ownKeys(value, strict) {
    const keys = Object.keys(value);
    return strict
      ? [
          ...keys,
          ...Object.getOwnPropertySymbols(value).filter((key) =>
            Object.prototype.propertyIsEnumerable.call(value, key),
          ),
        ]
      : keys;
  }

  function isDeepEqual(first, second, strict, seen = []) {
    if (strict ? Object.is(first, second) : first === second || (Number.isNaN(first) && Number.isNaN(second))) {
      return true;
    }

    if (first === null || second === null || typeof first !== 'object' || typeof second !== 'object') {
      return (
        !strict &&
        first == second &&
        (first === null || typeof first !== 'object') &&
        (second === null || typeof second !== 'object')
      );
    }

    if (strict && Object.getPrototypeOf(first) !== Object.getPrototypeOf(second)) {
      return false;
    }

    if (tag(first) !== tag(second) || Array.isArray(first) !== Array.isArray(second)) {
      return false;
    }

    if (types.isDate(first) || types.isDate(second)) {
      if (!types.isDate(first) || !types.isDate(second) || !Object.is(first.getTime(), second.getTime())) {
        return false;
      }
    } else if (types.isRegExp(first)) {
      if (!types.isRegExp(second) || String(first) !== String(second) || first.lastIndex !== second.lastIndex) {
        return false;
      }
    } else if (types.isNativeError(first) || first instanceof Error) {
      if (
        first.message !== second.message ||
        first.name !== second.name ||
        !isDeepEqual(first.cause, second.cause, strict, seen)
      ) {
        return false;
      }
    } else if (types.isBoxedPrimitive(first)) {
      if (!types.isBoxedPrimitive(second) || !Object.is(first.valueOf(), second.valueOf())) {
        return false;
      }
    } else if (types.isAnyArrayBuffer(first)) {
      return isDeepEqual([...new Uint8Array(first)], [...new Uint8Array(second)], strict);
    } else if (types.isTypedArray(first)) {
      if (!types.isTypedArray(second) || tagOf.call(first) !== tagOf.call(second) || first.length !== second.length) {
        return false;
      }

      for (let i = 0; i < first.length; i++) {
        if (strict ? !Object.is(first[i], second[i]) : first[i] !== second[i]) {
          return false;
        }
      }

      return true;
    }

    if (Array.isArray(first) && first.length !== second.length) {
      return false;
    }

    const keys = ownKeys(first, strict);
    const others = ownKeys(second, strict);
    if (
      keys.length !== others.length ||
      !keys.every((key) => Object.prototype.propertyIsEnumerable.call(second, key))
    ) {
      return false;
    }

    if (seen.some(([one, other]) => one === first && other === second)) {
      return true;
    }

    seen.push([first, second]);
    const result =
      keys.every((key) => isDeepEqual(first[key], second[key], strict, seen)) &&
      (!types.isSet(first) || equalSets(first, second, strict, seen)) &&
      (!types.isMap(first) || equalMaps(first, second, strict, seen));
    seen.pop();
    return result;
  }

  function equalSets(first, second, strict, seen) {
    if (!types.isSet(second) || first.size !== second.size) {
      return false;
    }

    const left = [...second].filter((each) => !first.has(each));
    for (const each of first) {
      if (second.has(each)) {
        continue;
      }

      const at = left.findIndex((other) => isDeepEqual(each, other, strict, seen));
      if (at < 0) {
        return false;
      }

      left.splice(at, 1);
    }

    return true;
  }

  function equalMaps(first, second, strict, seen) {
    if (!types.isMap(second) || first.size !== second.size) {
      return false;
    }

    const left = [...second.keys()].filter((key) => !first.has(key));
    for (const [key, value] of first) {
      if (second.has(key)) {
        if (!isDeepEqual(value, second.get(key), strict, seen)) {
          return false;
        }

        continue;
      }

      const at = left.findIndex(
        (other) => isDeepEqual(key, other, strict, seen) && isDeepEqual(value, second.get(other), strict, seen),
      );
      if (at < 0) {
        return false;
      }

      left.splice(at, 1);
    }

    return true;
  }

  module.exports = { isDeepEqual };
});
