using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Scripts;

/// <summary>
/// The environment of a script: what every script has, then the runtime's, the granted variables, and those of the
/// call; a later one takes the place of an earlier one.
/// </summary>
internal sealed class ScriptEnvironment(
    IScriptRuntime runtime, IGuestEnvironment granted, IReadOnlyList<KeyValuePair<string, string>> call)
    : IGuestEnvironment
{
    private static readonly KeyValuePair<string, string>[] Always =
    [
        new("HOME", ScriptPaths.Workspace),
        new("PWD", ScriptPaths.Workspace),
        new("TMPDIR", ScriptPaths.Temporary),
        new("LANG", "C.UTF-8"),
        new("NO_COLOR", "1"),
    ];

    public IReadOnlyList<KeyValuePair<string, string>> ListVariables()
    {
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in
            Always.Concat(runtime.Environment).Concat(granted.ListVariables()).Concat(call))
        {
            variables[name] = value;
        }

        return [.. variables];
    }
}
