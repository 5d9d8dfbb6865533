using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Scripts;

/// <summary>A script runtime with its module read, and its mounts as trees.</summary>
internal sealed class LoadedRuntime
{
    private LoadedRuntime(
        IScriptRuntime runtime, WasmBinary module, string moduleDigest, IReadOnlyList<ScriptMount> mounts)
    {
        Runtime = runtime;
        Module = module;
        Sha256 = moduleDigest;
        Mounts =
        [
            .. mounts
                .OrderBy(static mount => mount.GuestPath, StringComparer.Ordinal)
                .Select(static mount => KeyValuePair.Create(
                    mount.GuestPath,
                    FixedTree.Of(mount.Files.Select(static file => new FixedMemoryFile(file.Path, file.Content))))),
        ];
        _content = new Lazy<string>(() => DigestOf(mounts));
    }

    private readonly Lazy<string> _content;

    public IScriptRuntime Runtime { get; }

    public WasmBinary Module { get; }

    /// <summary>The digest of the module.</summary>
    public string Sha256 { get; }

    /// <summary>The runtime's directories, sorted by path (ordinal).</summary>
    public IReadOnlyList<KeyValuePair<string, FixedTree>> Mounts { get; }

    /// <summary>The digest of all that is in the directories.</summary>
    public string ContentSha256 => _content.Value;

    /// <summary>Name and version, as <see cref="SkillScript.Runtime"/> has them.</summary>
    public string Title => $"{Runtime.Name} {Runtime.Version}";

    /// <summary>Reads a runtime, and has made what it has made first.</summary>
    /// <exception cref="ScriptRuntimeException">It cannot be used.</exception>
    public static async Task<LoadedRuntime> LoadAsync(
        IScriptRuntime runtime, IScriptRuntimePreparer? preparer, CancellationToken cancellationToken)
    {
        WasmBinary module = await runtime.ReadModuleAsync(cancellationToken).ConfigureAwait(false);
        string digest = Convert.ToHexStringLower(SHA256.HashData(module.Bytes.Span));
        var loaded = new LoadedRuntime(runtime, module, digest, runtime.Mounts);
        if (runtime.Preparation is not { } preparation)
        {
            return loaded;
        }

        if (preparer is null)
        {
            throw new ScriptRuntimeException(
                runtime.Name, $"The runtime '{runtime.Name}' has to be prepared, and there is no engine to do it.");
        }

        ReadOnlyMemory<byte> content = await preparer.RunAsync(loaded, preparation).ConfigureAwait(false);
        return new LoadedRuntime(runtime, module, digest, Add(runtime, preparation.GuestPath, content));
    }

    private static List<ScriptMount> Add(IScriptRuntime runtime, string path, ReadOnlyMemory<byte> content)
    {
        ScriptMount mount = runtime.Mounts
            .Where(mount => path.StartsWith($"{mount.GuestPath.TrimEnd('/')}/", StringComparison.Ordinal))
            .MaxBy(static mount => mount.GuestPath.Length)
            ?? throw new ScriptRuntimeException(
                runtime.Name, $"The runtime '{runtime.Name}' has no mount for '{path}', which it has prepared.");
        var file = new ScriptMountFile { Path = path[(mount.GuestPath.TrimEnd('/').Length + 1)..], Content = content };
        return
        [
            .. runtime.Mounts.Select(
                other => ReferenceEquals(other, mount) ? other with { Files = [.. other.Files, file] } : other),
        ];
    }

    private static string DigestOf(IEnumerable<ScriptMount> mounts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ScriptMount mount in mounts)
        {
            foreach (ScriptMountFile file in mount.Files)
            {
                // Lengths keep two files from being taken for one.
                hash.AppendData(Encoding.UTF8.GetBytes($"{mount.GuestPath}\0{file.Path}\0{file.Content.Length}\0"));
                hash.AppendData(file.Content.Span);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
