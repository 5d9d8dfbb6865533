using System.Text;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime.Native;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime.Tests;

/// <summary>Tests that need the native library. Where it cannot be had, they are skipped, and say why.</summary>
internal abstract class WasmtimeTests
{
    private WasmtimeEngine? _engine;

    protected WasmtimeEngine Engine => _engine ??= CreateEngine(new WasmtimeOptions());

    protected static SkillLimits Limits { get; } = new()
    {
        MaxFuel = 50_000_000,
        MaxMemoryBytes = 16 << 20,
        Timeout = TimeSpan.FromSeconds(20),
    };

    [OneTimeSetUp]
    public void RequireLibrary()
    {
        if (WasmtimeLibrary.Problem is { } problem)
        {
            Assert.Ignore($"Wasmtime cannot be used here: {problem}.");
        }
    }

    [OneTimeTearDown]
    public void DisposeEngine() => _engine?.Dispose();

    protected static WasmtimeEngine CreateEngine(WasmtimeOptions options) => new(Options.Create(options));

    internal static WasmRunRequest Request(SkillLimits? limits = null, string input = "") => new()
    {
        Context = new SkillContext
        {
            Skill = new InstalledSkill
            {
                SkillId = "probe",
                RootPath = "/probe",
                Manifest = new SkillManifest { Name = "probe", Description = "A probe.", Type = SkillType.Tool },
                Source = new SkillSource { Registry = "local", Path = "probe" },
                TrustTier = SkillTrustTier.Untrusted,
                InstalledAt = DateTimeOffset.UnixEpoch,
                Files = [],
            },
            InvocationId = "0192f1c4-5f6e-7a00-8000-000000000001",
        },
        Limits = limits ?? Limits,
        System = new() { StandardInput = Encoding.UTF8.GetBytes(input) },
    };

    /// <summary>The binary of a text.</summary>
    protected static unsafe WasmBinary Assemble(string text)
    {
        byte[] source = Encoding.UTF8.GetBytes(text);
        ByteVec wasm;
        fixed (byte* bytes = source)
        {
            NativeError.ThrowIfAny(EngineMethods.WatToWasm(bytes, (nuint)source.Length, &wasm));
        }

        byte[] binary = wasm.Span.ToArray();
        EngineMethods.ByteVecDelete(&wasm);
        return new WasmBinary
        {
            Kind = binary[6] == 1 ? WasmBinaryKind.Component : WasmBinaryKind.Module,
            Bytes = binary,
        };
    }

    /// <summary>A command of preview 1 with a body.</summary>
    protected static WasmBinary Command(string body, string definitions = "") => Assemble(
        $"(module (memory (export \"memory\") 1) {definitions} (func $start (export \"_start\") {body}))");

    /// <summary>
    /// A component of the world skill-plugin; its program is a body that leaves the address of its result.
    /// </summary>
    protected static WasmBinary Plugin(string body, string definitions = "") => Assemble(
        $$"""
        (component
          (core module $m
            (memory (export "memory") 1)
            (data (i32.const 64) "\00\00\00\00\50\00\00\00\02\00\00\00")
            (data (i32.const 80) "ok")
            {{definitions}}
            (func $execute (export "execute") (param i32 i32) (result i32) {{body}})
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
          (core instance $i (instantiate $m))
          (func (export "execute") (param "input" string) (result (result string (error string)))
            (canon lift (core func $i "execute") (memory (core memory $i "memory"))
              (realloc (core func $i "realloc")))))
        """);

    /// <summary>Loads and runs a program once.</summary>
    protected async Task<WasmRunResult> RunAsync(
        WasmBinary binary, SkillLimits? limits = null, CancellationToken cancellationToken = default)
    {
        using IWasmProgram program = await Engine.LoadAsync(binary, cancellationToken: cancellationToken);
        return await program.RunAsync(Request(limits), cancellationToken);
    }
}
