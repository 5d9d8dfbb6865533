using System.Text.Json;
using Boternity.Skills.Runtimes.Python.Packages;
using Boternity.Skills.Scripts;

namespace Boternity.Skills.Runtimes.Python;

/// <summary>
/// CPython for WASI, with its standard library and the packages that a host adds. Safe for concurrent use.
/// </summary>
public sealed class PythonRuntime : IScriptRuntime
{
    /// <summary>Where scripts see the standard library and the packages: <c>/usr/lib/python</c>.</summary>
    public const string LibraryPath = "/usr/lib/python";

    private const string RuntimeName = "python";
    private const string ModuleFile = "python.wasm";
    internal const string LibraryFile = "python313.zip";
    private const string TimeZonesFile = "zoneinfo.bin";
    private const string PackagesFile = "site-packages.zip";
    private const string CompileModule = "boternity_compile";

    private static readonly Lazy<string> BuiltVersion = new(ReadVersion);

    private readonly Lazy<PythonSitePackages> _packages;
    private readonly Lazy<IReadOnlyList<ScriptMount>> _mounts;

    /// <summary>Creates the runtime without packages.</summary>
    public PythonRuntime()
        : this(new PythonOptions())
    {
    }

    /// <summary>Creates the runtime. Packages are read when a script first runs.</summary>
    /// <param name="options">The packages that scripts can import.</param>
    public PythonRuntime(PythonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _packages = new Lazy<PythonSitePackages>(() => PythonSitePackages.Read(options));
        _mounts = new Lazy<IReadOnlyList<ScriptMount>>(ReadMounts);
    }

    /// <summary>
    /// Gets a value indicating whether this build has an interpreter in it. One from a package feed has; one from the
    /// repository has when <c>build/runtimes/build.sh python</c> ran before it was built.
    /// </summary>
    public static bool IsIncluded => typeof(PythonRuntime).Assembly.GetManifestResourceInfo(ModuleFile) is not null;

    /// <inheritdoc/>
    public string Name => RuntimeName;

    /// <inheritdoc/>
    /// <exception cref="ScriptRuntimeException">This build has no interpreter in it.</exception>
    public string Version => BuiltVersion.Value;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Languages { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { [".py"] = "python" };

    /// <inheritdoc/>
    /// <exception cref="ScriptRuntimeException">
    /// This build has no interpreter in it, or a package cannot be used.
    /// </exception>
    public IReadOnlyList<ScriptMount> Mounts => _mounts.Value;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PYTHONUTF8"] = "1",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };

    /// <inheritdoc/>
    /// <value>The wheels of the options, sorted by name (ordinal).</value>
    public IReadOnlyList<ScriptPackage> Packages => _packages.Value.Packages;

    /// <inheritdoc/>
    /// <value>Compiles the packages; null without any.</value>
    public ScriptPreparation? Preparation => Packages.Count == 0 ? null : new ScriptPreparation
    {
        Arguments = ["python3", "-m", CompileModule, $"{LibraryPath}/{PackagesFile}"],
        StandardInput = _packages.Value.Archive,
        GuestPath = $"{LibraryPath}/{PackagesFile}",
    };

    /// <inheritdoc/>
    /// <exception cref="ScriptRuntimeException">This build has no interpreter in it.</exception>
    public ValueTask<WasmBinary> ReadModuleAsync(CancellationToken cancellationToken = default) =>
        new(new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = ReadResource(ModuleFile) });

    /// <inheritdoc/>
    public IReadOnlyList<string> GetArguments(string path, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(arguments);
        return ["python3", path, .. arguments];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? GetAnalysisArguments(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return ["python3", "-m", "boternity_analyze", .. paths];
    }

    private static IReadOnlyList<ScriptMount> ReadMounts()
    {
        ScriptMountFile[] files = [new() { Path = LibraryFile, Content = ReadResource(LibraryFile) }];

        // With a root, a path that is nowhere is one that does not exist; without one, WASI has an error of its own for
        // it.
        return
        [
            new ScriptMount { GuestPath = "/", Files = [] },
            new ScriptMount { GuestPath = LibraryPath, Files = files },
            PythonTimeZones.ReadMount(ReadResource(TimeZonesFile)),
        ];
    }

    private static string ReadVersion()
    {
        using var manifest = JsonDocument.Parse(ReadResource("manifest.json"));
        return manifest.RootElement.GetProperty("version").GetString()
            ?? throw new ScriptRuntimeException(RuntimeName, "The interpreter's manifest names no version.");
    }

    /// <summary>Reads a file of the interpreter.</summary>
    /// <exception cref="ScriptRuntimeException">This build does not have it.</exception>
    internal static byte[] ReadResource(string name)
    {
        using Stream stream = typeof(PythonRuntime).Assembly.GetManifestResourceStream(name)
            ?? throw new ScriptRuntimeException(
                RuntimeName,
                "This build of Boternity.Skills.Runtimes.Python has no interpreter in it. Build one with "
                + "'bash build/runtimes/build.sh python', and build this project again.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
