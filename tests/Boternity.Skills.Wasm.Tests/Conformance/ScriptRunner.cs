using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>Runs a script's commands against the engine: one store for the script, as all its instances may share what
/// they export.</summary>
internal sealed class ScriptRunner : IDisposable
{
    private readonly Engine _engine;
    private readonly Script _script;
    private readonly Store _store;
    private readonly Linker _linker = new();
    private readonly Dictionary<string, Module> _definitions = [];
    private readonly Dictionary<string, Instance> _instances = [];
    private Module? _latestDefinition;
    private Instance? _latest;

    private ScriptRunner(Engine engine, Script script)
    {
        _engine = engine;
        _script = script;
        _store = engine.CreateStore(new StoreOptions { MaxMemoryBytes = 16L << 30, Timeout = TimeSpan.FromMinutes(5) });
        SpectestModule.Define(_linker, _store);
    }

    public static ScriptResult Run(Engine engine, Script script)
    {
        using var runner = new ScriptRunner(engine, script);
        return runner.RunAll();
    }

    public void Dispose() => _store.Dispose();

    private ScriptResult RunAll()
    {
        int passed = 0;
        var failures = new List<string>();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ScriptCommand command in _script.Commands)
        {
            if (!command.AppliesToBinaries)
            {
                continue;
            }

            try
            {
                Execute(command);
                passed++;
            }
            catch (Exception exception)
            {
                // Whatever leaves the engine here is a failure of the command, and the next one is still of interest.
                if (exception is WasmUnsupportedException unsupported)
                {
                    missing.Add(unsupported.Proposal);
                }

                string reason = exception is ScriptFailureException
                    ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
                failures.Add($"{_script.Name}.wast:{command.Line} {command.Type}: {reason}");
            }
        }

        return new ScriptResult(passed, failures, missing);
    }

    private void Execute(ScriptCommand command)
    {
        switch (command.Type)
        {
            case "module":
                _latest = null;
                Name(command.Name, _latest = _linker.Instantiate(_store, Load(command)));
                break;
            case "module_definition":
                _latestDefinition = Load(command);
                if (command.Name is { } definition)
                {
                    _definitions[definition] = _latestDefinition;
                }

                break;
            case "module_instance":
                Module module = (command.Module is { } of ? _definitions.GetValueOrDefault(of) : _latestDefinition)
                    ?? throw new ScriptFailureException("The definition is missing.");
                Name(command.Instance, _latest = _linker.Instantiate(_store, module));
                break;
            case "register":
                _linker.DefineInstance(command.As!, Find(command.Name));
                break;
            case "action":
                Perform(command.Action!);
                break;
            case "assert_return":
                ExpectResults(command);
                break;
            case "assert_trap" or "assert_exhaustion":
                ExpectWords(command, Expect<WasmTrapException>(() => Perform(command.Action!)).Message);
                break;
            case "assert_invalid":
                ExpectRefusal<WasmValidationException>(command);
                break;
            case "assert_malformed":
                ExpectRefusal<WasmFormatException>(command);
                break;
            case "assert_unlinkable":
                Module unlinkable = Load(command);
                ExpectWords(command, Expect<WasmLinkException>(() => _linker.Instantiate(_store, unlinkable)).Detail);
                break;
            case "assert_uninstantiable":
                Module uninstantiable = Load(command);
                ExpectWords(command,
                    Expect<WasmTrapException>(() => _linker.Instantiate(_store, uninstantiable)).Message);
                break;
            default:
                throw new ScriptFailureException("The runner does not know the command.");
        }
    }

    private Module Load(ScriptCommand command) => _engine.LoadModule(_script.ReadBinary(command.Binary!));

    private void Name(string? name, Instance instance)
    {
        if (name is not null)
        {
            _instances[name] = instance;
        }
    }

    private Instance Find(string? name) =>
        (name is null ? _latest : _instances.GetValueOrDefault(name))
        ?? throw new ScriptFailureException($"The instance {name} was not made.");

    private (ValType[] Types, ulong[] Slots) Perform(ScriptAction action)
    {
        Instance instance = Find(action.Module);
        if (action.Type == "get")
        {
            Global global = instance.FindGlobal(action.Field)
                ?? throw new ScriptFailureException($"No global '{action.Field}'.");
            return ([global.Type.Type], global.Get().ToArray());
        }

        Function function = instance.FindFunction(action.Field)
            ?? throw new ScriptFailureException($"No function '{action.Field}'.");
        var arguments = new List<ulong>();
        foreach (ScriptValue value in action.Args)
        {
            value.AddSlots(_store, arguments);
        }

        return (function.Type.Results.ToArray(), function.Invoke([.. arguments]));
    }

    private void ExpectResults(ScriptCommand command)
    {
        (ValType[] types, ulong[] slots) = Perform(command.Action!);
        if (types.Length != command.Expected.Length)
        {
            throw new ScriptFailureException($"{types.Length} results, expected {command.Expected.Length}.");
        }

        int slot = 0;
        for (int i = 0; i < types.Length; i++)
        {
            ReadOnlySpan<ulong> value = slots.AsSpan(slot, types[i].SlotCount);
            if (!command.Expected[i].Matches(types[i], value, _store))
            {
                string words = string.Join(' ', value.ToArray().Select(part => $"0x{part:x}"));
                throw new ScriptFailureException(
                    $"{command.Action!.Field}: result {i} is {types[i].TextName} {words}, expected "
                        + $"{command.Expected[i]}.");
            }

            slot += value.Length;
        }
    }

    // With exactly the features of 2.0, what later versions added is an error of its own kind that names the proposal.
    // With more features than the engine has, that error says nothing about the assertion.
    private void ExpectRefusal<T>(ScriptCommand command)
        where T : WasmException
    {
        try
        {
            Expect<T>(() => Load(command));
        }
        catch (WasmUnsupportedException) when (_engine.Options.Features == WasmFeatures.Wasm20)
        {
        }
    }

    private static T Expect<T>(Action action)
        where T : WasmException
    {
        try
        {
            action();
        }
        catch (T expected)
        {
            return expected;
        }

        throw new ScriptFailureException($"No {typeof(T).Name}.");
    }

    // The reference interpreter asks that its own words start with the script's; some scripts say more than an engine
    // knows ("uninitialized element 2").
    private static void ExpectWords(ScriptCommand command, string words)
    {
        string expected = command.Text!;
        if (!words.StartsWith(expected, StringComparison.Ordinal)
            && !expected.StartsWith(words, StringComparison.Ordinal))
        {
            throw new ScriptFailureException($"The error is '{words}', expected '{expected}'.");
        }
    }
}
