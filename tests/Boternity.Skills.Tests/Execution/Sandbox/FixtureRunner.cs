using System.Collections.Concurrent;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Sandbox;
using Boternity.Skills.Wasm.Embedding;

namespace Boternity.Skills.Tests.Execution.Sandbox;

/// <summary>Runs the binaries of tests/fixtures through the engine's seam; each is loaded once.</summary>
internal static class FixtureRunner
{
    private static readonly SandboxEngine Engine = new();
    private static readonly ConcurrentDictionary<string, Task<IWasmProgram>> Programs = new();

    public static SkillContext Context { get; } = new()
    {
        Skill = new InstalledSkill
        {
            SkillId = "fixture",
            RootPath = "/fixture",
            Manifest = TestSkills.Manifest("fixture"),
            Source = TestSkills.Source("fixture"),
            TrustTier = SkillTrustTier.Untrusted,
            InstalledAt = DateTimeOffset.UnixEpoch,
            Files = [],
        },
        BotName = "Marvin the Bot",
        BotSlug = "marvin-the-bot",
        InvocationId = "0192f1c4-5f6e-7a00-8000-000000000001",
    };

    public static byte[] Read(string fixture) => File.ReadAllBytes(Repository.PathOf($"tests/fixtures/wasm/{fixture}"));

    /// <summary>Runs a fixture under the untrusted tier's limits, or others.</summary>
    public static async Task<WasmRunResult> RunAsync(
        string fixture, string input, ISkillHost? host = null, SkillLimits? limits = null, CancellationToken cancellationToken = default) =>
        await RunAsync(fixture, new WasmRunRequest
        {
            Input = input,
            Limits = limits ?? SkillLimits.Untrusted,
            Skill = Context.Skill,
            InvocationId = Context.InvocationId,
            Host = host,
        }, cancellationToken);

    /// <summary>Runs a fixture as asked; with the host of the fixtures where the request names none.</summary>
    public static async Task<WasmRunResult> RunAsync(string fixture, WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        IWasmProgram program = await Programs.GetOrAdd(fixture, LoadAsync);
        using var fixtureHost = new FixtureHost { Context = Context };
        return await program.RunAsync(request with { Host = request.Host ?? fixtureHost, BotName = Context.BotName, BotSlug = Context.BotSlug }, cancellationToken);
    }

    private static async Task<IWasmProgram> LoadAsync(string fixture)
    {
        byte[] bytes = Read(fixture);
        WasmBinaryKind kind = bytes[6] == 1 ? WasmBinaryKind.Component : WasmBinaryKind.Module;
        return await Engine.LoadAsync(new WasmBinary
        {
            Kind = kind,
            Bytes = bytes,
        }, new WasmLoadOptions { AllowSimd = false });
    }
}
