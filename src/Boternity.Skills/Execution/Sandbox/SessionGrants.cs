using Boternity.Skills.Execution.Capabilities;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A session's grants, for WASI. It decides nothing: the session's policy does.</summary>
internal sealed class SessionGrants(SkillHostSession session) : ISandboxGrants
{
    public IReadOnlyList<string> Arguments => [];

    public IWasiHttp? Http => null;

    public IReadOnlyList<KeyValuePair<string, string>> ListEnvironment() => session.ListEnvironment();

    public IReadOnlyList<(string GuestPath, WasiDirectory Directory)> OpenDirectories() => [];
}
