using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A session's grants, for WASI. It decides nothing: the session's policy does.</summary>
internal sealed class SessionGrants(SkillHostSession session) : ISandboxGrants
{
    public IReadOnlyList<string> Arguments => [];

    public IWasiHttp Http { get; } = new SessionHttp(session.Http);

    public IReadOnlyList<KeyValuePair<string, string>> ListEnvironment() => session.ListEnvironment();

    public IReadOnlyList<(string GuestPath, WasiDirectory Directory)> OpenDirectories()
    {
        try
        {
            return [.. session.Files.OpenAll().Select(open => (open.GuestPath, (WasiDirectory)new SessionDirectory(open.Directory)))];
        }
        catch (SandboxException e)
        {
            // The host granted what it does not have; the skill can do nothing about it.
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionHostFailed, $"A directory that was granted to '{session.Context.SkillName}' cannot be opened: {e.Message}.", e);
        }
    }
}
