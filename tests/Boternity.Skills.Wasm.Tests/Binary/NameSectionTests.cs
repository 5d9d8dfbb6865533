using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Binary;

/// <summary>
/// Names are found without being read: a binary may have a million, of which a backtrace wants a few.
/// </summary>
internal sealed class NameSectionTests
{
    private const int Functions = 50_000;

    [Test]
    public void FindFunctionNames_OfManyFunctions_ReadsNoneOfThem()
    {
        ModuleDefinition module = Decode([.. Enumerable.Range(0, Functions).Select(i => Entry(i, $"function {i}"))]);
        NameSection.FindFunctionNames(module);
        long before = GC.GetAllocatedBytesForCurrentThread();

        int[] names = NameSection.FindFunctionNames(module);

        Assert.That(
            GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((Functions * sizeof(int)) + (16 << 10)));
        Assert.That(NameSection.ReadName(module, names[0]), Is.EqualTo("function 0"));
        Assert.That(NameSection.ReadName(module, names[^1]), Is.EqualTo($"function {Functions - 1}"));
    }

    [Test]
    public void FindFunctionNames_OfWhatIsMalformed_KeepsWhatIsNot()
    {
        ModuleDefinition module = Decode(
            Entry(1, "one"), Entry(Functions, "of none"), Join(Number(2), [2, 0xC3, 0x28]), Join(Number(3), [200, 1]));

        int[] names = NameSection.FindFunctionNames(module);

        Assert.That(NameSection.ReadName(module, names[1]), Is.EqualTo("one"));
        Assert.That(NameSection.ReadName(module, names[2]), Is.Null);
        Assert.That(NameSection.ReadName(module, names[3]), Is.Null);
        Assert.That((names[0], names.Length), Is.EqualTo((0, Functions)));
    }

    private static byte[] Entry(int index, string name) => Join(Number((uint)index), Name(name));

    private static ModuleDefinition Decode(params byte[][] entries)
    {
        var writer = new ModuleWriter();
        int type = writer.Type([], []);
        for (int i = 0; i < Functions; i++)
        {
            writer.Function(type, _ => { });
        }

        byte[] section = Join(Name("name"), RawSection(1, Vector(entries)));
        return new Engine().LoadModule(Join(writer.ToArray(), RawSection(0, section))).Definition;
    }
}
