using System.Text.Json;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Execution;

/// <summary>
/// Finds a skill's scripts, and has each runtime look at its own, in the sandbox, with nothing granted: what a script
/// needs is known before it runs.
/// </summary>
internal sealed class ScriptAnalyzer(
    ProgramRunner runner,
    ScriptRuntimes runtimes,
    SkillHostFactory hosts,
    TimeProvider time,
    ILogger<ScriptAnalyzer> logger)
{
    private const string NoRuntime = "no-runtime";
    private const string NotAnalyzed = "not-analyzed";

    // An analysis parses; one that takes longer says nothing about the script but that.
    private static readonly SkillLimits Limits = SkillLimits.Verified with { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>The skill's scripts, sorted by path (ordinal).</summary>
    public async Task<IReadOnlyList<SkillScript>> AnalyzeAsync(
        SkillPackage package, CancellationToken cancellationToken)
    {
        List<SkillScript> analyzed = [];
        foreach (IGrouping<IScriptRuntime?, SkillScript> group in
            ScriptInventory.Find(package, runtimes).GroupBy(script => runtimes.Find(script.Path)))
        {
            analyzed.AddRange(
                group.Key is { } runtime
                    ? await AnalyzeAsync(package, runtime, [.. group], cancellationToken).ConfigureAwait(false)
                    : group.Select(static script => WithFinding(
                        script, NoRuntime, $"no runtime for {script.Language} is registered")));
        }

        return [.. analyzed.OrderBy(static script => script.Path, StringComparer.Ordinal)];
    }

    private static SkillScript WithFinding(SkillScript script, string code, string message) => script with
    {
        Findings =
        [
            new SkillScriptFinding { Code = code, Severity = SkillDiagnosticSeverity.Warning, Message = message },
        ],
    };

    private async Task<IEnumerable<SkillScript>> AnalyzeAsync(
        SkillPackage package,
        IScriptRuntime runtime,
        IReadOnlyList<SkillScript> scripts,
        CancellationToken cancellationToken)
    {
        try
        {
            LoadedRuntime loaded = await runtimes.LoadAsync(runtime, cancellationToken).ConfigureAwait(false);
            scripts = [.. scripts.Select(script => script with { Runtime = loaded.Title })];
            return runtime.GetAnalysisArguments([.. scripts.Select(
                static script => ScriptPaths.OfScript(script.Path))]) is { } arguments
                ? ScriptReport.Apply(
                    (await RunAsync(package, loaded, arguments, cancellationToken).ConfigureAwait(false)).Span, scripts)
                : scripts;
        }
        catch (Exception exception) when (exception is SkillExecutionException or JsonException)
        {
            // That it cannot be told what a script needs is no reason not to have the skill.
            ExecutionLog.AnalysisFailed(logger, runtime.Name, package.Manifest.Name, exception.Message);
            string reason = (exception as SkillException)?.ModelMessage ?? "the analysis printed no report";
            return scripts.Select(script => WithFinding(script, NotAnalyzed, reason));
        }
    }

    private async Task<ReadOnlyMemory<byte>> RunAsync(
        SkillPackage package,
        LoadedRuntime runtime,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken)
    {
        SkillRun run = HostRun.Create(package.Manifest, package.Source, Limits, time);
        using SkillHostSession host = hosts.CreateSession(run.Context, run.Grants);
        FixedTree skill = FixedTree.Of(
            package.Files.Select(static file => new FixedMemoryFile(file.Path, file.Content)));
        WasmRunResult result = await runner.RunRuntimeAsync(
            run,
            host,
            runtime,
            request => RuntimeInitialization.WithNothingToWrite(
                request with
                {
                    System = request.System with
                    {
                        Arguments = arguments,
                        Environment = new ScriptEnvironment(runtime.Runtime, host, []),
                    },
                },
                runtime,
                skill,
                hosts.Options,
                time),
            cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0
            ? result.StandardOutput
            : throw new JsonException($"The analysis ended with the exit code {result.ExitCode}.");
    }
}
