namespace Boternity.Skills.Scripts;

/// <summary>A script runtime that a host defined as data.</summary>
internal sealed class DefinedScriptRuntime(WasiScriptRuntime definition) : IScriptRuntime
{
    public string Name => definition.Name;

    public string Version => definition.Version;

    public IReadOnlyDictionary<string, string> Languages { get; } =
        definition.FileExtensions.ToDictionary(static extension => extension, _ => definition.Language);

    public IReadOnlyList<ScriptMount> Mounts => definition.Mounts;

    public IReadOnlyDictionary<string, string> Environment { get; } = definition.Environment.ToDictionary();

    public ValueTask<WasmBinary> ReadModuleAsync(CancellationToken cancellationToken = default) =>
        new(new WasmBinary { Kind = definition.Kind, Bytes = definition.Module });

    public IReadOnlyList<string> GetArguments(string path, IReadOnlyList<string> arguments) =>
        [definition.Name, .. definition.Options, path, .. arguments];

    public IReadOnlyList<string>? GetAnalysisArguments(IReadOnlyList<string> paths) => null;
}
