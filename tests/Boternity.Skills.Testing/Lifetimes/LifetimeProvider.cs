using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>
/// Writes a component that gives programs what <see cref="LifetimeHost"/> gives them, so that they need no host. It
/// keeps a number that depends on all that it was told, and on the order.
/// </summary>
internal static class LifetimeProvider
{
    /// <summary>What it exports, beside the resource <c>h</c>.</summary>
    public static readonly string[] Functions = ["make", "take", "peek", "log", "log-end", "digest"];

    private const int Factor = 31;
    private const ValType Core = ValType.I32;

    public static byte[] Write()
    {
        var types = new LifetimeTypes();
        List<byte[]> sections =
        [
            Module(Log()),
            CoreInstances([0, 0, 0]),
            CoreFunctions(0, "end", "log", "log-end", "digest"),
            .. types.DefineResource("h", 0, destructor: 0),
        ];
        byte[] own = OwnOf(types);
        sections.AddRange(
        [
            Canons(Join([2], own), Join([4], own), Join([3], own)),
            Module(Resources()),
            CoreInstances(
                Join([1], Vector(Item("log", 1), Item("new", 4), Item("rep", 5), Item("drop", 6))),
                Join([0, 1], Vector(Join(Name("h"), [0x12, 1])))),
            CoreFunctions(2, "make", "take", "peek"),
        ]);
        var number = new LifetimeType(LifetimeKind.Number, 0);
        Lift(7, LifetimeProgram.Host[LifetimeProgram.Make]);
        Lift(8, LifetimeProgram.Host[LifetimeProgram.Take]);
        Lift(9, LifetimeProgram.Host[LifetimeProgram.Peek]);
        Lift(1, ([number], null));
        Lift(2, ([number, number], null));
        Lift(3, ([], number));
        sections.Add(Exports([.. Functions.Select((name, i) => Export(name, [1, (byte)i]))]));
        return ToBinary([.. sections]);

        void Lift(byte core, (LifetimeType[] Parameters, LifetimeType? Result) function)
        {
            int type = types.FunctionType(function.Parameters, function.Result);
            sections.AddRange(types.TakeSections());
            sections.Add(Canons(Join([0, 0, core, 0], Number((uint)type))));
        }
    }

    private static byte[] OwnOf(LifetimeTypes types) => Number((uint)types.Resource(0));

    private static byte[] Item(string name, byte function) => Join(Name(name), [0, function]);

    private static byte[] CoreFunctions(byte instance, params string[] names) =>
        Aliases([.. names.Select(name => Join([0, 0, 1, instance], Name(name)))]);

    private static ModuleWriter Log()
    {
        var module = new ModuleWriter();
        int digest = module.Global(Core, mutable: true, static code => code.I32(0));
        int log = module.Function(module.Type([Core], []), code => code
            .Op(Opcode.GlobalGet, digest).I32(Factor).Op(Opcode.I32Mul).Get(0).Op(Opcode.I32Xor)
            .Op(Opcode.GlobalSet, digest));
        module.Export("log", ExternKind.Function, log);
        module.Export("end", ExternKind.Function, module.Function(
            module.Type([Core], []),
            code => code.Get(0).I32((int)LifetimeHost.Dropped).Op(Opcode.I32Add).Call(log)));
        module.Export("log-end", ExternKind.Function, module.Function(
            module.Type([Core, Core], []),
            code => code
                .Get(0).I32((int)LifetimeHost.Destroyed).Op(Opcode.I32Mul).Get(1).Op(Opcode.I32Add).Call(log)));
        module.ExportedFunction("digest", [Core], code => code.Op(Opcode.GlobalGet, digest));
        return module;
    }

    private static ModuleWriter Resources()
    {
        var module = new ModuleWriter();
        int log = module.ImportFunction("h", "log", module.Type([Core], []));
        int create = module.ImportFunction("h", "new", module.Type([Core], [Core]));
        int rep = module.ImportFunction("h", "rep", module.Type([Core], [Core]));
        int drop = module.ImportFunction("h", "drop", module.Type([Core], []));
        int made = module.Global(Core, mutable: true, static code => code.I32(0));
        module.ExportedFunction("make", [Core], code => code
            .Op(Opcode.GlobalGet, made).I32(1).Op(Opcode.I32Add).Op(Opcode.GlobalSet, made)
            .Op(Opcode.GlobalGet, made).Call(create));
        module.Export("take", ExternKind.Function, module.Function(module.Type([Core], []), code => code
            .Get(0).Call(rep).I32((int)LifetimeHost.Taken).Op(Opcode.I32Add).Call(log)
            .Get(0).Call(drop)));

        // Who defines a resource is given its representation where it is lent.
        module.Export("peek", ExternKind.Function, module.Function(module.Type([Core], [Core]), code => code
            .Get(0).I32((int)LifetimeHost.Peeked).Op(Opcode.I32Add).Call(log)
            .Get(0)));
        return module;
    }
}
