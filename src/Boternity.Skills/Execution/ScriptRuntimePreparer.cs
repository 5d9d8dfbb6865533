using System.Text;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Scripts;
using Boternity.Skills.Text;

namespace Boternity.Skills.Execution;

/// <summary>Runs what script runtimes have made before scripts run, in the sandbox, with nothing granted.</summary>
internal sealed class ScriptRuntimePreparer(ProgramRunner runner, SkillHostFactory hosts, TimeProvider time)
    : IScriptRuntimePreparer
{
    public async Task<ReadOnlyMemory<byte>> RunAsync(LoadedRuntime runtime, ScriptPreparation preparation)
    {
        IWasmStateStore? kept = runner.States.Of(runtime, preparation);
        if (kept?.Find() is { } found)
        {
            return found;
        }

        ReadOnlyMemory<byte> made = await MakeAsync(runtime, preparation).ConfigureAwait(false);
        kept?.Save(stream => stream.Write(made.Span));
        return made;
    }

    private async Task<ReadOnlyMemory<byte>> MakeAsync(LoadedRuntime runtime, ScriptPreparation preparation)
    {
        string name = runtime.Runtime.Name;
        try
        {
            WasmRunResult result = await RunAsync(name, runtime, preparation).ConfigureAwait(false);
            return result.ExitCode == 0
                ? result.StandardOutput
                : throw Failed(
                    name,
                    preparation,
                    $"exit code {result.ExitCode}. {Encoding.UTF8.GetString(result.StandardError.Span).Trim()}",
                    null);
        }
        catch (SkillExecutionException exception) when (exception is not ScriptRuntimeException)
        {
            throw Failed(name, preparation, exception.Message, exception);
        }
    }

    private static ScriptRuntimeException Failed(
        string name, ScriptPreparation preparation, string reason, Exception? exception) => new(
            name,
            $"The runtime '{name}' could not make '{preparation.GuestPath}': {DisplayText.Lines(reason).TrimEnd('.')}.",
            exception);

    private async Task<WasmRunResult> RunAsync(string name, LoadedRuntime runtime, ScriptPreparation preparation)
    {
        SkillRun run = HostRun.Create(
            new SkillManifest { Name = name, Description = "A script runtime." },
            new SkillSource { Registry = "", Path = "" },
            preparation.Limits,
            time);
        using SkillHostSession host = hosts.CreateSession(run.Context, run.Grants);
        return await runner.RunRuntimeAsync(
            run,
            host,
            runtime,
            request => RuntimeInitialization.WithNothingToWrite(
                request with
                {
                    System = request.System with
                    {
                        Arguments = preparation.Arguments,
                        StandardInput = preparation.StandardInput,
                        Environment = new ScriptEnvironment(runtime.Runtime, host, []),
                    },
                },
                runtime,
                FixedTree.Empty,
                hosts.Options,
                time),
            CancellationToken.None).ConfigureAwait(false);
    }
}
