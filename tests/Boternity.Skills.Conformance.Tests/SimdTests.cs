using Boternity.Skills.Compilation;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>Vector instructions are the host's to allow.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class SimdTests(string engine) : EngineTests(engine)
{
    /// <summary>A preview 1 command whose <c>_start</c> makes a vector and drops it.</summary>
    private static byte[] CommandWithAVector()
    {
        var writer = new WasmWriter();
        writer.Bytes(TestSkills.EmptyModule);
        writer.Section(1, types => types.U32(1).Bytes(0x60, 0, 0));
        writer.Section(3, functions => functions.U32(1).Bytes(0));
        writer.Section(5, memories => memories.U32(1).Bytes(0, 1));
        writer.Section(7, exports => exports.U32(2).Name("memory").Bytes(2, 0).Name("_start").Bytes(0, 0));
        writer.Section(
            10, code => code.U32(1).Sized(body => body.U32(0).Bytes(0xFD, 12).Bytes(new byte[16]).Bytes(0x1A, 0x0B)));
        return writer.Written.ToArray();
    }

    [Test]
    public async Task LoadAsync_VectorsNotAllowed_IsRefusedByName()
    {
        var binary = new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = CommandWithAVector() };
        IWasmEngine engine = Engines.Get(Engine);

        SkillLinkException error = (await Assert.ThrowsAsync<SkillLinkException>(
            async () => await engine.LoadAsync(binary, new WasmLoadOptions { AllowSimd = false })))!;

        Assert.That(error.Message, Does.Contain("SIMD").IgnoreCase);
        Assert.That(await engine.LoadAsync(binary, new WasmLoadOptions { AllowSimd = true }), Is.Not.Null);
    }

    [Test]
    public void Limits_OfTheUntrustedTier_AllowNoVectors() =>
        Assert.That((SkillLimits.Untrusted.AllowSimd, SkillLimits.Verified.AllowSimd), Is.EqualTo((false, true)));
}
