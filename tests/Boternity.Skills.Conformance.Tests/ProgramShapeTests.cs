using System.Text;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>
/// Programs are told apart by what they export; what is none of them, and what lacks an import, is refused when it
/// is loaded.
/// </summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class ProgramShapeTests(string engine) : EngineTests(engine)
{
    [TestCase("echo/echo-utf8.wasm")]
    [TestCase("hostile/component-no-entry.wasm")]
    public async Task Load_ComponentThatIsNoProgram_SaysWhatWasExpected(string fixture)
    {
        SkillLinkException error = await FailAsync(WasmBinaryKind.Component, Engines.Read(fixture));

        Assert.That(
            error.Message,
            Does.Contain("'execute' ((string) -> result<string, string>)")
                .And.Contain("wasi:cli/run@0.2")
                .And.Contain("_start"));
    }

    [Test]
    public async Task Load_ModuleWithoutStart_SaysWhatWasExpected()
    {
        SkillLinkException error = await FailAsync(WasmBinaryKind.Module, Module());

        Assert.That(error.Message, Does.Contain("exports no function '_start'"));
    }

    [Test]
    public async Task Load_StartThatTakesAnArgument_IsRefused()
    {
        SkillLinkException error = await FailAsync(WasmBinaryKind.Module, Module(
            Section(1, 1, 0x60, 1, 0x7f, 0),
            Section(3, 1, 0),
            Section(7, [1, .. Name("_start"), 0, 0]),
            Section(10, 1, 2, 0, 0x0b)));

        Assert.That(error.Message, Does.Contain("'_start' is (i32) -> ()"));
    }

    [TestCase("wasi_snapshot_preview1", "fd_fly", "unknown import")]
    [TestCase("env", "fd_read", "unknown import")]
    [TestCase("wasi_snapshot_preview1", "fd_read", "incompatible import type")]
    public async Task Load_ImportThatIsNotOffered_IsNamed(string module, string name, string reason)
    {
        SkillLinkException error = await FailAsync(WasmBinaryKind.Module, Module(
            Section(1, 1, 0x60, 0, 0),
            Section(2, [1, .. Name(module), .. Name(name), 0, 0]),
            Section(7, [1, .. Name("_start"), 0, 0])));

        Assert.That(error.Import, Is.EqualTo($"{module}#{name}"));
        Assert.That(error.Message, Does.Contain(reason));
    }

    private async Task<SkillLinkException> FailAsync(WasmBinaryKind kind, byte[] bytes) =>
        (await Assert.ThrowsAsync<SkillLinkException>(async () => await Engines.Get(Engine).LoadAsync(new WasmBinary
        {
            Kind = kind,
            Bytes = bytes,
        })))!;

    private static byte[] Module(params byte[][] sections) =>
        [.. "\0asm\u0001\0\0\0"u8, .. sections.SelectMany(section => section)];

    private static byte[] Section(byte id, params byte[] content) => [id, (byte)content.Length, .. content];

    private static byte[] Name(string name) => [(byte)name.Length, .. Encoding.UTF8.GetBytes(name)];
}
