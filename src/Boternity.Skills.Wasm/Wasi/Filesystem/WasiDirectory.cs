namespace Boternity.Skills.Wasm.Wasi;

/// <summary>
/// A directory, as the host gives it. Paths are the guest's, relative to it, unchecked: nothing may lead out of it, and no link is followed.
/// All failures are <see cref="WasiFileException"/>s.
/// </summary>
internal abstract class WasiDirectory : IDisposable
{
    /// <summary>Whether anything in it may be changed.</summary>
    public abstract bool CanWrite { get; }

    public abstract WasiDirectory OpenDirectory(string path);

    public abstract WasiFile OpenFile(string path, WasiOpen open);

    /// <summary>What is known of an entry; <c>.</c> is this directory.</summary>
    public abstract WasiEntry GetEntry(string path);

    /// <summary>The names in it, without <c>.</c> and <c>..</c>.</summary>
    public abstract IReadOnlyList<(string Name, WasiFileKind Kind)> List();

    public abstract void CreateDirectory(string path);

    public abstract void RemoveDirectory(string path);

    public abstract void RemoveFile(string path);

    public abstract void Rename(string path, WasiDirectory target, string targetPath);

    public abstract void Sync();

    public abstract void Dispose();
}
