// util.parseArgs.
(function (exports, load, module, internal) {
  'use strict';

  const errors = load('errors');

  function parseArgs(config = {}) {
    const { process } = load('process');
    const args = [...(config.args ?? process.argv.slice(process.argv[1] === '[eval]' ? 1 : 2))];
    const options = config.options ?? {};
    const strict = config.strict ?? true;
    const allowPositionals = config.allowPositionals ?? !strict;
    const allowNegative = config.allowNegative ?? false;
    const shorts = new Map();
    for (const [name, option] of Object.entries(options)) {
      if (option.type !== 'string' && option.type !== 'boolean') {
        throw errors.invalidArgType(`options.${name}.type`, ["'string'", "'boolean'"], option.type);
      }

      if (option.short !== undefined) {
        shorts.set(option.short, name);
      }
    }

    const values = Object.create(null);
    const positionals = [];
    const tokens = [];

    const shown = (name) => {
      const option = options[name];
      return `${option?.short ? `-${option.short}, ` : ''}--${name}`;
    };

    function store(name, rawName, value, inline, index) {
      const isKnown = Object.hasOwn(options, name);
      const type = options[name]?.type;
      if (strict && !isKnown) {
        const hint = allowPositionals
          ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in ` +
            `'-- "${rawName}"`
          : '';
        throw errors.coded(TypeError, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${rawName}'${hint}`);
      }

      if (strict && type === 'string' && value === undefined) {
        throw errors.coded(
          TypeError,
          'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
          `Option '${shown(name)} <value>' argument missing`,
        );
      }

      if (strict && type === 'boolean' && typeof value === 'string') {
        throw errors.coded(
          TypeError,
          'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
          `Option '${shown(name)}' does not take an argument`,
        );
      }

      tokens.push({
        kind: 'option',
        name,
        rawName,
        index,
        value: typeof value === 'string' ? value : undefined,
        inlineValue: typeof value === 'string' ? inline : undefined,
      });
      if (name === '__proto__') {
        return;
      }

      const stored = value ?? true;
      if (options[name]?.multiple) {
        (values[name] ??= []).push(stored);
      } else {
        values[name] = stored;
      }
    }

    for (let i = 0; i < args.length; i++) {
      const arg = args[i];
      if (arg === '--') {
        tokens.push({ kind: 'option-terminator', index: i });
        for (let j = i + 1; j < args.length; j++) {
          positional(args[j], j);
        }

        break;
      }

      if (arg.startsWith('--')) {
        const at = arg.indexOf('=', 2);
        let name = arg.slice(2, at < 0 ? undefined : at);
        let value = at < 0 ? undefined : arg.slice(at + 1);
        const rawName = `--${name}`;
        if (at < 0 && allowNegative && name.startsWith('no-') && options[name.slice(3)]?.type === 'boolean') {
          name = name.slice(3);
          value = false;
        } else if (at < 0 && options[name]?.type === 'string' && i + 1 < args.length) {
          value = following(name, i);
          store(name, rawName, value, false, i);
          i++;
          continue;
        }

        store(name, rawName, value, at >= 0, i);
        continue;
      }

      if (arg.startsWith('-') && arg.length > 1) {
        for (let j = 1; j < arg.length; j++) {
          const name = shorts.get(arg[j]) ?? arg[j];
          if (options[name]?.type !== 'string') {
            store(name, `-${arg[j]}`, undefined, false, i);
          } else if (j + 1 < arg.length) {
            store(name, `-${arg[j]}`, arg.slice(j + 1), true, i);
            break;
          } else if (i + 1 < args.length) {
            store(name, `-${arg[j]}`, following(name, i), false, i);
            i++;
            break;
          } else {
            store(name, `-${arg[j]}`, undefined, false, i);
          }
        }

        continue;
      }

      positional(arg, i);
    }

    function following(name, index) {
      const value = args[index + 1];
      if (strict && value.startsWith('-') && value.length > 1) {
        throw errors.coded(
          TypeError,
          'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
          `Option '${shown(
            name,
          )}' argument is ambiguous.\nDid you forget to specify the option argument for '${shown(name)}'?\nTo specify an ` +
            `option argument starting with a dash use ${
              options[name]?.short ? `'-${options[name].short}-XYZ' or ` : ''
            }'--${name}=-XYZ'.`,
        );
      }

      return value;
    }

    function positional(value, index) {
      if (!allowPositionals) {
        throw errors.coded(
          TypeError,
          'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
          `Unexpected argument '${value}'. This command does not take positional arguments`,
        );
      }

      tokens.push({ kind: 'positional', index, value });
      positionals.push(value);
    }

    for (const [name, option] of Object.entries(options)) {
      if (option.default !== undefined && values[name] === undefined) {
        values[name] = option.default;
      }
    }

    return config.tokens ? { values, positionals, tokens } : { values, positionals };
  }

  module.exports = { parseArgs };
});
