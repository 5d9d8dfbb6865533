// The locale en-US, for the functions that scripts format numbers and dates with. Others are taken for it.
(function (exports, load, module, internal) {
  'use strict';

  const months = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ];
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const currencies = {
    USD: '$',
    EUR: '€',
    GBP: '£',
    JPY: '¥',
    INR: '₹',
    CNY: 'CN¥',
    KRW: '₩',
    BRL: 'R$',
    CAD: 'CA$',
    AUD: 'A$',
    MXN: 'MX$',
    NZD: 'NZ$',
    ILS: '₪',
    VND: '₫',
    TWD: 'NT$',
  };

  const group = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ',');

  // Half away from zero on the decimal digits that the number prints as.
  function toFixed(value, places) {
    const text = value.toFixed(Math.min(places, 100));
    const exact = Number(`${Math.round(Number(`${value}e${places}`))}e-${places}`);
    return Number.isFinite(exact) && Math.abs(value) < 1e15 ? exact.toFixed(places) : text;
  }

  function formatNumber(given, options = {}) {
    if (typeof given === 'bigint') {
      const text = `${given}`;
      return text.startsWith('-') ? `-${group(text.slice(1))}` : group(text);
    }

    const value = Number(given);
    if (Number.isNaN(value)) {
      return 'NaN';
    }

    const { style = 'decimal', currency, notation, useGrouping = true } = options;
    let number = Math.abs(value);
    let suffix = '';
    if (style === 'percent') {
      number *= 100;
      suffix = '%';
    }

    if (notation === 'compact' && number >= 1000) {
      const power = Math.min(Math.floor(Math.log10(number) / 3), 4);
      number /= 1000 ** power;
      suffix = `${
        options.compactDisplay === 'long'
          ? [' thousand', ' million', ' billion', ' trillion'][power - 1]
          : 'KMBT'[power - 1]
      }${suffix}`;
    }

    const isYen = currency === 'JPY' || currency === 'KRW' || currency === 'VND';
    const least =
      options.minimumFractionDigits ??
      (style === 'currency' && !isYen ? Math.min(2, options.maximumFractionDigits ?? 2) : 0);
    const most = Math.max(
      least,
      options.maximumFractionDigits ??
        (style === 'currency'
          ? isYen
            ? 0
            : 2
          : style === 'percent'
            ? 0
            : notation === 'compact'
              ? number < 100 && suffix !== ''
                ? number < 10
                  ? 1
                  : 0
                : 0
              : 3),
    );
    let text =
      number === Infinity
        ? '∞'
        : options.maximumSignificantDigits || options.minimumSignificantDigits
          ? significant(number, options.minimumSignificantDigits ?? 1, options.maximumSignificantDigits ?? 21)
          : toFixed(number, most);
    if (text.includes('.') && !options.maximumSignificantDigits) {
      const [whole, part] = text.split('.');
      const kept = part.replace(/0+$/, '').padEnd(least, '0');
      text = kept === '' ? whole : `${whole}.${kept}`;
    }

    let [whole, part] = text.split('.');
    if (options.minimumIntegerDigits) {
      whole = whole.padStart(options.minimumIntegerDigits, '0');
    }

    if (useGrouping && useGrouping !== 'false') {
      whole = group(whole);
    }

    text = part === undefined ? whole : `${whole}.${part}`;
    if (style === 'currency') {
      const sign =
        options.currencyDisplay === 'code'
          ? `${currency}\u00a0`
          : options.currencyDisplay === 'name'
            ? ''
            : (currencies[currency] ?? `${currency}\u00a0`);
      text = `${sign}${text}${options.currencyDisplay === 'name' ? ` ${currency}` : ''}`;
    } else if (style === 'unit') {
      suffix += ` ${options.unit}`;
    }

    const isNegative = value < 0 || Object.is(value, -0);
    const mark = isNegative
      ? '-'
      : options.signDisplay === 'always' || (options.signDisplay === 'exceptZero' && value !== 0)
        ? '+'
        : '';
    return `${options.signDisplay === 'never' ? '' : mark}${text}${suffix}`;
  }

  function significant(number, least, most) {
    if (number === 0) {
      return '0';
    }

    const text = Number(number.toPrecision(Math.min(most, 100))).toString();
    const count = text.replace(/^0\.0*|\./g, '').length;
    return count >= least ? text : `${text}${text.includes('.') ? '' : '.'}${'0'.repeat(least - count)}`;
  }

  // The fields of a time in UTC or in a fixed offset; zones beyond these are not known.
  function fieldsOf(date, zone) {
    const match = /^(?:Etc\/)?(?:UTC|GMT)$|^([+-])(\d\d):?(\d\d)$/.exec(zone ?? 'UTC');
    if (!match) {
      throw new RangeError(`Invalid time zone specified: ${zone}: the sandbox knows UTC and offsets`);
    }

    const shift = match[1] ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
    const moved = new Date(date.getTime() + shift * 60000);
    return {
      year: moved.getUTCFullYear(),
      month: moved.getUTCMonth(),
      day: moved.getUTCDate(),
      weekday: moved.getUTCDay(),
      hour: moved.getUTCHours(),
      minute: moved.getUTCMinutes(),
      second: moved.getUTCSeconds(),
      millisecond: moved.getUTCMilliseconds(),
    };
  }

  const two = (number) => `${number}`.padStart(2, '0');

  function formatDate(date, given = {}, needs = 'any', fills = 'date') {
    if (Number.isNaN(date.getTime())) {
      return 'Invalid Date';
    }

    const options = expand(given);
    const dateKeys = ['weekday', 'year', 'month', 'day', 'era'];
    const timeKeys = ['hour', 'minute', 'second', 'fractionalSecondDigits', 'dayPeriod'];
    const has = (keys) => keys.some((key) => options[key] !== undefined);
    if (!(needs !== 'time' && has(dateKeys)) && !(needs !== 'date' && has(timeKeys))) {
      if (fills !== 'time') {
        options.year = options.month = options.day = 'numeric';
      }

      if (fills !== 'date') {
        options.hour = options.minute = options.second = 'numeric';
      }
    }

    const fields = fieldsOf(date, options.timeZone);
    const parts = [formatDay(fields, options), formatTime(fields, options)].filter((part) => part !== '');
    const isLong = given.dateStyle === 'full' || given.dateStyle === 'long';
    return parts.join(isLong ? ' at ' : ', ');
  }

  const styles = {
    date: {
      full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
      long: { year: 'numeric', month: 'long', day: 'numeric' },
      medium: { year: 'numeric', month: 'short', day: 'numeric' },
      short: { year: '2-digit', month: 'numeric', day: 'numeric' },
    },
    time: {
      full: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'long' },
      long: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
      medium: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
      short: { hour: 'numeric', minute: '2-digit' },
    },
  };

  const expand = (options) => ({
    ...options,
    ...styles.date[options?.dateStyle],
    ...styles.time[options?.timeStyle],
  });

  function formatDay(fields, options) {
    const weekday =
      options.weekday === undefined
        ? ''
        : options.weekday === 'long'
          ? days[fields.weekday]
          : days[fields.weekday].slice(0, options.weekday === 'narrow' ? 1 : 3);
    const year =
      options.year === undefined ? '' : options.year === '2-digit' ? two(fields.year % 100) : `${fields.year}`;
    const day = options.day === undefined ? '' : options.day === '2-digit' ? two(fields.day) : `${fields.day}`;
    if (['long', 'short', 'narrow'].includes(options.month)) {
      const month =
        options.month === 'long'
          ? months[fields.month]
          : months[fields.month].slice(0, options.month === 'narrow' ? 1 : 3);
      const middle = day === '' ? month : `${month} ${day}`;
      const tail = year === '' ? middle : day === '' ? `${middle} ${year}` : `${middle}, ${year}`;
      return weekday === '' ? tail : `${weekday}, ${tail}`;
    }

    const month =
      options.month === undefined ? '' : options.month === '2-digit' ? two(fields.month + 1) : `${fields.month + 1}`;
    const numbers = [month, day, year].filter((part) => part !== '').join('/');
    return weekday !== '' && numbers !== '' ? `${weekday}, ${numbers}` : weekday + numbers;
  }

  function formatTime(fields, options) {
    if (options.hour === undefined && options.minute === undefined && options.second === undefined) {
      return '';
    }

    const is24 = options.hour12 === false || options.hourCycle === 'h23' || options.hourCycle === 'h24';
    const hours = is24 ? fields.hour : fields.hour % 12 || 12;
    const parts = [];
    if (options.hour !== undefined) {
      parts.push(options.hour === '2-digit' || is24 ? two(hours) : `${hours}`);
    }

    if (options.minute !== undefined) {
      parts.push(options.hour === undefined && options.second === undefined ? `${fields.minute}` : two(fields.minute));
    }

    if (options.second !== undefined) {
      const second = options.minute === undefined ? `${fields.second}` : two(fields.second);
      parts.push(
        options.fractionalSecondDigits
          ? `${second}.${`${fields.millisecond}`.padStart(3, '0').slice(0, options.fractionalSecondDigits)}`
          : second,
      );
    }

    const mark = options.hour === undefined || is24 ? '' : `\u202f${fields.hour < 12 ? 'AM' : 'PM'}`;
    const zone =
      options.timeZoneName === undefined
        ? ''
        : options.timeZoneName === 'long'
          ? ' Coordinated Universal Time'
          : ' UTC';
    return `${parts.join(':')}${mark}${zone}`;
  }

  const collate = (options) => {
    const { numeric = false, sensitivity = 'variant' } = options ?? {};
    const base = (text) =>
      text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .toLowerCase();
    const keys = (text) => (numeric ? text.split(/(\d+)/) : [text]);
    const compare = (first, second) => {
      const [left, right] = [keys(base(first)), keys(base(second))];
      for (let i = 0; i < Math.min(left.length, right.length); i++) {
        if (left[i] === right[i]) {
          continue;
        }

        return numeric && i % 2 === 1 && Number(left[i]) !== Number(right[i])
          ? Number(left[i]) < Number(right[i])
            ? -1
            : 1
          : comparePlain(left[i], right[i]);
      }

      return left.length - right.length;
    };
    return (first, second) => {
      const order = Math.sign(compare(`${first}`, `${second}`));
      if (order !== 0 || sensitivity === 'base' || first === second) {
        return order;
      }

      const accents = (text) => text.normalize('NFD').toLowerCase();
      const marks = sensitivity === 'case' ? 0 : comparePlain(accents(`${first}`), accents(`${second}`));
      if (marks !== 0 || sensitivity === 'accent') {
        return marks;
      }

      // Small letters before capitals.
      for (let i = 0; i < Math.min(first.length, second.length); i++) {
        if (first[i] !== second[i]) {
          return first[i] === first[i].toLowerCase() ? -1 : 1;
        }
      }

      return 0;
    };
  };

  // Signs before digits before letters, as the root of Unicode's collation has it.
  function comparePlain(first, second) {
    const rank = (sign) => (/[\s]/.test(sign) ? 0 : /[\p{P}\p{S}]/u.test(sign) ? 1 : /\p{N}/u.test(sign) ? 2 : 3);
    for (let i = 0; i < Math.min(first.length, second.length); i++) {
      if (first[i] !== second[i]) {
        const order = rank(first[i]) - rank(second[i]);
        return order !== 0 ? Math.sign(order) : first[i] < second[i] ? -1 : 1;
      }
    }

    return Math.sign(first.length - second.length);
  }

  function define(target, members) {
    for (const name of Object.keys(members)) {
      Object.defineProperty(target, name, {
        value: members[name],
        writable: true,
        configurable: true,
        enumerable: false,
      });
    }
  }

  const plainCompare = collate();
  define(Number.prototype, {
    toLocaleString(locales, options) {
      return formatNumber(Number(this), options);
    },
  });
  define(BigInt.prototype, {
    toLocaleString(locales, options) {
      return formatNumber(BigInt(this), options);
    },
  });
  define(Date.prototype, {
    toLocaleString(locales, options) {
      return formatDate(this, options, 'any', 'all');
    },
    toLocaleDateString(locales, options) {
      return formatDate(this, options, 'date', 'date');
    },
    toLocaleTimeString(locales, options) {
      return formatDate(this, options, 'time', 'time');
    },
  });
  define(String.prototype, {
    localeCompare(other, locales, options) {
      return (options === undefined ? plainCompare : collate(options))(String(this), String(other));
    },
    toLocaleUpperCase() {
      return String(this).toUpperCase();
    },
    toLocaleLowerCase() {
      return String(this).toLowerCase();
    },
  });

  class NumberFormat {
    constructor(locales, options = {}) {
      Object.defineProperty(this, 'format', { value: (value) => formatNumber(value, options) });
      Object.defineProperty(this, '_options', { value: options });
    }

    formatToParts(value) {
      return [{ type: 'literal', value: this.format(value) }];
    }

    resolvedOptions() {
      return { locale: 'en-US', numberingSystem: 'latn', style: 'decimal', ...this._options };
    }
  }

  class DateTimeFormat {
    constructor(locales, options = {}) {
      Object.defineProperty(this, 'format', {
        value: (value) => formatDate(value === undefined ? new Date() : new Date(value), options),
      });
      Object.defineProperty(this, '_options', { value: options });
    }

    formatToParts(value) {
      const date = value === undefined ? new Date() : new Date(value);
      const types = [];
      const text = formatDate(date, this._options);
      for (const [part] of text.matchAll(/[A-Za-z]+|\d+|[^A-Za-z\d]+/g)) {
        types.push({
          type: /^\d|^[A-Za-z]/.test(part) ? typeOf(part, types, this._options) : 'literal',
          value: part,
        });
      }

      return types;
    }

    resolvedOptions() {
      return { locale: 'en-US', calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC', ...this._options };
    }
  }

  function typeOf(part, before, options) {
    if (/^[AP]M$/.test(part)) {
      return 'dayPeriod';
    }

    if (/^[A-Za-z]/.test(part)) {
      return days.some((day) => day.startsWith(part))
        ? 'weekday'
        : months.some((month) => month.startsWith(part))
          ? 'month'
          : 'timeZoneName';
    }

    const full = expand(options);
    const isDefault = !['weekday', 'year', 'month', 'day', 'hour', 'minute', 'second'].some((key) => full[key]);
    const order = ['month', 'day', 'year', 'hour', 'minute', 'second'].filter((key) =>
      isDefault
        ? ['month', 'day', 'year'].includes(key)
        : full[key] && !(key === 'month' && /^(long|short|narrow)$/.test(full[key])),
    );
    return order.find((key) => !before.some(({ type }) => type === key)) ?? 'literal';
  }

  class Collator {
    constructor(locales, options) {
      Object.defineProperty(this, 'compare', { value: collate(options) });
    }

    resolvedOptions() {
      return { locale: 'en-US', usage: 'sort', sensitivity: 'variant', numeric: false };
    }
  }

  class PluralRules {
    constructor(locales, options = {}) {
      Object.defineProperty(this, '_type', { value: options.type ?? 'cardinal' });
    }

    select(number) {
      if (this._type === 'cardinal') {
        return number === 1 ? 'one' : 'other';
      }

      const [tens, ones] = [number % 100, number % 10];
      return ones === 1 && tens !== 11
        ? 'one'
        : ones === 2 && tens !== 12
          ? 'two'
          : ones === 3 && tens !== 13
            ? 'few'
            : 'other';
    }
  }

  class ListFormat {
    constructor(locales, { type = 'conjunction' } = {}) {
      Object.defineProperty(this, '_word', {
        value: type === 'disjunction' ? 'or' : type === 'unit' ? '' : 'and',
      });
    }

    format(items) {
      const list = [...items];
      const word = this._word;
      return list.length <= 1
        ? list.join('')
        : word === ''
          ? list.join(', ')
          : list.length === 2
            ? `${list[0]} ${word} ${list[1]}`
            : `${list.slice(0, -1).join(', ')}, ${word} ${list[list.length - 1]}`;
    }
  }

  class RelativeTimeFormat {
    constructor(locales, { numeric = 'always' } = {}) {
      Object.defineProperty(this, '_numeric', { value: numeric });
    }

    format(value, unit) {
      const name = unit.replace(/s$/, '');
      if (this._numeric === 'auto' && name === 'day' && Math.abs(value) <= 1) {
        return value === 0 ? 'today' : value < 0 ? 'yesterday' : 'tomorrow';
      }

      const count = formatNumber(Math.abs(value));
      const text = `${count} ${name}${Math.abs(value) === 1 ? '' : 's'}`;
      return value < 0 || Object.is(value, -0) ? `${text} ago` : `in ${text}`;
    }
  }

  class Segmenter {
    constructor(locales, { granularity = 'grapheme' } = {}) {
      Object.defineProperty(this, '_kind', { value: granularity });
    }

    segment(text) {
      const pattern =
        this._kind === 'word'
          ? /[\p{L}\p{N}\p{M}_'’]+|[^\p{L}\p{N}\p{M}_]/gu
          : this._kind === 'sentence'
            ? /[^.!?]+[.!?]*\s*/gu
            : /\r\n|\p{RI}\p{RI}|\p{Emoji}(?:\p{EMod}|\ufe0f)?(?:\u200d\p{Emoji}(?:\p{EMod}|\ufe0f)?)*|.\p{M}*/gsu;
      return [...text.matchAll(pattern)].map((found) => ({
        segment: found[0],
        index: found.index,
        input: text,
        ...(this._kind === 'word' ? { isWordLike: /[\p{L}\p{N}]/u.test(found[0]) } : {}),
      }));
    }
  }

  const Intl = {
    NumberFormat,
    DateTimeFormat,
    Collator,
    PluralRules,
    ListFormat,
    RelativeTimeFormat,
    Segmenter,
    getCanonicalLocales: (locales) => [locales ?? []].flat(),
    supportedValuesOf: () => [],
  };
  for (const name of [
    'NumberFormat',
    'DateTimeFormat',
    'Collator',
    'PluralRules',
    'ListFormat',
    'RelativeTimeFormat',
    'Segmenter',
  ]) {
    const Class = Intl[name];
    Class.supportedLocalesOf = (locales) => [locales ?? []].flat();
    // Some are called without new.
    Intl[name] = new Proxy(Class, { apply: (target, self, args) => new target(...args) });
  }

  Object.defineProperty(globalThis, 'Intl', { value: Intl, writable: true, configurable: true, enumerable: false });
});
