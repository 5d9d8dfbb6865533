using System.Text.Json;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.JavaScript;

/// <summary>
/// QuickJS with the part of Node.js that scripts use: JavaScript, as CommonJS and as ES modules, and TypeScript of
/// which the types are taken away. Safe for concurrent use.
/// </summary>
public sealed class JavaScriptRuntime : IScriptRuntime
{
    private const string RuntimeName = "javascript";
    private const string Program = "node";
    private const string ModuleFile = "quickjs.wasm";
    private const string ManifestFile = "manifest.json";

    private static readonly Lazy<string> BuiltVersion = new(ReadVersion);

    /// <summary>
    /// Gets a value indicating whether this build has an interpreter in it. One from a package feed has; one from the
    /// repository has when <c>build/runtimes/build.sh javascript</c> ran before it was built.
    /// </summary>
    public static bool IsIncluded => typeof(JavaScriptRuntime).Assembly.GetManifestResourceInfo(ModuleFile) is not null;

    /// <inheritdoc/>
    public string Name => RuntimeName;

    /// <summary>Gets the version of QuickJS, which is a date, such as <c>2025.04.26</c>.</summary>
    /// <exception cref="ScriptRuntimeException">This build has no interpreter in it.</exception>
    public string Version => BuiltVersion.Value;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Languages { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [".js"] = "javascript",
            [".mjs"] = "javascript",
            [".cjs"] = "javascript",
            [".ts"] = "typescript",
            [".mts"] = "typescript",
            [".cts"] = "typescript",
        };

    /// <inheritdoc/>
    /// <value>None: the library is part of the module.</value>
    public IReadOnlyList<ScriptMount> Mounts => [];

    /// <inheritdoc/>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    /// <exception cref="ScriptRuntimeException">This build has no interpreter in it.</exception>
    public ValueTask<WasmBinary> ReadModuleAsync(CancellationToken cancellationToken = default) =>
        new(new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = ReadResource(ModuleFile) });

    /// <inheritdoc/>
    public IReadOnlyList<string> GetArguments(string path, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(arguments);
        return [Program, path, .. arguments];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? GetAnalysisArguments(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [Program, "--analyze", .. paths];
    }

    private static string ReadVersion()
    {
        using var manifest = JsonDocument.Parse(ReadResource(ManifestFile));
        return manifest.RootElement.GetProperty("version").GetString()
            ?? throw new ScriptRuntimeException(RuntimeName, "The interpreter's manifest names no version.");
    }

    /// <summary>Reads a file of the interpreter.</summary>
    /// <exception cref="ScriptRuntimeException">This build does not have it.</exception>
    internal static byte[] ReadResource(string name)
    {
        using Stream stream = typeof(JavaScriptRuntime).Assembly.GetManifestResourceStream(name)
            ?? throw new ScriptRuntimeException(
                RuntimeName,
                "This build of Boternity.Skills.Runtimes.JavaScript has no interpreter in it. Build one with "
                + "'bash build/runtimes/build.sh javascript', and build this project again.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
