using System.Security.Cryptography;

namespace Boternity.Skills.Scripts;

/// <summary>A script runtime with its module read, and its mounts as trees.</summary>
internal sealed class LoadedRuntime
{
    private LoadedRuntime(IScriptRuntime runtime, WasmBinary module)
    {
        Runtime = runtime;
        Module = module;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(module.Bytes.Span));
        Mounts =
        [
            .. runtime.Mounts
                .OrderBy(static mount => mount.GuestPath, StringComparer.Ordinal)
                .Select(static mount => KeyValuePair.Create(
                    mount.GuestPath,
                    FixedTree.Of(mount.Files.Select(static file => new FixedMemoryFile(file.Path, file.Content))))),
        ];
    }

    public IScriptRuntime Runtime { get; }

    public WasmBinary Module { get; }

    /// <summary>The digest of the module.</summary>
    public string Sha256 { get; }

    /// <summary>The runtime's directories, sorted by path (ordinal).</summary>
    public IReadOnlyList<KeyValuePair<string, FixedTree>> Mounts { get; }

    /// <summary>Name and version, as <see cref="SkillScript.Runtime"/> has them.</summary>
    public string Title => $"{Runtime.Name} {Runtime.Version}";

    public static async Task<LoadedRuntime> LoadAsync(IScriptRuntime runtime, CancellationToken cancellationToken) =>
        new(runtime, await runtime.ReadModuleAsync(cancellationToken).ConfigureAwait(false));
}
