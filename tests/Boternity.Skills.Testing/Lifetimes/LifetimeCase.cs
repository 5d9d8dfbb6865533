using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>
/// One random program, called by its host a few times at random: what the host is told, results, traps, handles and the
/// resources that are left are compared with what the model says.
/// </summary>
internal sealed class LifetimeCase
{
    private const int Calls = 12;

    private static readonly Engine Engine = new();
    private static readonly ComponentLinker Linker = LifetimeHost.NewLinker();

    private readonly Random _random;
    private readonly LifetimeProgram _program;
    private readonly LifetimeHost _host = new();
    private readonly LifetimeModel _model;

    // What guests gave to the host: as the engine and as the model know it.
    private readonly List<(object Engine, LifetimeResource Model)> _held = [];
    private readonly HashSet<long> _forgotten = [];

    public LifetimeCase(int seed)
    {
        _random = new Random(seed);
        _program = new LifetimeGenerator(_random).Generate();
        _model = new LifetimeModel(_program);
        Binary = LifetimeComponent.Write(_program);
    }

    public byte[] Binary { get; }

    /// <summary>How many calls ended with a result.</summary>
    public int Results { get; private set; }

    /// <summary>Why calls trapped.</summary>
    public List<string> Traps { get; } = [];

    /// <summary>Runs the case; the first difference in words, or null.</summary>
    public string? Run()
    {
        LinkedComponent component = Linker.Link(Component.Load(Engine, Binary));
        var memory = new GuestMemoryBudget(1 << 30);
        using (Store store = Engine.CreateStore(new StoreOptions { Fuel = 100_000_000, SharedMemory = memory }))
        {
            var context = new ComponentContext(store, state: _host);
            ComponentInstance instance = component.Instantiate(context);
            bool trapped = false;
            for (int done = 0; done < Calls && Traps.Count < 2; done++)
            {
                string? difference = Step(context, instance, ref trapped) ?? CompareState(context);
                if (difference is not null)
                {
                    return $"call {done}: {difference}";
                }
            }

            int before = _host.Log.Count;
            context.DropResources();
            string? left = CompareEnd(before, trapped);
            if (left is not null)
            {
                return left;
            }
        }

        return memory.HeldBytes == 0 ? null : $"{memory.HeldBytes} bytes are still charged";
    }

    private string? Step(ComponentContext context, ComponentInstance instance, ref bool trapped)
    {
        string? expectedTrap = null;
        string? actualTrap = null;
        object? expected = null;
        ComponentValue actual = default;
        int part = _random.Next(_program.Parts.Length);
        int function = _random.Next(_program.Parts[part].Functions.Length);
        (LifetimeType[] parameters, LifetimeType? type) = _program.TypeOf(part, function);
        Action run;
        Action model;
        if (_held.Count > 0 && _random.Next(5) == 0)
        {
            (object dropped, LifetimeResource resource) = Take(_random.Next(_held.Count));
            if (resource.Resource == 0)
            {
                // The host's own; it just forgets it.
                _forgotten.Add(resource.Rep);
                return null;
            }

            type = null;
            run = () => context.Drop(ComponentValue.FromResource(dropped));
            model = () => _model.Drop(resource);
        }
        else
        {
            if (Arguments(parameters) is not { } arguments)
            {
                return null;
            }

            var exports = (ComponentExports)instance.Exports.Find($"c{part}")!;
            var lifted = (LiftedFunction)exports.Find($"f{function}")!;
            run = () => actual = lifted.Invoke([.. arguments.Select(argument => argument.Engine)]);
            model = () => expected = _model.Call(part, function, [.. arguments.Select(argument => argument.Model)]);
        }

        try
        {
            model();
        }
        catch (LifetimeTrapException trap)
        {
            expectedTrap = trap.Message;
        }

        try
        {
            run();
        }
        catch (WasmTrapException trap)
        {
            actualTrap = trap.Message;
        }

        if (expectedTrap is not null || actualTrap is not null)
        {
            trapped = true;
            Traps.Add(expectedTrap ?? "");
            return expectedTrap is null || actualTrap?.Contains(expectedTrap, StringComparison.Ordinal) != true
                ? $"trap '{actualTrap}' instead of '{expectedTrap}'"
                : null;
        }

        Results++;
        return type is null ? null : CompareResult(expected!, actual);
    }

    private (object Engine, LifetimeResource Model) Take(int index)
    {
        (object Engine, LifetimeResource Model) taken = _held[index];
        _held.RemoveAt(index);
        return taken;
    }

    // Null where the host has nothing of that kind to give.
    private List<(ComponentValue Engine, object Model)>? Arguments(LifetimeType[] parameters)
    {
        var arguments = new List<(ComponentValue, object)>();
        var taken = new List<(object Engine, LifetimeResource Model)>();
        foreach (LifetimeType parameter in parameters)
        {
            if (parameter.Kind == LifetimeKind.Number)
            {
                uint number = (uint)_random.Next(7);
                arguments.Add((ComponentValue.FromUnsigned(number), number));
                continue;
            }

            int index = _held.FindIndex(held => held.Model.Resource == parameter.Resource);
            if (index < 0)
            {
                _held.AddRange(taken);
                return null;
            }

            (object engine, LifetimeResource model) = _held[index];
            if (parameter.Kind == LifetimeKind.Own)
            {
                taken.Add(Take(index));
            }

            arguments.Add((ComponentValue.FromResource(engine), model));
        }

        return arguments;
    }

    private string? CompareResult(object expected, ComponentValue actual)
    {
        if (expected is LifetimeResource resource)
        {
            object engine = actual.Reference!;
            uint rep = engine is LifetimeHost.Thing thing ? thing.Number : ((GuestResource)engine).Representation;
            _held.Add((engine, resource));
            return rep == resource.Rep ? null : $"resource {rep} instead of {resource.Rep}";
        }

        return (uint)expected == actual.AsU32() ? null : $"result {actual.AsU32()} instead of {expected}";
    }

    private string? CompareState(ComponentContext context)
    {
        if (!_host.Log.SequenceEqual(_model.Log))
        {
            return $"the host was told {string.Join(' ', _host.Log)} instead of {string.Join(' ', _model.Log)}";
        }

        return context.HandleCount == _model.Handles
            ? null
            : $"{context.HandleCount} handles instead of {_model.Handles}";
    }

    // Each resource of the host ends once: what nobody dropped, took or was given is dropped at the end, also where a
    // trap came while it was on its way.
    private string? CompareEnd(int before, bool trapped)
    {
        long[] dropped = [.. _host.Log.Skip(before).Order()];
        HashSet<long> gone = [.. _forgotten, .. _held.Where(held => held.Model.Resource == 0).Select(
            held => (long)held.Model.Rep)];
        foreach (long entry in _host.Log.Take(before))
        {
            if (entry is >= LifetimeHost.Dropped and < LifetimeHost.Peeked)
            {
                gone.Add(entry % LifetimeHost.Dropped);
            }
        }

        long[] expected =
        [
            .. Enumerable.Range(1, (int)_model.Made)
                .Select(number => (long)number)
                .Where(number => !gone.Contains(number))
                .Select(number => LifetimeHost.Dropped + number),
        ];
        if (!dropped.SequenceEqual(expected))
        {
            return $"at the end {string.Join(' ', dropped)} were dropped instead of {string.Join(' ', expected)}";
        }

        return trapped || expected.SequenceEqual(_model.Owned.Select(number => LifetimeHost.Dropped + number).Order())
            ? null
            : "the guests own other resources than the model's";
    }
}
