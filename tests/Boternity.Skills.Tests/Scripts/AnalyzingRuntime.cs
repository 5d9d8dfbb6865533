using Boternity.Skills.Scripts;

namespace Boternity.Skills.Tests.Scripts;

/// <summary>A runtime whose analysis is to run the first script, and that may have a file made first.</summary>
internal sealed class AnalyzingRuntime(WasiScriptRuntime definition, ScriptPreparation? preparation = null)
    : IScriptRuntime
{
    private readonly DefinedScriptRuntime _defined = new(definition);

    public string Name => _defined.Name;

    public string Version => _defined.Version;

    public IReadOnlyDictionary<string, string> Languages => _defined.Languages;

    public IReadOnlyList<ScriptMount> Mounts => _defined.Mounts;

    public IReadOnlyDictionary<string, string> Environment => _defined.Environment;

    public ScriptPreparation? Preparation => preparation;

    public ValueTask<WasmBinary> ReadModuleAsync(CancellationToken cancellationToken = default) =>
        _defined.ReadModuleAsync(cancellationToken);

    public IReadOnlyList<string> GetArguments(string path, IReadOnlyList<string> arguments) =>
        _defined.GetArguments(path, arguments);

    public IReadOnlyList<string> GetAnalysisArguments(IReadOnlyList<string> paths) => [Name, paths[0]];
}
