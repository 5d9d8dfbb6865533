using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>What a run's WASI reaches: the doors that grants open for the skill's own host interface, too.</summary>
internal interface ISandboxGrants
{
    /// <summary>The program's arguments, its name first.</summary>
    IReadOnlyList<string> Arguments { get; }

    /// <summary>Sends requests; null where none is sent.</summary>
    IWasiHttp? Http { get; }

    IReadOnlyList<KeyValuePair<string, string>> ListEnvironment();

    IReadOnlyList<(string GuestPath, WasiDirectory Directory)> OpenDirectories();
}
