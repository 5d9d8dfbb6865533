using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>
/// Writes a program as a component: one child for each part, instantiated in order, each with what the host gives and
/// what those before it export.
/// </summary>
internal static class LifetimeComponent
{
    private static readonly string[] HostNames = ["make", "take", "peek", "log", "log-end"];

    public static byte[] Write(LifetimeProgram program)
    {
        var writer = new LifetimeTypes();
        writer.ImportResource("h", 0);
        ImportHost(writer);
        List<byte[]> sections = [.. writer.TakeSections()];
        sections.AddRange(program.Parts.Select((_, i) => Nested(WriteChild(program, i))));
        var given = new List<byte[]> { Argument("h", 3, 0) };
        given.AddRange(HostNames.Select((name, i) => Argument(name, 1, i)));
        int types = writer.Count;
        int functions = HostNames.Length;
        for (int i = 0; i < program.Parts.Length; i++)
        {
            sections.Add(Instances(Join([0], Number((uint)i), Vector([.. given]))));
            int count = program.Parts[i].Functions.Length;
            sections.Add(Aliases(
            [
                Join([3, 0, (byte)i], Name("r")),
                .. Enumerable.Range(0, count).Select(k => Join([1, 0, (byte)i], Name($"f{k}"))),
            ]));
            given.Add(Argument($"r{i}", 3, types++));
            for (int k = 0; k < count; k++)
            {
                given.Add(Argument($"c{i}-f{k}", 1, functions++));
            }
        }

        sections.Add(Exports([.. program.Parts.Select((_, i) => Export($"c{i}", 5, (byte)i))]));
        return ToBinary([.. sections]);
    }

    private static byte[] Argument(string name, byte sort, int index) => Join(Name(name), [sort], Number((uint)index));

    private static void ImportHost(LifetimeTypes writer)
    {
        for (int i = 0; i < LifetimeProgram.Host.Length; i++)
        {
            writer.ImportFunction(HostNames[i], LifetimeProgram.Host[i].Parameters, LifetimeProgram.Host[i].Result);
        }

        var number = new LifetimeType(LifetimeKind.Number, 0);
        writer.ImportFunction("log", [number], null);
        writer.ImportFunction("log-end", [number, number], null);
    }

    private static byte[] WriteChild(LifetimeProgram program, int part)
    {
        var writer = new LifetimeTypes();
        writer.ImportResource("h", 0);
        for (int j = 0; j < part; j++)
        {
            writer.ImportResource($"r{j}", j + 1);
        }

        // Core functions by name: first those that the imports are lowered to.
        ImportHost(writer);
        List<string> core = [.. HostNames];
        for (int j = 0; j < part; j++)
        {
            for (int k = 0; k < program.Parts[j].Functions.Length; k++)
            {
                (LifetimeType[] parameters, LifetimeType? result) = program.TypeOf(j, k);
                writer.ImportFunction($"c{j}-f{k}", parameters, result);
                core.Add($"c{j}-f{k}");
            }
        }

        List<byte[]> sections = [.. writer.TakeSections()];
        sections.Add(Canons([.. core.Select((_, i) => Join([1, 0], Number((uint)i), [0]))]));
        sections.Add(Canons(
            [.. Enumerable.Range(0, part + 1).Select(r => Join([3], Number((uint)writer.Resource(r))))]));
        core.AddRange(Enumerable.Range(0, part + 1).Select(r => $"drop{r}"));
        LifetimeCode code = new(program, part);
        sections.Add(Module(code.Destructor()));
        sections.Add(CoreInstances(Inline(core), Join([0, 0], Vector(Join(Name("h"), [0x12, 0])))));
        sections.Add(Aliases(Join([0, 0, 1, 1], Name("end"))));
        int end = core.Count;
        core.Add("end");
        sections.AddRange(
            writer.DefineResource("r", part + 1, program.Parts[part].Destructor is null ? null : end));
        byte[] own = Number((uint)writer.Resource(part + 1));
        sections.Add(Canons(Join([2], own), Join([4], own), Join([3], own)));
        core.AddRange(["new", "rep", $"drop{part + 1}"]);
        sections.Add(Module(code.Functions()));
        sections.Add(CoreInstances(Inline(core), Join([0, 1], Vector(Join(Name("h"), [0x12, 2])))));
        LifetimeFunction[] functions = program.Parts[part].Functions;
        sections.Add(Aliases(
        [
            .. functions.Select((_, k) => Join([0, 0, 1, 3], Name($"f{k}"))),
            .. functions.Select((_, k) => Join([0, 0, 1, 3], Name($"after{k}"))),
        ]));
        int imported = writer.Functions;
        for (int k = 0; k < functions.Length; k++)
        {
            int type = writer.FunctionType(functions[k].Parameters, functions[k].Result);
            sections.AddRange(writer.TakeSections());
            byte[] options = functions[k].DropsAfterwards
                ? Join([1, 5], Number((uint)(core.Count + functions.Length + k)))
                : [0];
            sections.Add(Canons(Join([0, 0], Number((uint)(core.Count + k)), options, Number((uint)type))));
        }

        sections.Add(Exports(
            [.. functions.Select((_, k) => Export($"f{k}", [1, .. Number((uint)(imported + k))]))]));
        return ToBinary([.. sections]);
    }

    private static byte[] Inline(List<string> functions) =>
        Join([1], Vector([.. functions.Select((name, i) => Join(Name(name), [0], Number((uint)i)))]));
}
