using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Scripts;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>
/// Runs scripts: puts together what a script finds in its sandbox, and answers what its runtime asks.
/// </summary>
internal sealed class ScriptRunner(
    ProgramRunner runner, ScriptRuntimes runtimes, SkillHostOptions options, TimeProvider time)
{
    /// <summary>How many scripts may wait for one that they started.</summary>
    private const int MaxDepth = 4;

    /// <summary>Runs a script, within a session.</summary>
    /// <exception cref="SkillExecutionException">It was stopped; derived types tell how.</exception>
    public ValueTask<WasmRunResult> RunAsync(
        SkillRun run,
        SkillHostSession host,
        ScriptWorkspace workspace,
        LoadedRuntime runtime,
        SkillScriptOptions script,
        CancellationToken cancellationToken)
    {
        CheckMounts(run, runtime);
        return RunAsync(new Frame(run, host, workspace, runtime, script, 0), cancellationToken);
    }

    private async ValueTask<WasmRunResult> RunAsync(Frame frame, CancellationToken cancellationToken)
    {
        (SkillRun run, SkillHostSession host, ScriptWorkspace workspace, LoadedRuntime runtime, _, _) = frame;
        SkillScriptOptions script = frame.Script;
        FixedTree skill = FixedTree.Of(run.Skill.Files.Select(file => new SkillFile(run.Skill, file)));
        IReadOnlyList<OwnDirectory> own = workspace.Directories;
        return await runner.RunRuntimeAsync(
            run,
            host,
            runtime,
            request => request with
            {
                System = request.System with
                {
                    Arguments = runtime.Runtime.GetArguments(
                        ScriptPaths.OfScript(run.Script!),
                        ScriptArguments.Resolve(script.Arguments, run.Skill, workspace.Contains)),
                    StandardInput = script.StandardInput,
                    Environment = new ScriptEnvironment(runtime.Runtime, host, script.Environment),
                    Http = host.Http,
                    FileSystem = new ScriptFileSystem(
                        [.. runtime.Mounts, new(ScriptPaths.Skill, skill)],
                        host.Files.Quota,
                        () =>
                        [
                            .. own.Select(host.Files.OpenOwn)
                                .Concat(host.Files.OpenDirectories())
                                .OrderBy(static directory => directory.GuestPath, StringComparer.Ordinal),
                        ]),
                },
                ScriptHost = new ScriptHostCalls(
                    host, options, (nested, token) => RunNestedAsync(frame, nested, token)),
                Initialization = InitializationOf(run, runtime, own),
                MaxErrorBytes = (int)Math.Min(run.Limits.MaxOutputBytes, Array.MaxLength),
                OnOutput = script.OnOutput is { } handler
                    ? (stream, bytes) => handler(
                        new SkillScriptOutput { IsError = stream == GuestOutputKind.Error, Bytes = bytes.ToArray() })
                    : null,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private WasmInitialization InitializationOf(
        SkillRun run, LoadedRuntime runtime, IReadOnlyList<OwnDirectory> own) =>
        RuntimeInitialization.Create(
            runtime,
            [
                ScriptPaths.Skill,
                .. own.Select(static directory => directory.GuestPath)
                    .Concat(run.Grants.Directories
                        .Where(static grant => grant.Access != SkillFileAccess.None)
                        .Select(static grant => grant.GuestPath))
                    .Order(StringComparer.Ordinal),
            ],
            options,
            time);

    // Under the budget of the script that starts it: what it uses is charged there when it has ended.
    private async Task<WasmRunResult> RunNestedAsync(
        Frame outer, NestedScript nested, CancellationToken cancellationToken)
    {
        InstalledSkill skill = outer.Run.Skill;
        if (outer.Depth + 1 > MaxDepth)
        {
            throw new SkillScriptException(
                SkillErrorCodes.ScriptCannotRun, nested.Path, $"More than {MaxDepth} scripts start one another.");
        }

        string path = nested.Path.StartsWith($"{ScriptPaths.Skill}/", StringComparison.Ordinal)
            ? nested.Path[(ScriptPaths.Skill.Length + 1)..]
            : nested.Path;
        LoadedRuntime runtime = await ScriptChecks
            .FindRuntimeAsync(runtimes, skill, path, SkillScriptCheck.RunAnyway, cancellationToken)
            .ConfigureAwait(false);
        CheckMounts(outer.Run, runtime);
        SkillRun run = outer.Run with
        {
            Script = path,
            Limits = outer.Run.Limits with
            {
                MaxFuel = Math.Max(1, nested.FuelLeft),
                MaxMemoryBytes = Math.Max(1, nested.MemoryBytesLeft),
            },
        };
        return await RunAsync(
            new Frame(
                run,
                outer.Host,
                outer.Workspace,
                runtime,
                new SkillScriptOptions
                {
                    Arguments = nested.Arguments,
                    StandardInput = nested.StandardInput,
                    Environment = nested.Environment ?? outer.Script.Environment,
                },
                outer.Depth + 1),
            cancellationToken).ConfigureAwait(false);
    }

    private static void CheckMounts(SkillRun run, LoadedRuntime runtime)
    {
        string[] taken = [ScriptPaths.Skill, .. runtime.Mounts.Select(static mount => mount.Key)];
        if (run.Grants.Directories.FirstOrDefault(grant => taken.Contains(grant.GuestPath)) is { } grant)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ScriptMountTaken,
                $"A directory is granted to '{run.Skill.Name}' as {grant.GuestPath}, which a script's own files have. "
                    + "Grant it under another path.");
        }
    }

    private sealed record Frame(
        SkillRun Run,
        SkillHostSession Host,
        ScriptWorkspace Workspace,
        LoadedRuntime Runtime,
        SkillScriptOptions Script,
        int Depth);
}
