namespace Boternity.Skills.Scripts;

/// <summary>The script runtimes of a host, found by the names of scripts, and loaded once.</summary>
internal sealed class ScriptRuntimes
{
    // Languages of scripts that skills ship, whether or not there is a runtime for them.
    private static readonly Dictionary<string, string> KnownLanguages = new(StringComparer.OrdinalIgnoreCase)
    {
        [".py"] = "python",
        [".js"] = "javascript",
        [".mjs"] = "javascript",
        [".cjs"] = "javascript",
        [".ts"] = "typescript",
        [".mts"] = "typescript",
        [".sh"] = "shell",
        [".bash"] = "shell",
        [".zsh"] = "shell",
        [".ps1"] = "powershell",
        [".rb"] = "ruby",
        [".pl"] = "perl",
        [".php"] = "php",
        [".lua"] = "lua",
        [".r"] = "r",
    };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (IScriptRuntime Runtime, string Language)> _byExtension =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IScriptRuntime, Task<LoadedRuntime>> _loaded = [];
    private readonly IScriptRuntimePreparer? _preparer;

    /// <summary>Creates the list; of two runtimes for an extension, the later one serves.</summary>
    public ScriptRuntimes(IEnumerable<IScriptRuntime> runtimes, IScriptRuntimePreparer? preparer = null)
    {
        _preparer = preparer;
        foreach (IScriptRuntime runtime in runtimes)
        {
            foreach ((string extension, string language) in runtime.Languages)
            {
                _byExtension[extension] = (runtime, language);
            }
        }
    }

    /// <summary>Whether the host has any.</summary>
    public bool Any => _byExtension.Count > 0;

    /// <summary>The language of a file by its name; null where it is no script.</summary>
    public string? FindLanguage(string path) =>
        _byExtension.TryGetValue(Path.GetExtension(path), out (IScriptRuntime Runtime, string Language) known)
            ? known.Language
            : KnownLanguages.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>The runtime for a script; null where there is none.</summary>
    public IScriptRuntime? Find(string path) =>
        _byExtension.TryGetValue(Path.GetExtension(path), out (IScriptRuntime Runtime, string Language) known)
            ? known.Runtime
            : null;

    /// <summary>The runtime with its module.</summary>
    /// <exception cref="ScriptRuntimeException">The module is not there.</exception>
    public Task<LoadedRuntime> LoadAsync(IScriptRuntime runtime, CancellationToken cancellationToken)
    {
        Task<LoadedRuntime> loading;
        lock (_lock)
        {
            if (!_loaded.TryGetValue(runtime, out loading!) || loading.IsFaulted)
            {
                // It serves all who wait for it, so nobody's token ends it.
                loading = Task.Run(
                    () => LoadedRuntime.LoadAsync(runtime, _preparer, CancellationToken.None), CancellationToken.None);
                _loaded[runtime] = loading;
            }
        }

        return loading.WaitAsync(cancellationToken);
    }
}
