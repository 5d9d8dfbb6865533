using System.Text;
using System.Text.Json;
using Boternity.Skills.Compilation;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Compilation;

public sealed class WasmCompilerTests
{
    private readonly WasmCompiler _compiler = new(Options.Create(new WasmCompilerOptions()));

    [Test]
    public async Task CompileAsync_PromptSkill_HasNoProgram()
    {
        SkillPackage package = TestSkills.Package(
            TestSkills.Manifest(type: SkillType.Prompt),
            "Read me.",
            (SkillPackage.WasmFileName, TestSkills.EmptyModule));

        Assert.That(await _compiler.CompileAsync(package), Is.Null);
    }

    [TestCase(WasmBinaryKind.Module)]
    [TestCase(WasmBinaryKind.Component)]
    public async Task CompileAsync_PrecompiledBinary_PassesThroughUnchanged(WasmBinaryKind kind)
    {
        byte[] wasm =
        [
            .. kind == WasmBinaryKind.Module ? TestSkills.EmptyModule : TestSkills.EmptyComponent,
            0,
            3,
            1,
            (byte)'x',
            7,
        ];
        SkillPackage package = TestSkills.Package(TestSkills.Manifest(), "Body.", (SkillPackage.WasmFileName, wasm));

        WasmBinary? binary = await _compiler.CompileAsync(package);

        Assert.That(binary!.Kind, Is.EqualTo(kind));
        Assert.That(binary.Bytes.ToArray(), Is.EqualTo(wasm));
    }

    [Test]
    public async Task CompileAsync_ToolSkillWithoutBinary_GetsTheStubMarkerToTheByte()
    {
        WasmBinary? binary = await _compiler.CompileAsync(
            TestSkills.Package(TestSkills.Manifest(), "# Héllo \"world\"\n<b> & \t"));

        Assert.That(binary!.Kind, Is.EqualTo(WasmBinaryKind.Stub));
        Assert.That(Encoding.UTF8.GetString(binary.Bytes.Span), Is.EqualTo(
            """
            {
              "boternity_wasm_stub": true,
              "version": 1,
              "body": "# Héllo \"world\"\n<b> & \t"
            }
            """));
    }

    [Test]
    public async Task CompileAsync_AnyBody_ComesBackFromTheMarker()
    {
        string body = string.Concat(Enumerable.Range(1, 0xD7FF).Select(c => (char)c)) + "😀";

        WasmBinary? binary = await _compiler.CompileAsync(TestSkills.Package(TestSkills.Manifest(), body));

        using JsonDocument marker = JsonDocument.Parse(binary!.Bytes);
        Assert.That(marker.RootElement.GetProperty("body").GetString(), Is.EqualTo(body));
    }

    private static IEnumerable<TestCaseData> NotWasm() =>
    [
        new TestCaseData(Array.Empty<byte>(), "shorter than the 8 bytes").SetArgDisplayNames("empty"),
        new TestCaseData(TestSkills.EmptyModule[..7], "shorter than the 8 bytes").SetArgDisplayNames("truncated"),
        new TestCaseData("#!/bin/sh\necho"u8.ToArray(), "begins with 23212f62").SetArgDisplayNames("script"),
        new TestCaseData(
            """{ "boternity_wasm_stub": true, "version": 1, "body": "x" }"""u8.ToArray(),
            "begins with 7b202262").SetArgDisplayNames("smuggled marker"),
        new TestCaseData(
            new byte[] { 0, 0x61, 0x73, 0x6D, 2, 0, 0, 0 }, "version 2, layer 0").SetArgDisplayNames("unknown version"),
        new TestCaseData(
            new byte[] { 0, 0x61, 0x73, 0x6D, 0x0C, 0, 1, 0 },
            "version 12, layer 1").SetArgDisplayNames("old component"),
    ];

    [TestCaseSource(nameof(NotWasm))]
    public async Task CompileAsync_NotWebAssembly_IsRefusedWithTheReason(byte[] bytes, string reason)
    {
        SkillPackage package = TestSkills.Package(TestSkills.Manifest(), "Body.", (SkillPackage.WasmFileName, bytes));

        SkillCompilationException error =
            (await Assert.ThrowsAsync<SkillCompilationException>(async () => await _compiler.CompileAsync(package)))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.CompilationNotWasm));
        Assert.That(error.Skill, Is.EqualTo("probe"));
        Assert.That(error.Message, Does.Contain(reason));
    }

    [Test]
    public async Task CompileAsync_Cancelled_Stops() =>
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () =>
                await _compiler.CompileAsync(
                    TestSkills.Package(TestSkills.Manifest(), "Body."), new CancellationToken(true)));
}
