using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class MemorySectionTests
{
    [Test]
    public void Read_OfTwoMemories_GivesBoth()
    {
        ModuleDefinition module = Decode([5, 6, 2, 0, 1, 1, 2, 3]);

        Assert.That(module.Memories.Select(memory => memory.Limits), Is.EqualTo(
            [new Limits(1, null), new Limits(2, 3)]));
    }

    [Test]
    public void Read_OfMorePagesThanFit_Throws() =>
        Assert.That(DecodeInvalid([5, 5, 1, 0, 0x81, 0x80, 4]).Detail, Does.StartWith("memory size"));
}
