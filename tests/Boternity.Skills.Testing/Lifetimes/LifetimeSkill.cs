using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>
/// Writes a random program as a skill that any engine runs: a component with what the program needs, the program, and a
/// caller, whose <c>execute</c> calls the program a few times and answers with a number that depends on all that
/// happened.
/// </summary>
internal sealed class LifetimeSkill
{
    private const int Calls = 12;
    private const int Slots = 40;

    private const ValType Core = ValType.I32;

    private readonly Random _random;
    private readonly LifetimeProgram _program;

    // Which resources' handles the caller has, by slot.
    private readonly Dictionary<int, int> _held = [];
    private readonly Dictionary<string, int> _imports = [];
    private int _slots;

    private LifetimeSkill(Random random)
    {
        _random = random;

        // Wasmtime lets a post-return leave its component where another component called.
        _program = new LifetimeGenerator(random, dropsAfterwards: false).Generate();
    }

    public static byte[] Write(int seed) => new LifetimeSkill(new Random(seed)).Write();

    private byte[] Write()
    {
        List<string> core = ["make", "log", "digest"];
        List<byte[]> sections =
        [
            Nested(LifetimeProvider.Write()),
            Nested(LifetimeComponent.Write(_program)),
            Instances([0, 0, 0]),
            Aliases(
            [
                Join([3, 0, 0], Name("h")),
                .. LifetimeProvider.Functions.Select(name => Join([1, 0, 0], Name(name))),
            ]),
            Instances(Join([0, 1], Vector(
            [
                Join(Name("h"), [3, 0]),
                .. LifetimeProvider.Functions[..^1].Select((name, i) => Join(Name(name), [1, (byte)i])),
            ]))),
            Canons([1, 0, 0, 0], [1, 0, 3, 0], [1, 0, 5, 0]),
        ];
        int functions = LifetimeProvider.Functions.Length;
        for (int part = 0; part < _program.Parts.Length; part++)
        {
            int count = _program.Parts[part].Functions.Length;
            byte instance = (byte)(2 + part);
            sections.Add(Aliases(Join([5, 0, 1], Name($"c{part}"))));
            sections.Add(Aliases(
            [
                Join([3, 0, instance], Name("r")),
                .. Enumerable.Range(0, count).Select(k => Join([1, 0, instance], Name($"f{k}"))),
            ]));
            for (int k = 0; k < count; k++)
            {
                sections.Add(Canons(Join([1, 0], Number((uint)functions++), [0])));
                core.Add($"c{part}-f{k}");
            }
        }

        for (int resource = 0; resource <= _program.Parts.Length; resource++)
        {
            sections.Add(Canons([3, (byte)resource]));
            core.Add($"drop{resource}");
        }

        var module = new ModuleWriter();
        foreach (string name in core)
        {
            (int parameters, bool hasResult) = SignatureOf(name);
            _imports.Add(name, module.ImportFunction(
                PluginWriter.ImportModule,
                name,
                module.Type([.. Enumerable.Repeat(Core, parameters)], hasResult ? [Core] : [])));
        }

        sections.AddRange(new PluginWriter(core).Write(
            module, _program.Parts.Length + 1, functions, WriteCalls, (Slots, Core)));
        return ToBinary([.. sections]);
    }

    private (int Parameters, bool HasResult) SignatureOf(string name)
    {
        if (name[0] != 'c')
        {
            return (name is "make" or "digest" ? 0 : 1, name is "make" or "digest");
        }

        int[] place = [.. name[1..].Split("-f").Select(static text => int.Parse(text, null))];
        (LifetimeType[] parameters, LifetimeType? result) = _program.TypeOf(place[0], place[1]);
        return (parameters.Length, result is not null);
    }

    private void WriteCalls(CodeWriter code)
    {
        // The first two locals are the input.
        _slots = 2;
        for (int done = 0; done < Calls; done++)
        {
            if (_held.Count > 0 && _random.Next(5) == 0)
            {
                (int slot, int resource) = _held.ElementAt(_random.Next(_held.Count));
                _held.Remove(slot);
                code.Get(slot).Call(_imports[$"drop{resource}"]);
                continue;
            }

            WriteCall(code);
        }

        code.Call(_imports["digest"]);
    }

    private void WriteCall(CodeWriter code)
    {
        int part = _random.Next(_program.Parts.Length);
        int function = _random.Next(_program.Parts[part].Functions.Length);
        (LifetimeType[] parameters, LifetimeType? result) = _program.TypeOf(part, function);
        List<int> arguments = [];
        foreach (LifetimeType parameter in parameters)
        {
            if (parameter.Kind != LifetimeKind.Number && FindHandle(code, parameter) is not { } _)
            {
                return;
            }
        }

        foreach (LifetimeType parameter in parameters)
        {
            if (parameter.Kind == LifetimeKind.Number)
            {
                code.I32(_random.Next(7));
                continue;
            }

            // What went to an earlier parameter is used again now and then, which traps.
            int slot = FindHeld(parameter.Resource) ?? arguments[0];
            arguments.Add(slot);
            code.Get(slot);
            if (parameter.Kind == LifetimeKind.Own && _random.Next(40) != 0)
            {
                _held.Remove(slot);
            }
        }

        code.Call(_imports[$"c{part}-f{function}"]);
        if (result is { Kind: LifetimeKind.Own })
        {
            int slot = 2 + (_slots++ % Slots);
            _held[slot] = result.Resource;
            code.Set(slot);
        }
        else if (result is not null)
        {
            code.Call(_imports["log"]);
        }
    }

    private int? FindHeld(int resource)
    {
        int[] right = [.. _held.Where(held => held.Value == resource).Select(static held => held.Key)];
        return right.Length > 0 ? right[_random.Next(right.Length)] : null;
    }

    // Null where there is none of that kind, and none can be made.
    private int? FindHandle(CodeWriter code, LifetimeType type)
    {
        if (FindHeld(type.Resource) is { } found)
        {
            return found;
        }

        if (type.Resource != 0)
        {
            return null;
        }

        int slot = 2 + (_slots++ % Slots);
        _held[slot] = 0;
        code.Call(_imports["make"]).Set(slot);
        return slot;
    }
}
