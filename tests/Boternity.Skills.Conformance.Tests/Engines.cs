using System.Collections.Concurrent;
using Boternity.Skills.Execution;
using Boternity.Skills.Execution.Managed;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasmtime;
using Boternity.Skills.Wasmtime.Native;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>The engines that the suite runs on, and the fixtures that they have loaded.</summary>
internal static class Engines
{
    public const string Managed = "managed";
    public const string Wasmtime = "wasmtime";

    private static readonly Lazy<IWasmEngine> ManagedEngine = new(static () => new ManagedWasmEngine());
    private static readonly Lazy<IWasmEngine> WasmtimeEngine = new(
        static () => new WasmtimeEngine(Options.Create(new WasmtimeOptions())));

    private static readonly ConcurrentDictionary<(string Engine, string Fixture), Task<IWasmProgram>> Programs = new();

    /// <summary>The engine of a name. Where it cannot be had, the test is skipped, and says why.</summary>
    public static IWasmEngine Get(string name)
    {
        if (name == Managed)
        {
            return ManagedEngine.Value;
        }

        if (WasmtimeLibrary.Problem is { } problem)
        {
            Assert.Ignore($"Wasmtime cannot be used here: {problem}.");
        }

        return WasmtimeEngine.Value;
    }

    /// <summary>Has a host use the engine.</summary>
    public static void Use(IBoternitySkillsBuilder builder, string name)
    {
        if (name == Wasmtime)
        {
            builder.UseWasmtime();
        }
    }

    public static byte[] Read(string fixture) => File.ReadAllBytes(Repository.PathOf($"tests/fixtures/wasm/{fixture}"));

    /// <summary>Loads a binary, as a rule without vector instructions, as a stranger's skill is.</summary>
    public static Task<IWasmProgram> LoadAsync(string engine, byte[] bytes, bool allowSimd = false) => Get(
        engine).LoadAsync(
        new WasmBinary
        {
            Kind = bytes[6] == 1 ? WasmBinaryKind.Component : WasmBinaryKind.Module,
            Bytes = bytes,
        },
        new WasmLoadOptions { AllowSimd = allowSimd }).AsTask();

    /// <summary>Runs a fixture, which is loaded once, under the untrusted tier's limits, or others.</summary>
    public static async Task<FixtureRun> RunAsync(
        string engine,
        string fixture,
        string input,
        ISkillHost? host = null,
        SkillLimits? limits = null,
        long? seed = null,
        CancellationToken cancellationToken = default)
    {
        IWasmProgram program = await Programs.GetOrAdd(
            (engine, fixture), static key => LoadAsync(key.Engine, Read(key.Fixture)));
        using var fixtureHost = new FixtureHost();
        return await RunAsync(
            program, FixtureContext.Request(input, host ?? fixtureHost, limits, seed), cancellationToken);
    }

    /// <summary>Runs a program, and reads its answer as the executor does.</summary>
    public static async Task<FixtureRun> RunAsync(
        IWasmProgram program, WasmRunRequest request, CancellationToken cancellationToken = default)
    {
        WasmRunResult result = await program.RunAsync(request, cancellationToken);
        string output = ProgramAnswers.Read(result, request.Context.SkillName, request.Limits.MaxOutputBytes);
        return new FixtureRun(output, result.FuelConsumed, result.PeakMemoryBytes);
    }
}
