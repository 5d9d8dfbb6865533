using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Abi;

/// <summary>
/// Writes a component with a child. The child has a function <c>f</c>, which stores what it is passed where the test
/// can see it, and gives what the test put there; the parent's <c>run</c> calls it in the same way.
/// </summary>
internal static class ValuesComponent
{
    /// <summary>Where the flat parameters stand, eight bytes each.</summary>
    public const int Parameters = 64;

    /// <summary>Where the flat result stands.</summary>
    public const int Results = 256;

    /// <summary>Where the test puts what pointers point to.</summary>
    public const int Heap = 1024;

    /// <summary>Where the caller wants results that do not fit into one core value.</summary>
    public const int Out = 32 << 10;

    /// <summary>The most that a value takes in memory, without what it points to.</summary>
    public const int MaxSize = 8 << 10;

    /// <summary>The size of each memory.</summary>
    public const int MemorySize = 128 << 10;

    private const int Bump = 48 << 10;

    private static readonly Dictionary<char, (ValType Type, Opcode Load, Opcode Store)> Core = new()
    {
        ['i'] = (ValType.I32, Opcode.I32Load, Opcode.I32Store),
        ['I'] = (ValType.I64, Opcode.I64Load, Opcode.I64Store),
        ['f'] = (ValType.F32, Opcode.F32Load, Opcode.F32Store),
        ['F'] = (ValType.F64, Opcode.F64Load, Opcode.F64Store),
    };

    private static readonly byte[] U64 = [0x77];

    public static byte[] Write(ValuesShape shape)
    {
        var caller = new TypeSections();
        int load = caller.WriteFunc(U64, [U32]);
        int store = caller.WriteFunc(null, [U32], U64);
        int none = caller.WriteFunc(null);
        byte[][] parent =
        [
            Nested(WriteChild(shape)),
            Instances([0, 0, 0]),
            Aliases(Join([1, 0, 0], Name("f"))),
            .. caller.Sections,
            Module(WithMemory(new ModuleWriter())),
            CoreInstances([0, 0, 0]),
            Aliases([.. CoreAliases(0, "realloc", "load", "store", "reset"), Join([0, 2, 1, 0], Name("memory"))]),
            Canons(Join([1, 0, 0], Options(shape.CallerEncoding, realloc: 0))),
            Module(CallerModule(shape)),
            CoreInstances(
                Join([1], Vector(Join(Name("f"), [0, 4]))),
                Join([0, 1], Vector(Join(Name("h"), [0x12, 1]), Join(Name("m"), [0x12, 0])))),
            Aliases(Join([0, 0, 1, 2], Name("run"))),
            Canons(Lift(5, none), Lift(1, load), Lift(2, store), Lift(3, none)),
            Exports(
                Export("child", 5, 0),
                Export("run", 1, 1),
                Export("load", 1, 2),
                Export("store", 1, 3),
                Export("reset", 1, 4)),
        ];
        return ToBinary(parent);
    }

    private static byte[] WriteChild(ValuesShape shape)
    {
        var types = new TypeSections();
        byte[][] parameters = [.. shape.Parameters.Parts.Select(part => types.Write(part!))];
        byte[]? result = shape.Result is null ? null : types.Write(shape.Result);
        int f = types.WriteFunc(result, parameters);
        int load = types.WriteFunc(U64, [U32]);
        int store = types.WriteFunc(null, [U32], U64);
        int reset = types.WriteFunc(null);
        byte[][] sections =
        [
            Module(CalleeModule(shape)),
            CoreInstances([0, 0, 0]),
            Aliases([.. CoreAliases(0, "realloc", "load", "store", "reset", "f"), Join([0, 2, 1, 0], Name("memory"))]),
            .. types.Sections,
            Canons(
                Join([0, 0, 4], Options(shape.CalleeEncoding, realloc: 0), Number((uint)f)),
                Lift(1, load),
                Lift(2, store),
                Lift(3, reset)),
            Exports(Export("f", 1, 0), Export("load", 1, 1), Export("store", 1, 2), Export("reset", 1, 3)),
        ];
        return ToBinary(sections);
    }

    private static byte[] Lift(int function, int type) => Join([0, 0, (byte)function, 0], Number((uint)type));

    private static byte[] Options(int encoding, byte realloc) => [3, (byte)encoding, 3, 0, 4, realloc];

    private static IEnumerable<byte[]> CoreAliases(byte instance, params string[] names) =>
        names.Select(name => Join([0, 0, 1, instance], Name(name)));

    private static ModuleWriter CalleeModule(ValuesShape shape)
    {
        var module = new ModuleWriter();
        string parameters = shape.SpillsParameters ? "i" : shape.Parameters.Flat;
        string result = shape.SpillsResult ? "i" : shape.Result?.Flat ?? "";
        int f = WithMemory(module).Function(module.Type(Types(parameters), Types(result)), code =>
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                code.I32(Parameters + (8 * i)).Get(i).Op(Core[parameters[i]].Store, 0, 0);
            }

            if (result.Length > 0)
            {
                code.I32(Results).Op(Core[result[0]].Load, 0, 0);
            }
        });
        module.Export("f", ExternKind.Function, f);
        return module;
    }

    private static ModuleWriter CallerModule(ValuesShape shape)
    {
        var module = new ModuleWriter();
        string parameters = shape.SpillsParameters ? "i" : shape.Parameters.Flat;
        string result = shape.SpillsResult ? "" : shape.Result?.Flat ?? "";
        int f = module.ImportFunction(
            "h", "f", module.Type(Types(shape.SpillsResult ? $"{parameters}i" : parameters), Types(result)));
        module.ImportMemory("m", "memory", 2);
        module.ExportedFunction("run", [], code =>
        {
            if (result.Length > 0)
            {
                code.I32(Results);
            }

            for (int i = 0; i < parameters.Length; i++)
            {
                code.I32(Parameters + (8 * i)).Op(Core[parameters[i]].Load, 0, 0);
            }

            if (shape.SpillsResult)
            {
                code.I32(Out);
            }

            code.Call(f);
            if (result.Length > 0)
            {
                code.Op(Core[result[0]].Store, 0, 0);
            }
        });
        return module;
    }

    private static ValType[] Types(string letters) => [.. letters.Select(letter => Core[letter].Type)];

    private static ModuleWriter WithMemory(ModuleWriter module)
    {
        module.Export("memory", ExternKind.Memory, module.Memory(2, 2));
        int bump = module.Global(ValType.I32, mutable: true, code => code.I32(Bump));
        ValType i = ValType.I32;

        // Parameters 0 to 3 are the old block, its size, the alignment, the new size; 4 is the new block.
        int realloc = module.Function(
            module.Type([i, i, i, i], [i]),
            code => code
                .Op(Opcode.GlobalGet, bump).Get(2).Op(Opcode.I32Add).I32(1).Op(Opcode.I32Sub)
                .I32(0).Get(2).Op(Opcode.I32Sub).Op(Opcode.I32And).Set(4)
                .Get(4).Get(3).Op(Opcode.I32Add).I32(MemorySize).Op(Opcode.I32GtU)
                .Op(Opcode.If, CodeWriter.Empty).Op(Opcode.Unreachable).End()
                .Get(4).Get(3).Op(Opcode.I32Add).Op(Opcode.GlobalSet, bump)
                .Get(4).Get(0)
                .Get(1).Get(3).Get(1).Get(3).Op(Opcode.I32LtU).Op(Opcode.Select)
                .Op(Opcode.MemoryCopy, 0, 0)
                .Get(4),
            (1, i));
        module.Export("realloc", ExternKind.Function, realloc);
        module.Export("load", ExternKind.Function, module.Function(
            module.Type([i], [ValType.I64]), code => code.Get(0).Op(Opcode.I64Load, 0, 0)));
        module.Export("store", ExternKind.Function, module.Function(
            module.Type([i, ValType.I64], []), code => code.Get(0).Get(1).Op(Opcode.I64Store, 0, 0)));
        module.Export("reset", ExternKind.Function, module.Function(
            module.Type([], []), code => code.I32(Bump).Op(Opcode.GlobalSet, bump)));
        return module;
    }
}
