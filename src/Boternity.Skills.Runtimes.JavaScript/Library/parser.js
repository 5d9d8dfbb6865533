// Walks over JavaScript and TypeScript without building a tree: it notes where types stand and what replaces TypeScript
// that has code, and tells of imports and calls, with whether they are inside of a function or guarded by `try`. That a source is well-formed the interpreter's
// own parser decides; this one only has to find its way.
(function (exports, load, module, internal) {
  'use strict';

  const { read, readTemplate, readRegex, valueOf, LexicalError } = load('lexer');

  const binaryOperators = new Set([
    '+',
    '-',
    '*',
    '/',
    '%',
    '**',
    '<<',
    '>>',
    '>>>',
    '<',
    '>',
    '<=',
    '>=',
    '==',
    '!=',
    '===',
    '!==',
    '&',
    '|',
    '^',
    '&&',
    '||',
    '??',
    'instanceof',
  ]);
  const assignments = new Set([
    '=',
    '+=',
    '-=',
    '*=',
    '/=',
    '%=',
    '**=',
    '<<=',
    '>>=',
    '>>>=',
    '&=',
    '|=',
    '^=',
    '&&=',
    '||=',
    '??=',
  ]);
  const prefixes = new Set(['!', '~', '+', '-', '++', '--']);
  const wordPrefixes = new Set(['typeof', 'void', 'delete']);
  const modifiers = new Set([
    'public',
    'private',
    'protected',
    'readonly',
    'abstract',
    'override',
    'declare',
    'static',
    'async',
    'get',
    'set',
    'accessor',
  ]);
  const kept = new Set(['static', 'async', 'get', 'set']);
  const parameterModifiers = new Set(['public', 'private', 'protected', 'readonly', 'override']);

  // What no `const` may be called, though a member of an enum may.
  const reservedWords = new Set(
    (
      'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
      'false finally for function if implements import in instanceof interface let new null package private protected ' +
      'public return static super switch this throw true try typeof var void while with yield'
    ).split(' '),
  );

  class UnsupportedSyntax extends LexicalError {}

  class Parser {
    // `listener` has onImport(specifier, token, context), onCall(path, argument, token, context) and more, all optional.
    constructor(source, { typescript = false, listener = {} } = {}) {
      this.source = source;
      this.typescript = typescript;
      this.listener = listener;
      this.blanks = [];
      this.functions = 0;
      this.guards = 0;
      this.inGenerator = false;
      this.last = { end: 0 };
      this.token = read(source, 0);
    }

    parse() {
      while (this.token.type !== 'end') {
        this.statement();
      }

      return this.blanks;
    }

    get context() {
      return { isInFunction: this.functions > 0, isGuarded: this.guards > 0 };
    }

    // Tokens.
    next() {
      this.last = this.token;
      this.token = read(this.source, this.token.end);
      return this.last;
    }

    peek() {
      return read(this.source, this.token.end);
    }

    is(value) {
      return this.token.value === value && (this.token.type === 'punctuator' || this.token.type === 'name');
    }

    isAfter(token, value) {
      return token.value === value && (token.type === 'punctuator' || token.type === 'name');
    }

    accept(value) {
      if (this.is(value)) {
        this.next();
        return true;
      }

      return false;
    }

    expect(value) {
      if (!this.accept(value)) {
        this.fail(`expected '${value}'`);
      }

      return this.last;
    }

    fail(message = `unexpected '${this.token.value}'`) {
      throw new LexicalError(message, this.token.start);
    }

    unsupported(message, start = this.token.start) {
      throw new UnsupportedSyntax(message, start);
    }

    save() {
      return {
        token: this.token,
        last: this.last,
        blanks: this.blanks.length,
        functions: this.functions,
        guards: this.guards,
        inGenerator: this.inGenerator,
      };
    }

    restore(state) {
      this.token = state.token;
      this.last = state.last;
      this.blanks.length = state.blanks;
      this.functions = state.functions;
      this.guards = state.guards;
      this.inGenerator = state.inGenerator;
    }

    // Tries a way of reading; where it fails, everything is as before. Listeners are silent meanwhile.
    attempt(run) {
      const state = this.save();
      const { listener } = this;
      this.listener = {};
      try {
        return run() !== false;
      } catch (error) {
        if (!(error instanceof LexicalError) || error instanceof UnsupportedSyntax) {
          throw error;
        }

        this.restore(state);
        return false;
      } finally {
        this.listener = listener;
      }
    }

    // Reads what was found to fit once more, with the listeners.
    commit(run) {
      const state = this.save();
      if (!this.attempt(run)) {
        this.restore(state);
        return false;
      }

      if (Object.keys(this.listener).length > 0) {
        this.restore(state);
        run();
      }

      return true;
    }

    blank(start, end, isStatement = false) {
      if (end > start) {
        this.blanks.push({ start, end, isStatement });
      }
    }

    // Puts a text in the place of another, or between two characters.
    swap(start, end, text) {
      this.blanks.push({ start, end, text });
    }

    semicolon() {
      if (!this.accept(';') && !this.token.newline && !this.is('}') && this.token.type !== 'end') {
        this.fail();
      }
    }

    // Statements.
    statement() {
      const { token } = this;
      if (token.type === 'punctuator') {
        switch (token.value) {
          case '{':
            return this.block();
          case ';':
            return this.next();
          case '@':
            return this.unsupported('Decorators are not supported');
          default:
            return this.expressionStatement();
        }
      }

      return token.type === 'name' ? this.wordStatement(token) : this.expressionStatement();
    }

    block() {
      this.expect('{');
      while (!this.is('}')) {
        if (this.token.type === 'end') {
          this.fail("expected '}'");
        }

        this.statement();
      }

      this.next();
    }

    wordStatement(token) {
      switch (token.value) {
        case 'var':
          return this.variables();
        case 'const':
          return this.typescript && this.isAfter(this.peek(), 'enum') ? this.enumDeclaration() : this.variables();
        case 'let': {
          const after = this.peek();
          return (after.type === 'name' && !['in', 'instanceof', 'of'].includes(after.value)) ||
            after.value === '[' ||
            after.value === '{' ||
            after.value === 'of'
            ? this.variables()
            : this.expressionStatement();
        }

        case 'function':
          return this.functionDeclaration(token.start);
        case 'async': {
          const after = this.peek();
          return this.isAfter(after, 'function') && !after.newline
            ? this.functionDeclaration(token.start)
            : this.expressionStatement();
        }

        case 'class':
          return this.classLike();
        case 'if':
          this.next();
          this.parenthesized();
          this.statement();
          if (this.accept('else')) {
            this.statement();
          }

          return undefined;
        case 'for':
          return this.forStatement();
        case 'while':
        case 'with':
          this.next();
          this.parenthesized();
          return this.statement();
        case 'do':
          this.next();
          this.statement();
          this.expect('while');
          this.parenthesized();
          return this.accept(';');
        case 'switch':
          return this.switchStatement();
        case 'try':
          return this.tryStatement();
        case 'return':
        case 'throw':
          this.next();
          if (!this.is(';') && !this.is('}') && !this.token.newline && this.token.type !== 'end') {
            this.expression();
          }

          return this.semicolon();
        case 'break':
        case 'continue':
          this.next();
          if (this.token.type === 'name' && !this.token.newline) {
            this.next();
          }

          return this.semicolon();
        case 'debugger':
          this.next();
          return this.semicolon();
        case 'import': {
          const after = this.peek();
          return after.value === '(' || after.value === '.' ? this.expressionStatement() : this.importDeclaration();
        }

        case 'export':
          return this.exportDeclaration();
        default:
          return this.typescript && this.typeStatement(token.start) ? undefined : this.labelOrExpression();
      }
    }

    labelOrExpression() {
      const after = this.peek();
      if (this.isAfter(after, ':') && !['yield', 'await'].includes(this.token.value)) {
        this.next();
        this.next();
        return this.statement();
      }

      return this.expressionStatement();
    }

    expressionStatement() {
      this.expression();
      this.semicolon();
    }

    parenthesized() {
      this.expect('(');
      this.expression();
      this.expect(')');
    }

    variables(noIn = false) {
      this.next();
      do {
        this.binding();
        if (this.typescript && this.is('!')) {
          const start = this.next().start;
          this.blank(start, start + 1);
        }

        this.annotation();
        if (this.accept('=')) {
          this.assignment(noIn);
        }
      } while (this.accept(','));
      if (!noIn) {
        this.semicolon();
      }
    }

    forStatement() {
      this.next();
      this.accept('await');
      this.expect('(');
      if (this.is('var') || this.is('const') || (this.is('let') && this.peek().value !== 'in')) {
        this.variables(true);
      } else if (!this.is(';')) {
        this.expression(true);
      }

      if (this.accept('of')) {
        this.assignment();
      } else if (this.accept('in')) {
        this.expression();
      } else {
        this.expect(';');
        if (!this.is(';')) {
          this.expression();
        }

        this.expect(';');
        if (!this.is(')')) {
          this.expression();
        }
      }

      this.expect(')');
      this.statement();
    }

    switchStatement() {
      this.next();
      this.parenthesized();
      this.expect('{');
      while (!this.accept('}')) {
        if (this.accept('case')) {
          this.expression();
          this.expect(':');
        } else if (this.accept('default')) {
          this.expect(':');
        } else {
          this.statement();
        }
      }
    }

    tryStatement() {
      this.next();
      this.guards++;
      this.block();
      this.guards--;
      if (this.accept('catch')) {
        if (this.accept('(')) {
          this.binding();
          this.annotation();
          this.expect(')');
        }

        this.block();
      }

      if (this.accept('finally')) {
        this.block();
      }
    }

    // Names that are bound: a name, or a pattern.
    binding() {
      if (this.accept('[')) {
        while (!this.accept(']')) {
          if (!this.accept(',')) {
            this.accept('...');
            this.binding();
            this.initializer();
          }
        }
      } else if (this.accept('{')) {
        while (!this.accept('}')) {
          if (this.accept('...')) {
            this.binding();
          } else {
            this.propertyName();
            if (this.accept(':')) {
              this.binding();
            }

            this.initializer();
          }

          if (!this.is('}')) {
            this.expect(',');
          }
        }
      } else if (this.token.type === 'name') {
        this.next();
      } else {
        this.fail();
      }
    }

    initializer() {
      if (this.accept('=')) {
        this.assignment();
      }
    }

    propertyName() {
      if (this.accept('[')) {
        this.assignment();
        this.expect(']');
      } else if (['name', 'string', 'number', 'private'].includes(this.token.type)) {
        this.next();
      } else {
        this.fail();
      }
    }

    // Functions.
    functionDeclaration(start) {
      this.accept('async');
      this.expect('function');
      const isGenerator = this.accept('*');
      if (this.token.type === 'name') {
        this.next();
      }

      this.typeParameters();
      this.parameters();
      this.returnType();
      if (this.typescript && !this.is('{')) {
        this.semicolon();
        this.blank(start, this.last.end, true);
        return;
      }

      this.functionBody(isGenerator);
    }

    functionBody(isGenerator = false, readBlock = () => this.block()) {
      const { guards, inGenerator } = this;
      this.functions++;
      this.guards = 0;
      this.inGenerator = isGenerator;
      readBlock();
      this.functions--;
      this.guards = guards;
      this.inGenerator = inGenerator;
    }

    // `properties` collects the names of a constructor's parameters that are properties too.
    parameters(properties) {
      this.expect('(');
      while (!this.accept(')')) {
        const { start } = this.token;
        if (this.typescript) {
          if (this.is('@')) {
            this.unsupported('Decorators are not supported');
          }

          if (parameterModifiers.has(this.token.value)) {
            if (this.isOperandOfModifier(this.peek())) {
              this.parameterProperty(properties);
            }
          }

          if (this.is('this') && this.isAfter(this.peek(), ':')) {
            this.next();
            this.next();
            this.type();
            if (!this.is(')')) {
              this.expect(',');
            }

            this.blank(start, this.last.end);
            continue;
          }
        }

        this.accept('...');
        this.binding();
        if (this.typescript && this.is('?')) {
          const mark = this.next();
          this.blank(mark.start, mark.end);
        }

        this.annotation();
        this.initializer();
        if (!this.is(')')) {
          this.expect(',');
        }
      }
    }

    // `private readonly x: number`
    parameterProperty(properties) {
      const { start } = this.token;
      while (parameterModifiers.has(this.token.value) && this.isOperandOfModifier(this.peek())) {
        const { token } = this;
        this.next();
        this.blank(token.start, token.end);
      }

      if (properties === undefined) {
        this.unsupported('A parameter property is only allowed in a constructor implementation', start);
      }

      if (this.token.type !== 'name') {
        this.unsupported('A parameter property may not be declared using a binding pattern', start);
      }

      properties.push(this.token.value);
    }

    isOperandOfModifier(token) {
      return token.type === 'name' || token.value === '{' || token.value === '[';
    }

    // A constructor's body with the assignments of its parameter properties: at its start, or behind `super(…)`.
    constructorBlock(properties, isDerived, start) {
      const text = properties.map((name) => `this.${name} = ${name};`).join(' ');
      let isPlaced = !isDerived;
      this.expect('{');
      if (isPlaced) {
        this.swap(this.last.end, this.last.end, ` ${text}`);
      }

      while (!this.accept('}')) {
        if (this.token.type === 'end') {
          this.fail("expected '}'");
        }

        const isSuper = this.is('super') && this.peek().value === '(';
        this.statement();
        if (isSuper && !isPlaced) {
          this.swap(this.last.end, this.last.end, `; ${text}`);
          isPlaced = true;
        }
      }

      if (!isPlaced) {
        this.unsupported(
          "A constructor with a parameter property has to call 'super' in a statement of its own, in its body itself",
          start,
        );
      }
    }

    // The parameters and the body of an arrow function, where there is one; false where there is none.
    arrow(isConditional) {
      const isAsync = this.is('async');
      if (isAsync) {
        this.next();
        if (this.token.newline) {
          this.fail();
        }
      }

      let hasType = false;
      if (this.token.type === 'name') {
        this.next();
      } else {
        this.typeParameters();
        this.parameters();
        hasType = this.typescript && this.is(':');
        this.returnType(true);
      }

      if (!this.is('=>') || this.token.newline) {
        this.fail();
      }

      this.next();
      if (this.is('{')) {
        this.functionBody();
      } else {
        const { guards } = this;
        this.functions++;
        this.guards = 0;
        this.assignment();
        this.functions--;
        this.guards = guards;
      }

      if (isConditional && hasType && !this.is(':')) {
        this.fail();
      }
    }

    // Classes.
    classLike() {
      this.expect('class');
      if (
        this.token.type === 'name' &&
        !this.is('extends') &&
        !(this.typescript && this.is('implements') && this.peek().type === 'name')
      ) {
        this.next();
      }

      this.typeParameters();
      const isDerived = this.is('extends');
      if (this.accept('extends')) {
        this.subscripts(this.primary());
        this.typeArgumentsIfAny();
      }

      if (this.typescript && this.is('implements')) {
        const start = this.next().start;
        do {
          this.type();
        } while (this.accept(','));
        this.blank(start, this.last.end);
      }

      this.expect('{');
      while (!this.accept('}')) {
        if (!this.accept(';')) {
          this.member(isDerived);
        }
      }
    }

    member(isDerived) {
      const { start } = this.token;
      if (this.is('@')) {
        this.unsupported('Decorators are not supported');
      }

      let isGone = false;
      let isStatic = false;
      for (;;) {
        const { token } = this;
        if (token.type !== 'name' || !modifiers.has(token.value)) {
          break;
        }

        const after = this.peek();
        const isName =
          ['(', '=', ';', '}', ':', '?', '!', '<', ','].includes(after.value) && after.type === 'punctuator';
        if (
          isName ||
          after.type === 'end' ||
          (after.newline && !['static', 'get', 'set'].includes(token.value) && !this.typescript)
        ) {
          break;
        }

        this.next();
        isStatic ||= token.value === 'static';
        if (token.value === 'static' && this.is('{')) {
          this.functionBody();
          return;
        }

        if (this.typescript && !kept.has(token.value)) {
          if (token.value === 'accessor') {
            this.unsupported('Accessor fields are not supported', token.start);
          }

          isGone ||= token.value === 'abstract' || token.value === 'declare';
          this.blank(token.start, token.end);
        }
      }

      const isGenerator = this.accept('*');
      if (this.typescript && this.is('[') && this.isIndexSignature()) {
        this.skipBalanced('[', ']');
        this.expect(':');
        this.type();
        this.semicolon();
        this.blank(start, this.last.end, true);
        return;
      }

      const properties = this.is('constructor') && !isStatic ? [] : undefined;
      this.propertyName();
      if (this.typescript && (this.is('?') || this.is('!'))) {
        const mark = this.next();
        this.blank(mark.start, mark.end);
      }

      this.typeParameters();
      if (this.is('(')) {
        this.parameters(properties);
        this.returnType();
        if (this.typescript && !this.is('{')) {
          this.semicolon();
          this.blank(start, this.last.end, true);
          return;
        }

        this.functionBody(
          isGenerator,
          properties?.length > 0 ? () => this.constructorBlock(properties, isDerived, start) : undefined,
        );
        return;
      }

      this.annotation();
      if (this.accept('=')) {
        this.functions++;
        this.assignment();
        this.functions--;
      }

      this.semicolon();
      if (isGone) {
        this.blank(start, this.last.end, true);
      }
    }

    isIndexSignature() {
      const first = this.peek();
      return first.type === 'name' && this.isAfter(read(this.source, first.end), ':');
    }

    // Expressions. Precedence does not matter here: operands and operators follow one another.
    expression(noIn = false) {
      this.assignment(noIn);
      while (this.accept(',')) {
        this.assignment(noIn);
      }
    }

    assignment(noIn = false, isConditional = false) {
      const { token } = this;
      if (this.mayBeArrow(token) && this.commit(() => this.arrow(isConditional))) {
        return;
      }

      if (this.is('yield') && this.inGenerator) {
        this.next();
        this.accept('*');
        if (
          !this.token.newline &&
          !['', ')', ']', '}', ',', ';', ':', '?'].includes(this.token.value) &&
          !this.is('in')
        ) {
          this.assignment(noIn);
        }

        return;
      }

      this.operands(noIn);
      if (this.accept('?')) {
        this.assignment(false, true);
        this.expect(':');
        this.assignment(noIn, isConditional);
      } else if (this.token.type === 'punctuator' && assignments.has(this.token.value)) {
        this.next();
        this.assignment(noIn, isConditional);
      }
    }

    mayBeArrow(token) {
      if (token.value === '(' && token.type === 'punctuator') {
        return true;
      }

      if (token.value === '<' && token.type === 'punctuator') {
        return this.typescript;
      }

      if (token.type !== 'name') {
        return false;
      }

      const after = this.peek();
      return (
        (this.isAfter(after, '=>') && !after.newline) ||
        (token.value === 'async' &&
          !after.newline &&
          (after.value === '(' ||
            after.value === '<' ||
            (after.type === 'name' &&
              !['function', 'in', 'of', 'instanceof', 'as', 'satisfies'].includes(after.value))))
      );
    }

    operands(noIn) {
      this.unary();
      for (;;) {
        const { token } = this;
        if (
          this.typescript &&
          token.type === 'name' &&
          (token.value === 'as' || token.value === 'satisfies') &&
          !token.newline
        ) {
          this.next();
          if (!this.accept('const')) {
            this.type();
          }

          this.blank(token.start, this.last.end);
        } else if ((token.type === 'punctuator' || token.value === 'instanceof') && binaryOperators.has(token.value)) {
          this.next();
          this.unary();
        } else if (token.value === 'in' && token.type === 'name' && !noIn) {
          this.next();
          this.unary();
        } else {
          return;
        }
      }
    }

    unary() {
      const { token } = this;
      if (token.type === 'punctuator' && prefixes.has(token.value)) {
        this.next();
        return this.unary();
      }

      if (token.type === 'name' && wordPrefixes.has(token.value)) {
        this.next();
        return this.unary();
      }

      if (token.type === 'name' && token.value === 'await') {
        const after = this.peek();
        const isOperand = ['name', 'string', 'number', 'template'].includes(after.type)
          ? !['in', 'of', 'instanceof', 'as'].includes(after.value)
          : ['(', '[', '{', '!', '+', '-', '~', '/'].includes(after.value);
        if (isOperand && !(after.newline && after.value !== '(')) {
          this.next();
          return this.unary();
        }
      }

      if (this.typescript && this.is('<')) {
        this.unsupported(
          'The angle-bracket syntax for type assertions, `<T>expr`, is not supported in type strip mode. ' +
            'Instead, use the `as` syntax: `expr as T`.',
        );
      }

      this.subscripts(this.primary());
      if ((this.is('++') || this.is('--')) && !this.token.newline) {
        this.next();
      }

      return undefined;
    }

    // Gives the dotted name that an operand is, where it is one.
    primary() {
      const { token } = this;
      switch (token.type) {
        case 'name':
          return this.word(token);
        case 'string':
        case 'number':
        case 'private':
          this.next();
          return undefined;
        case 'template':
          this.template();
          return undefined;
        default:
          break;
      }

      switch (token.value) {
        case '(':
          this.parenthesized();
          return undefined;
        case '[':
          this.next();
          while (!this.accept(']')) {
            if (!this.accept(',')) {
              this.accept('...');
              this.assignment();
            }
          }

          return undefined;
        case '{':
          this.objectLiteral();
          return undefined;
        case '/':
        case '/=':
          this.token = readRegex(this.source, token.start, token.newline);
          this.next();
          return undefined;
        default:
          return this.fail();
      }
    }

    word(token) {
      switch (token.value) {
        case 'function':
          this.functionDeclaration(token.start);
          return undefined;
        case 'class':
          this.classLike();
          return undefined;
        case 'async': {
          const after = this.peek();
          if (this.isAfter(after, 'function') && !after.newline) {
            this.functionDeclaration(token.start);
            return undefined;
          }

          break;
        }

        case 'new':
          this.next();
          if (this.accept('.')) {
            this.next();
            return undefined;
          }

          this.subscripts(this.primary(), token);
          return undefined;
        case 'import':
          this.next();
          if (this.accept('.')) {
            this.next();
            return undefined;
          }

          if (this.is('(')) {
            const argument = this.peek();
            this.importArguments();
            this.listener.onImport?.(argument.type === 'string' ? valueOf(argument) : undefined, token, {
              ...this.context,
              isDynamic: true,
              isGuarded: this.guards > 0 || this.is('.'),
            });
          }

          return undefined;
        default:
          break;
      }

      this.next();
      return token.value;
    }

    // `(name, { with: { … } })`: the interpreter takes the name alone.
    importArguments() {
      this.expect('(');
      this.assignment();
      if (this.is(',')) {
        const { start } = this.token;
        this.next();
        if (!this.is(')')) {
          this.assignment();
          this.accept(',');
        }

        this.blank(start, this.last.end);
      }

      this.expect(')');
    }

    template() {
      while (this.token.value === '${') {
        this.next();
        this.expression();
        if (!this.is('}')) {
          this.fail("expected '}'");
        }

        this.token = readTemplate(this.source, this.token.start, this.token.newline);
      }

      this.next();
    }

    objectLiteral() {
      this.expect('{');
      while (!this.accept('}')) {
        if (this.accept('...')) {
          this.assignment();
        } else {
          this.property();
        }

        if (!this.is('}')) {
          this.expect(',');
        }
      }
    }

    property() {
      for (const word of ['async', 'get', 'set']) {
        const after = this.peek();
        if (this.is(word) && this.token.type === 'name' && !['(', ':', ',', '}', '=', '<'].includes(after.value)) {
          this.next();
        }
      }

      const isGenerator = this.accept('*');
      this.propertyName();
      if (this.is('(') || (this.typescript && this.is('<'))) {
        this.typeParameters();
        this.parameters();
        this.returnType();
        this.functionBody(isGenerator);
      } else if (this.accept(':')) {
        this.assignment();
      } else {
        this.initializer();
      }
    }

    subscripts(start, made) {
      let path = start;
      let hasOptional = false;
      for (;;) {
        const { token } = this;
        if (token.type === 'template') {
          this.template();
          path = undefined;
          continue;
        }

        if (token.type !== 'punctuator') {
          return;
        }

        switch (token.value) {
          case '.':
          case '?.':
            this.next();
            hasOptional ||= token.value === '?.';
            if (this.token.type === 'name' || this.token.type === 'private') {
              path = path === undefined ? undefined : `${path}.${this.token.value}`;
              this.next();
            } else if (token.value === '.') {
              this.fail();
            }

            break;
          case '[':
            this.next();
            this.expression();
            this.expect(']');
            path = undefined;
            break;
          case '(': {
            const argument = this.peek();
            const place = this.token;
            this.arguments();
            this.listener.onCall?.(path, argument, made ?? place, {
              ...this.context,
              isNew: made !== undefined,
            });
            path = undefined;
            break;
          }

          case '!':
            if (!this.typescript || token.newline) {
              return;
            }

            this.next();
            this.blank(token.start, token.end);
            break;
          case '<':
          case '<<':
            if (!this.typescript || !this.attempt(() => this.callTypeArguments())) {
              return;
            }

            break;
          default:
            return;
        }
      }
    }

    arguments() {
      this.expect('(');
      while (!this.accept(')')) {
        this.accept('...');
        this.assignment();
        if (!this.is(')')) {
          this.expect(',');
        }
      }
    }

    // Modules.
    importDeclaration() {
      const { start } = this.next();
      if (this.token.type === 'string') {
        this.specifier();
        return;
      }

      if (this.typescript && this.is('type')) {
        const after = this.peek();
        const isDefault = this.isAfter(after, 'from') && read(this.source, after.end).type === 'string';
        if (!isDefault && after.value !== ',' && after.value !== '=') {
          this.next();
          this.skipImportClause();
          this.expect('from');
          this.next();
          this.attributes();
          this.semicolon();
          this.blank(start, this.last.end, true);
          return;
        }
      }

      if (this.token.type === 'name') {
        this.next();
        if (this.typescript && this.is('=')) {
          this.unsupported('TypeScript import equals declaration is not supported in strip-only mode', start);
        }

        this.accept(',');
      }

      if (this.accept('*')) {
        this.expect('as');
        this.next();
      } else if (this.is('{')) {
        this.specifiers();
      }

      this.expect('from');
      this.specifier();
    }

    skipImportClause() {
      if (this.token.type === 'name' && !this.is('from')) {
        this.next();
        this.accept(',');
      }

      if (this.accept('*')) {
        this.expect('as');
        this.next();
      } else if (this.is('{')) {
        this.skipBalanced('{', '}');
      }
    }

    // `{ a, b as c, type D }`
    specifiers() {
      this.expect('{');
      while (!this.accept('}')) {
        const { token } = this;
        const after = this.peek();
        const isType =
          this.typescript &&
          token.value === 'type' &&
          token.type === 'name' &&
          (after.type === 'name' || after.type === 'string') &&
          !(
            after.value === 'as' &&
            [',', '}'].includes(read(this.source, after.end).value) === false &&
            read(this.source, read(this.source, after.end).end).value !== 'as' &&
            [',', '}'].includes(read(this.source, read(this.source, after.end).end).value)
          );
        if (isType) {
          this.next();
        }

        this.next();
        if (this.accept('as')) {
          this.next();
        }

        if (!this.is('}')) {
          this.expect(',');
        }

        if (isType) {
          this.blank(token.start, this.last.end);
        }
      }
    }

    specifier() {
      const { token } = this;
      if (token.type !== 'string') {
        this.fail();
      }

      this.next();
      this.attributes();
      this.semicolon();
      this.listener.onImport?.(valueOf(token), token, { ...this.context, isDynamic: false });
    }

    attributes() {
      if ((this.is('with') || this.is('assert')) && !(this.is('assert') && this.token.newline)) {
        const { token } = this;
        this.next();
        this.skipBalanced('{', '}');
        this.listener.onAttributes?.(token.start, this.last.end);
        this.blank(token.start, this.last.end);
      }
    }

    exportDeclaration() {
      const { start } = this.next();
      if (this.accept('default')) {
        return this.exportDefault(start);
      }

      if (this.accept('*')) {
        if (this.accept('as')) {
          this.next();
        }

        this.expect('from');
        return this.specifier();
      }

      if (this.is('{')) {
        this.specifiers();
        return this.accept('from') ? this.specifier() : this.semicolon();
      }

      if (this.typescript) {
        if (this.is('=')) {
          this.unsupported('TypeScript export assignment is not supported in strip-only mode', start);
        }

        if (this.is('as')) {
          this.next();
          this.next();
          this.next();
          this.semicolon();
          this.blank(start, this.last.end, true);
          return undefined;
        }

        if (this.is('import')) {
          this.unsupported('TypeScript import equals declaration is not supported in strip-only mode', start);
        }

        if (this.is('type')) {
          const after = this.peek();
          if (after.value === '{' || after.value === '*') {
            this.next();
            if (this.accept('*')) {
              if (this.accept('as')) {
                this.next();
              }
            } else {
              this.skipBalanced('{', '}');
            }

            if (this.accept('from')) {
              this.next();
              this.attributes();
            }

            this.semicolon();
            this.blank(start, this.last.end, true);
            return undefined;
          }
        }

        if (this.token.type === 'name' && this.typeStatement(start)) {
          return undefined;
        }

        if (this.is('function') || this.is('async')) {
          return this.functionDeclaration(start);
        }
      }

      return this.statement();
    }

    exportDefault(start) {
      if (this.typescript && this.is('interface') && this.peek().type === 'name') {
        this.interfaceDeclaration(start);
        return undefined;
      }

      if (this.typescript && this.is('abstract') && this.isAfter(this.peek(), 'class')) {
        const { token } = this;
        this.blank(token.start, token.end);
        this.next();
      }

      if (this.is('class')) {
        return this.classLike();
      }

      if (this.is('function') || (this.is('async') && this.isAfter(this.peek(), 'function'))) {
        return this.functionDeclaration(start);
      }

      this.assignment();
      return this.semicolon();
    }

    // Statements of TypeScript that vanish; false where the words mean something else.
    typeStatement(start) {
      const { token } = this;
      const after = this.peek();
      const isNamed =
        after.type === 'name' && !after.newline && !['in', 'instanceof', 'as', 'satisfies'].includes(after.value);
      switch (token.value) {
        case 'interface':
          if (isNamed) {
            this.interfaceDeclaration(start);
            return true;
          }

          return false;
        case 'type':
          if (!isNamed) {
            return false;
          }

          this.next();
          this.next();
          this.typeParameters();
          this.expect('=');
          this.type();
          this.semicolon();
          this.blank(start, this.last.end, true);
          return true;
        case 'declare':
          if (!isNamed) {
            return false;
          }

          this.next();
          this.declaration();
          this.blank(start, this.last.end, true);
          return true;
        case 'abstract':
          if (!this.isAfter(after, 'class') || after.newline) {
            return false;
          }

          this.blank(token.start, token.end);
          this.next();
          this.classLike();
          return true;
        case 'enum':
          if (!isNamed) {
            return false;
          }

          this.enumDeclaration();
          return true;
        case 'namespace':
        case 'module':
          if (!isNamed && !(token.value === 'module' && after.type === 'string' && !after.newline)) {
            return false;
          }

          if (!this.attempt(() => this.namespaceOfTypes())) {
            this.unsupported(
              `TypeScript ${token.value} declaration is not supported in strip-only mode, unless it holds types alone`,
            );
          }

          this.blank(start, this.last.end, true);
          return true;
        default:
          return false;
      }
    }

    // Fails where a namespace holds more than types.
    namespaceOfTypes() {
      this.next();
      do {
        this.next();
      } while (this.accept('.'));
      this.expect('{');
      while (!this.accept('}')) {
        this.accept('export');
        const isType = ['interface', 'type', 'declare', 'namespace', 'module'].includes(this.token.value);
        if (!this.accept(';') && !(isType && this.typeStatement(this.token.start))) {
          this.fail();
        }
      }
    }

    // An enum becomes an object: each member a constant that the following ones see, and a property, which has another
    // that leads back from its value where that is no text.
    enumDeclaration() {
      const { start } = this.token;
      this.accept('const');
      this.expect('enum');
      const name = this.token.value;
      if (this.token.type !== 'name') {
        this.fail();
      }

      this.next();
      this.expect('{');
      this.swap(
        start,
        this.last.end,
        `var ${name} = ((${name}) => { const $enum = ((last) => (key, value = last + 1) => { last = value; ` +
          `${name}[key] = value; if (typeof value !== 'string') ${name}[value] = key; return value; })(-1);`,
      );
      while (!this.is('}')) {
        this.enumMember(name);
        if (!this.is('}')) {
          const comma = this.expect(',');
          this.swap(comma.start, comma.end, ';');
        }
      }

      const end = this.next();
      this.swap(end.start, end.end, `; return ${name}; })(${name} ?? {});`);
    }

    enumMember(name) {
      const { start } = this.token;
      const isBracketed = this.accept('[');
      const { token } = this;
      if (token.type !== 'string' && (token.type !== 'name' || isBracketed)) {
        this.fail();
      }

      this.next();
      if (isBracketed) {
        this.expect(']');
      }

      const key = token.type === 'string' ? valueOf(token) : token.value;
      const isConstant = token.type === 'name' && key !== name && !reservedWords.has(key);
      const call = `${isConstant ? `const ${key} = ` : ''}$enum(${JSON.stringify(key)}`;
      if (!this.is('=')) {
        this.swap(start, this.last.end, `${call})`);
        return;
      }

      this.next();
      this.swap(start, this.last.end, `${call},`);
      this.assignment();
      this.swap(this.last.end, this.last.end, ')');
    }

    interfaceDeclaration(start) {
      this.expect('interface');
      this.next();
      this.typeParameters();
      if (this.accept('extends')) {
        do {
          this.type();
        } while (this.accept(','));
      }

      this.skipBalanced('{', '}');
      this.blank(start, this.last.end, true);
    }

    // What follows `declare`.
    declaration() {
      switch (this.token.value) {
        case 'function':
        case 'async':
          this.functionDeclaration(this.token.start);
          break;
        case 'class':
          this.classLike();
          break;
        case 'abstract':
          this.next();
          this.classLike();
          break;
        case 'global':
          this.next();
          this.skipBalanced('{', '}');
          break;
        case 'module':
        case 'namespace':
          this.next();
          do {
            this.next();
          } while (this.accept('.'));
          if (this.is('{')) {
            this.skipBalanced('{', '}');
          } else {
            this.semicolon();
          }

          break;
        case 'enum':
          this.next();
          this.next();
          this.skipBalanced('{', '}');
          break;
        case 'const':
          if (this.isAfter(this.peek(), 'enum')) {
            this.next();
            this.declaration();
            break;
          }

          this.variables();
          break;
        case 'let':
        case 'var':
          this.variables();
          break;
        default:
          if (!this.typeStatement(this.token.start)) {
            this.fail();
          }
      }
    }

    // Types.
    annotation() {
      if (this.typescript && this.is(':')) {
        const { start } = this.next();
        this.type();
        this.blank(start, this.last.end);
      }
    }

    returnType(isArrow = false) {
      if (!this.typescript || !this.is(':')) {
        return;
      }

      const { start } = this.next();
      this.predicateOrType(isArrow);
      this.blank(start, this.last.end);
    }

    predicateOrType() {
      if (this.is('asserts')) {
        const after = this.peek();
        if (after.type === 'name' && !after.newline) {
          this.next();
        }
      }

      if (this.token.type === 'name') {
        const after = this.peek();
        if (this.isAfter(after, 'is') && !after.newline) {
          this.next();
          this.next();
        }
      }

      this.type();
    }

    typeParameters() {
      if (!this.typescript || !this.is('<')) {
        return;
      }

      const { start } = this.next();
      while (!this.isClosing()) {
        while (
          ['const', 'in', 'out'].includes(this.token.value) &&
          this.peek().type === 'name' &&
          !this.isAfter(this.peek(), 'extends')
        ) {
          this.next();
        }

        if (this.token.type !== 'name') {
          this.fail();
        }

        this.next();
        if (this.accept('extends')) {
          this.type();
        }

        if (this.accept('=')) {
          this.type();
        }

        if (!this.isClosing()) {
          this.expect(',');
        }
      }

      this.close();
      this.blank(start, this.last.end);
    }

    isClosing() {
      return this.token.type === 'punctuator' && this.token.value.startsWith('>');
    }

    // One `>`, of which a token may have several.
    close() {
      if (!this.isClosing()) {
        this.fail("expected '>'");
      }

      const { start, newline } = this.token;
      this.last = { type: 'punctuator', value: '>', start, end: start + 1, newline };
      this.token = read(this.source, start + 1);
    }

    typeArguments() {
      if (this.is('<<')) {
        // `f<<T>(x: T) => T>(...)`
        this.token = { ...this.token, value: '<', end: this.token.start + 1 };
      }

      this.expect('<');
      while (!this.isClosing()) {
        this.type();
        if (!this.isClosing()) {
          this.expect(',');
        }
      }

      this.close();
    }

    typeArgumentsIfAny() {
      if (this.typescript && this.is('<')) {
        const { start } = this.token;
        this.typeArguments();
        this.blank(start, this.last.end);
      }
    }

    // In an expression: only where what follows cannot be an operand.
    callTypeArguments() {
      const { start } = this.token;
      this.typeArguments();
      const { token } = this;
      const isFine =
        token.type === 'template' ||
        token.type === 'end' ||
        token.newline ||
        (token.type === 'punctuator' &&
          [
            '(',
            ')',
            ']',
            '}',
            ':',
            ';',
            ',',
            '.',
            '?.',
            '==',
            '===',
            '!=',
            '!==',
            '&&',
            '||',
            '??',
            '^',
            '&',
            '|',
            '?',
            '=',
          ].includes(token.value));
      if (!isFine) {
        this.fail();
      }

      this.blank(start, this.last.end);
    }

    type() {
      if (this.isFunctionType()) {
        this.accept('abstract');
        this.accept('new');
        this.typeParametersInType();
        this.skipBalanced('(', ')');
        this.expect('=>');
        this.predicateOrType();
        return;
      }

      this.unionType();
      let isConditional = false;
      while (this.is('extends') && !this.token.newline) {
        this.next();
        if (this.isFunctionType()) {
          this.type();
        } else {
          this.unionType();
        }

        isConditional = true;
      }

      if (isConditional) {
        this.expect('?');
        this.type();
        this.expect(':');
        this.type();
      }
    }

    typeParametersInType() {
      const { blanks } = this;
      this.blanks = [];
      try {
        this.typeParameters();
      } finally {
        this.blanks = blanks;
      }
    }

    isFunctionType() {
      if (
        this.is('<') ||
        (this.is('new') && ['(', '<'].includes(this.peek().value)) ||
        (this.is('abstract') && this.isAfter(this.peek(), 'new'))
      ) {
        return true;
      }

      if (!this.is('(')) {
        return false;
      }

      const state = this.save();
      let result;
      try {
        this.skipBalanced('(', ')');
        result = this.is('=>');
      } catch (error) {
        if (!(error instanceof LexicalError)) {
          throw error;
        }

        result = false;
      }

      this.restore(state);
      return result;
    }

    unionType() {
      if (this.is('|') || this.is('&')) {
        this.next();
      }

      this.operandType();
      while (this.is('|') || this.is('&')) {
        this.next();
        if (this.isFunctionType()) {
          this.type();
          return;
        }

        this.operandType();
      }
    }

    operandType() {
      const { token } = this;
      if (token.type === 'name' && ['keyof', 'unique', 'readonly', 'infer'].includes(token.value)) {
        const after = this.peek();
        if (
          !after.newline &&
          (after.type === 'name' || after.type === 'string' || ['(', '[', '{'].includes(after.value))
        ) {
          this.next();
          this.operandType();
          return;
        }
      }

      this.primaryType();
      while (this.is('[') && !this.token.newline) {
        this.next();
        if (!this.is(']')) {
          this.type();
        }

        this.expect(']');
      }
    }

    primaryType() {
      const { token } = this;
      switch (token.type) {
        case 'string':
        case 'number':
          this.next();
          return;
        case 'template':
          while (this.token.value === '${') {
            this.next();
            this.type();
            if (!this.is('}')) {
              this.fail("expected '}'");
            }

            this.token = readTemplate(this.source, this.token.start, this.token.newline);
          }

          this.next();
          return;
        case 'name':
          this.namedType();
          return;
        default:
          break;
      }

      switch (token.value) {
        case '(':
          this.next();
          this.type();
          this.expect(')');
          return;
        case '[':
          this.tupleType();
          return;
        case '{':
          this.skipBalanced('{', '}');
          return;
        case '-':
          this.next();
          this.next();
          return;
        default:
          this.fail();
      }
    }

    namedType() {
      if (this.accept('typeof') && !this.is('import')) {
        this.next();
      } else if (this.accept('import')) {
        this.skipBalanced('(', ')');
      } else if (this.last.value !== 'typeof' || this.last.type !== 'name') {
        this.next();
      }

      while (this.accept('.')) {
        this.next();
      }

      if ((this.is('<') || this.is('<<')) && !this.token.newline) {
        this.typeArguments();
      }
    }

    tupleType() {
      this.expect('[');
      while (!this.accept(']')) {
        this.accept('...');
        if (this.token.type === 'name') {
          const after = this.peek();
          if (
            this.isAfter(after, ':') ||
            (this.isAfter(after, '?') && this.isAfter(read(this.source, after.end), ':'))
          ) {
            this.next();
            this.accept('?');
            this.next();
          }
        }

        this.type();
        this.accept('?');
        if (!this.is(']')) {
          this.expect(',');
        }
      }
    }

    // From one bracket to its partner, over whatever tokens there are.
    skipBalanced(open, close) {
      this.expect(open);
      const stack = [close];
      while (stack.length > 0) {
        const { token } = this;
        if (token.type === 'end') {
          this.fail(`expected '${stack[stack.length - 1]}'`);
        } else if (token.type === 'template' && token.value === '${') {
          stack.push('`');
        } else if (token.type === 'punctuator') {
          const pair = { '(': ')', '[': ']', '{': '}' }[token.value];
          if (pair !== undefined) {
            stack.push(pair);
          } else if (token.value === '}' && stack[stack.length - 1] === '`') {
            this.token = readTemplate(this.source, token.start, token.newline);
            if (this.token.value === '`') {
              stack.pop();
            }
          } else if (token.value === stack[stack.length - 1]) {
            stack.pop();
          } else if (')]}'.includes(token.value)) {
            this.fail();
          }
        }

        this.next();
      }
    }
  }

  module.exports = { Parser, LexicalError, UnsupportedSyntax };
});
