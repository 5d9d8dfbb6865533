using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Testing.Abi;

/// <summary>One call of a <see cref="ValuesCase"/>.</summary>
internal sealed class ValuesCall
{
    private const int Results = ValuesComponent.Results;

    private readonly ValuesShape _shape;
    private readonly Random _random;
    private readonly ComponentInstance _instance;
    private readonly ComponentExports _child;
    private readonly ModelMemory _calleeMemory;
    private readonly ModelMemory _callerMemory;
    private readonly bool _fromHost;
    private bool _isDamaged;

    public ValuesCall(ValuesShape shape, ComponentInstance instance, Random random)
    {
        _shape = shape;
        _random = random;
        _instance = instance;
        _child = (ComponentExports)instance.Exports.Find("child")!;
        _calleeMemory = Open(_child);
        _callerMemory = Open(instance.Exports);
        _fromHost = random.Next(2) == 0;
    }

    /// <summary>Calls, and compares what was passed with what the model says; the difference in words.</summary>
    public (ValuesOutcome Outcome, string? Difference) Run()
    {
        Call(_child, "reset");
        Call(_instance.Exports, "reset");
        object parameters = ModelValues.Random(_shape.Parameters, _random);
        object? result = _shape.Result is null ? null : ModelValues.Random(_shape.Result, _random);
        try
        {
            if (result is not null)
            {
                Put(_shape.Result!, result, _calleeMemory, _shape.CalleeEncoding, Results, _shape.SpillsResult);
            }

            // What a damaged pointer points to can change during the call.
            bool isSure = !_isDamaged;
            string? expectedResult = result is null ? "-" : ReadResult();
            string? expectedParameters = _fromHost ? ModelValues.Show(parameters) : PutParameters(parameters);
            if (Invoke(parameters, out string seen) is { } trap)
            {
                return trap is "limit" || (!isSure && expectedParameters is not null && expectedResult is not null)
                    ? (ValuesOutcome.Limited, null)
                    : (ValuesOutcome.Trapped, expectedParameters is null || expectedResult is null
                        ? null
                        : $"{Describe()}: the engine traps ({trap}), the model does not");
            }

            expectedResult = result is null ? "-" : ReadResult();
            return (ValuesOutcome.Passed, expectedParameters is null || expectedResult is null
                ? $"{Describe()}: the model traps, the engine does not"
                : Compare("parameters", expectedParameters, ReadParameters(parameters))
                    ?? Compare("result", expectedResult, seen));
        }
        catch (ModelLimitException)
        {
            return (ValuesOutcome.Limited, null);
        }
    }

    private static ModelMemory Open(ComponentExports exports) => new(
        ValuesComponent.MemorySize,
        address => Call(exports, "load", ComponentValue.FromUnsigned(address)).AsU64(),
        (address, value) => Call(
            exports, "store", ComponentValue.FromUnsigned(address), ComponentValue.FromUnsigned(value)));

    private static ComponentValue Call(ComponentExports exports, string name, params ComponentValue[] arguments) =>
        ((LiftedFunction)exports.Find(name)!).Invoke(arguments);

    // Gives what the result is in words, and why it trapped if it did.
    private string? Invoke(object parameters, out string seen)
    {
        seen = "-";
        try
        {
            if (!_fromHost)
            {
                Call(_instance.Exports, "run");
                seen = _shape.Result is null ? "-" : ReadOut();
                return null;
            }

            ComponentValue[] arguments =
            [
                .. ((object[])parameters).Select(
                    (value, i) => ModelValues.ToEngine(_shape.Parameters.Parts[i]!, value)),
            ];
            ComponentValue result = Call(_child, "f", arguments);
            seen = _shape.Result is { } type ? ModelValues.Show(ModelValues.FromEngine(type, result)) : "-";
            return null;
        }
        catch (WasmTrapException trap)
        {
            return trap.Code is TrapCode.Unreachable or TrapCode.OutOfFuel or TrapCode.HostMemoryExhausted
                || trap.Message.Contains("limit", StringComparison.Ordinal)
                ? "limit"
                : $"{trap.Code}: {trap.Message}";
        }
    }

    // Puts a value into a memory, and damages it or not; gives the flat values.
    private ulong[] Put(
        ModelType type, object value, ModelMemory memory, int encoding, int slots, bool spills)
    {
        (ulong[] flat, bool isDamaged) = ValuesPlacement.Put(type, value, memory, encoding, slots, spills, _random);
        _isDamaged |= isDamaged;
        return flat;
    }

    private static string? Read(ModelType type, ModelMemory memory, int encoding, ulong[] flat, bool spills)
    {
        try
        {
            var reader = new ModelReader(memory, encoding);
            if (!spills)
            {
                return ModelValues.Show(reader.Lift(type, flat));
            }

            var pointer = (uint)flat[0];
            return pointer % type.Alignment != 0 || (ulong)pointer + (ulong)type.Size > memory.Size
                ? null
                : ModelValues.Show(reader.Load(type, pointer));
        }
        catch (ModelTrapException)
        {
            return null;
        }
    }

    // What the model reads of the parameters; null for a trap.
    private string? PutParameters(object parameters)
    {
        ModelType type = _shape.Parameters;
        int encoding = _shape.CallerEncoding;
        ulong[] flat = Put(
            type, parameters, _callerMemory, encoding, ValuesComponent.Parameters, _shape.SpillsParameters);
        return Read(type, _callerMemory, encoding, flat, _shape.SpillsParameters);
    }

    // What the model reads of the result; null for a trap.
    private string? ReadResult()
    {
        _calleeMemory.Flush();
        ModelType type = _shape.Result!;
        ulong[] flat = [];
        if (type.Flat.Length > 0)
        {
            flat = [_calleeMemory.Read(Results, _shape.SpillsResult || type.Flat is "i" or "f" ? 4 : 8)];
        }

        return Read(type, _calleeMemory, _shape.CalleeEncoding, flat, _shape.SpillsResult);
    }

    private string ReadParameters(object parameters)
    {
        _calleeMemory.Flush();
        ModelType type = _shape.Parameters;
        string letters = _shape.SpillsParameters ? "i" : type.Flat;
        var flat = new ulong[letters.Length];
        for (int i = 0; i < flat.Length; i++)
        {
            int bytes = letters[i] is 'i' or 'f' ? 4 : 8;
            flat[i] = _calleeMemory.Read((uint)(ValuesComponent.Parameters + (8 * i)), bytes);
        }

        // Where nothing points to memory, there is one right flat form.
        if (_fromHost && !_shape.SpillsParameters && !type.HasPointer)
        {
            var expected = new ulong[flat.Length];
            new ModelWriter(_calleeMemory, 0, 0, 0).Lower(type, parameters, expected);
            if (!expected.AsSpan().SequenceEqual(flat))
            {
                return $"the flat values {string.Join(' ', flat)} instead of {string.Join(' ', expected)}";
            }
        }

        return Read(type, _calleeMemory, _shape.CalleeEncoding, flat, _shape.SpillsParameters)
            ?? "what the model traps on";
    }

    private string ReadOut()
    {
        _callerMemory.Flush();
        ModelType type = _shape.Result!;
        string letters = type.Flat;
        ulong[] flat = _shape.SpillsResult
            ? [ValuesComponent.Out]
            : letters.Length == 0
                ? []
                : [_callerMemory.Read(ValuesComponent.Results, letters[0] is 'i' or 'f' ? 4 : 8)];
        return Read(type, _callerMemory, _shape.CallerEncoding, flat, _shape.SpillsResult) ?? "what the model traps on";
    }

    private string? Compare(string what, string expected, string actual) =>
        expected == actual ? null : $"{Describe()}: {what} {actual} instead of {expected}";

    private string Describe() =>
        $"{(_fromHost ? "host to child" : "parent to child")}, encodings {_shape.CallerEncoding} to "
            + $"{_shape.CalleeEncoding}, {_shape.Parameters} -> {_shape.Result}";
}
