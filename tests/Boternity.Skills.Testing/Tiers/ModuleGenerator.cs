using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>
/// Makes random modules that are valid by construction: whatever WebAssembly 2.0 has, and several memories and tail
/// calls in some. The same seed makes the same module.
/// </summary>
/// <param name="seed">What it is made from.</param>
/// <param name="isInvolved">Whether it is to have what <see cref="ModuleScope.IsInvolved"/> says.</param>
/// <param name="isLarge">Whether its last function is to be large.</param>
internal sealed partial class ModuleGenerator(int seed, bool isInvolved, bool isLarge = false)
{
    private static readonly ValType[] Types = [ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.V128,
        ValType.FuncRef, ValType.ExternRef];

    private readonly Random _random = new(seed);
    private readonly ModuleWriter _writer = new();
    private readonly ModuleScope _scope = new() { IsInvolved = isInvolved };
    private bool _sharesFirst;

    /// <param name="other">The maker of another module, whose exports this one imports under the module's name
    /// "a".</param>
    public GeneratedModule Generate(ModuleGenerator? other = null)
    {
        foreach ((string name, ValType[] parameters, ValType[] results) in HostFunctions.Signatures)
        {
            Import("host", name, parameters, results);
        }

        foreach ((string name, ValType[] parameters, ValType[] results) in other?.Exports ?? [])
        {
            Import("a", name, parameters, results);
        }

        List<(string, ulong[])> calls = AddAll(other);
        if (_random.Next(12) == 0)
        {
            AddEndlessRecursion(calls);
        }

        return new GeneratedModule(_writer.ToArray(), [.. calls]);
    }

    // Everything but what is imported from the host.
    private List<(string, ulong[])> AddAll(ModuleGenerator? other)
    {
        _scope.ImportedFunctions = _scope.Functions.Count;
        _scope.HasTailCalls = _random.Next(8) == 0;
        _scope.Memories = _random.Next(6) == 0 ? 2 : 1;
        _sharesFirst = isInvolved && other is not null;
        if (_sharesFirst)
        {
            ImportFrom(other!._scope);
        }

        for (int i = _sharesFirst ? 1 : 0; i < _scope.Memories; i++)
        {
            _writer.Export($"memory{i}", ExternKind.Memory, _writer.Memory(1, 3));
        }

        AddGlobals();
        AddBlockTypes();
        int count = _random.Next(1, 6);
        var own = new List<(ValType[] Parameters, ValType[] Results, int TypeIndex)>();
        for (int i = 0; i < count; i++)
        {
            own.Add(Signature());
        }

        _scope.Functions.AddRange(own);
        AddTables();
        AddSegments();
        var calls = new List<(string, ulong[])>();
        for (int i = 0; i < count; i++)
        {
            AddFunction(_scope.ImportedFunctions + i, calls, isLarge && i == count - 1);
        }

        return calls;
    }

    /// <summary>The exported functions of the module that was generated.</summary>
    private IEnumerable<(string Name, ValType[] Parameters, ValType[] Results)> Exports =>
        _scope.Functions.Skip(_scope.ImportedFunctions)
            .Select((function, i) => ($"f{_scope.ImportedFunctions + i}", function.Parameters, function.Results));

    private void Import(string module, string name, ValType[] parameters, ValType[] results)
    {
        int type = _writer.Type(parameters, results);
        _writer.ImportFunction(module, name, type);
        _scope.Functions.Add((parameters, results, type));
    }

    // The first memory and table of the other instance are this one's first too.
    private void ImportFrom(ModuleScope other)
    {
        _writer.Export("memory0", ExternKind.Memory, _writer.ImportMemory("a", "memory0", 1, 3));
        _writer.Export("table0", ExternKind.Table,
            _writer.ImportTable("a", "table0", ValType.FuncRef, ModuleScope.TableLength, 40));
        for (int i = 0; i < other.Globals.Count; i++)
        {
            (ValType type, bool isMutable) = other.Globals[i];
            int index = _writer.ImportGlobal("a", $"global{i}", type, isMutable);
            _scope.Globals.Add((type, isMutable));
            _writer.Export($"global{index}", ExternKind.Global, index);
        }
    }

    private ValType AnyType() => Types[_random.Next(_random.Next(4) == 0 ? Types.Length : 5)];

    private ValType[] AnyTypes(int most) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => AnyType())];

    private (ValType[] Parameters, ValType[] Results, int TypeIndex) Signature()
    {
        ValType[] parameters = AnyTypes(4);
        ValType[] results = _random.Next(5) == 0 ? AnyTypes(6) : [AnyType()];
        return (parameters, results, _writer.Type(parameters, results));
    }

    private void AddGlobals()
    {
        int count = _random.Next(1, 7);
        for (int i = 0; i < count; i++)
        {
            ValType type = i == 0 ? ValType.I32 : AnyType();
            bool isMutable = _random.Next(4) > 0;
            int index = _writer.Global(type, isMutable, code => Constants.Write(code, type, _random));
            _scope.Globals.Add((type, isMutable));
            _writer.Export($"global{index}", ExternKind.Global, index);
        }

        if (!isInvolved)
        {
            return;
        }

        _scope.RecursionGlobal = _writer.Global(ValType.I32, mutable: true, code => code.I32(_random.Next(20, 100)));
        _writer.Export("recursions", ExternKind.Global, _scope.RecursionGlobal);
    }

    private void AddBlockTypes()
    {
        for (int i = 0; i < 4; i++)
        {
            ValType[] parameters = AnyTypes(3);
            ValType[] results = AnyTypes(6);
            _scope.BlockTypes.Add((_writer.Type(parameters, results), parameters, results));
        }
    }

    private void AddTables()
    {
        if (!_sharesFirst)
        {
            _writer.Export("table0", ExternKind.Table, _writer.Table(ValType.FuncRef, ModuleScope.TableLength, 40));
        }

        _writer.Export("table1", ExternKind.Table, _writer.Table(ValType.ExternRef, 4, 20));
        _scope.Tables = 2;
        int[] members = [.. Enumerable.Range(0, _scope.Functions.Count).OrderBy(_ => _random.Next())
            .Take(ModuleScope.TableLength - 4)];
        _writer.Elements(_random.Next(4), members);
        _writer.PassiveElements(members);
        _scope.ElementSegments = 2;
        _scope.Declared.AddRange(members);
    }

    private void AddSegments()
    {
        var content = new byte[ModuleScope.DataBytes];
        _random.NextBytes(content);
        _writer.Data(_random.Next(1000), content);
        _writer.PassiveData(content);
        _scope.DataSegments = 2;
    }

    private void AddFunction(int index, List<(string, ulong[])> calls, bool isLargest)
    {
        (ValType[] parameters, ValType[] results, int type) = _scope.Functions[index];
        var body = new FunctionGenerator(_random, _scope, index);
        ValType[] locals = body.ChooseLocals(parameters);
        int cases = isLargest ? _random.Next(_random.Next(4) == 0 ? 400 : 60) + 5 : 0;
        _writer.Function(
            type,
            code =>
            {
                if (isLargest)
                {
                    body.WriteLarge(code, results, cases);
                }
                else
                {
                    body.Write(code, results);
                }
            },
            [.. locals.Select(local => (1L, local))]);
        _writer.Export($"f{index}", ExternKind.Function, index);
        int times = _random.Next(2, 5);
        for (int i = 0; i < times; i++)
        {
            calls.Add(($"f{index}", [.. parameters.SelectMany(parameter => Constants.Slots(parameter, _random))]));
        }
    }

    // Calls itself until the stack ends, with a frame of some size.
    private void AddEndlessRecursion(List<(string, ulong[])> calls)
    {
        int self = _scope.Functions.Count;
        ValType parameter = _random.Next(2) == 0 ? ValType.I32 : ValType.V128;
        int type = _writer.Type([parameter], [parameter]);
        int operands = _random.Next(3);
        _writer.Function(
            type,
            code =>
            {
                for (int i = 0; i < operands; i++)
                {
                    code.Get(0);
                }

                code.Op(Opcode.GlobalGet, 0).Op(Opcode.Drop).Get(0).Call(self);
                for (int i = 0; i < operands; i++)
                {
                    code.Op(Opcode.Drop);
                }
            },
            (_random.Next(30), ValType.I64));
        _writer.Export("deep", ExternKind.Function, self);
        calls.Add(("deep", [.. Constants.Slots(parameter, _random)]));
        calls.Add(("deep", [.. Constants.Slots(parameter, _random)]));
    }
}
