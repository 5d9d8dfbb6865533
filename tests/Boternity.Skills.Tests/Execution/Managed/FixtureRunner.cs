using System.Collections.Concurrent;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Execution.Managed;

/// <summary>Runs the binaries of tests/fixtures through the engine's seam; each is loaded once.</summary>
internal static class FixtureRunner
{
    private static readonly ManagedWasmEngine Engine = new();
    private static readonly ConcurrentDictionary<string, Task<IWasmProgram>> Programs = new();

    public static SkillContext Context => FixtureContext.Value;

    public static byte[] Read(string fixture) => File.ReadAllBytes(Repository.PathOf($"tests/fixtures/wasm/{fixture}"));

    /// <summary>Runs a fixture under the untrusted tier's limits, or others.</summary>
    public static async Task<FixtureRun> RunAsync(
        string fixture,
        string input,
        ISkillHost? host = null,
        SkillLimits? limits = null,
        long? seed = null,
        CancellationToken cancellationToken = default)
    {
        IWasmProgram program = await Programs.GetOrAdd(fixture, LoadAsync);
        using var fixtureHost = new FixtureHost();
        return await RunAsync(program, Request(input, host ?? fixtureHost, limits, seed), cancellationToken);
    }

    /// <summary>Runs a program, and reads its answer as the executor does.</summary>
    public static async Task<FixtureRun> RunAsync(
        IWasmProgram program, WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        WasmRunResult result = await program.RunAsync(request, cancellationToken);
        string output = ProgramAnswers.Read(result, request.Context.SkillName, request.Limits.MaxOutputBytes);
        return new FixtureRun(output, result.FuelConsumed, result.PeakMemoryBytes);
    }

    /// <summary>What a run of a fixture is asked for.</summary>
    public static WasmRunRequest Request(
        string input, ISkillHost? host, SkillLimits? limits = null, long? seed = null) =>
        FixtureContext.Request(input, host, limits, seed);

    private static async Task<IWasmProgram> LoadAsync(string fixture)
    {
        byte[] bytes = Read(fixture);
        WasmBinaryKind kind = bytes[6] == 1 ? WasmBinaryKind.Component : WasmBinaryKind.Module;
        return await Engine.LoadAsync(
            new WasmBinary { Kind = kind, Bytes = bytes }, new WasmLoadOptions { AllowSimd = false });
    }
}
