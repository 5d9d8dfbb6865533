using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Writing;

/// <summary>
/// Writes the end of a component that is a skill: a core module whose <c>execute</c> does something with functions of
/// the component, and answers with a number in eight letters.
/// </summary>
/// <param name="imports">The names of the component's core functions so far, in order: the module imports them.</param>
internal sealed class PluginWriter(IReadOnlyList<string> imports)
{
    /// <summary>The module that the functions are imported from.</summary>
    public const string ImportModule = "h";

    // Where the answer stands, where its letters are, and where the input is put.
    private const int Answer = 16;
    private const int Letters = 64;
    private const int LetterCount = 8;
    private const int Heap = 1_024;

    private const ValType Core = ValType.I32;

    /// <summary>Writes the sections.</summary>
    /// <param name="module">The module, with its imports.</param>
    /// <param name="types">How many types the component has.</param>
    /// <param name="functions">How many functions the component has.</param>
    /// <param name="execute">Writes code that leaves a number. The first two locals are free.</param>
    /// <param name="locals">The other locals.</param>
    public byte[][] Write(
        ModuleWriter module,
        int types,
        int functions,
        Action<CodeWriter> execute,
        params (long Count, ValType Type)[] locals)
    {
        module.Export("memory", ExternKind.Memory, module.Memory(1));
        module.Data(Answer, [0, 0, 0, 0, Letters, 0, 0, 0, LetterCount, 0, 0, 0]);
        module.Export("realloc", ExternKind.Function, module.Function(
            module.Type([Core, Core, Core, Core], [Core]), static code => code.I32(Heap)));
        module.Export("execute", ExternKind.Function, module.Function(
            module.Type([Core, Core], [Core]),
            code =>
            {
                execute(code);
                WriteLetters(code);
                code.I32(Answer);
            },
            locals));
        return
        [
            Module(module),
            CoreInstances(
                Join([1], Vector([.. imports.Select((name, i) => Join(Name(name), [0], Number((uint)i)))])),
                Join([0, 0], Vector(Join(Name(ImportModule), [0x12, 0])))),
            Aliases(
                Join([0, 0, 1, 1], Name("realloc")),
                Join([0, 0, 1, 1], Name("execute")),
                Join([0, 2, 1, 1], Name("memory"))),
            Types([0x6A, 1, Text, 1, Text]),
            Types(Func(TypeIndex(types), ("input", [Text]))),
            Canons(Join(
                [0, 0],
                Number((uint)imports.Count + 1),
                [3, 0, 3, 0, 4],
                Number((uint)imports.Count),
                Number((uint)types + 1))),
            Exports(Export("execute", [1, .. Number((uint)functions)])),
        ];
    }

    // From 'a' to 'p', four bits each.
    private static void WriteLetters(CodeWriter code)
    {
        code.Set(0);
        for (int i = 0; i < LetterCount; i++)
        {
            code.I32(Letters + i).Get(0).I32(4 * i).Op(Opcode.I32ShrU).I32(15).Op(Opcode.I32And).I32('a')
                .Op(Opcode.I32Add).Op(Opcode.I32Store8, 0, 0);
        }
    }
}
