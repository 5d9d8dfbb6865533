using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>A granted directory, or one below it, as WASI sees it.</summary>
internal sealed class SessionDirectory(GuardedDirectory directory) : WasiDirectory
{
    public override bool CanWrite => directory.Access.HasFlag(SkillFileAccess.Write);

    public override WasiDirectory OpenDirectory(string path) =>
        SessionErrors.Translate(() => new SessionDirectory(directory.OpenDirectory(SandboxPath.ReadRelative(path))));

    public override WasiFile OpenFile(string path, WasiOpen open) =>
        SessionErrors.Translate(() => new SessionFile(directory.OpenFile(SandboxPath.ReadRelative(path), Convert(open))));

    public override WasiEntry GetEntry(string path) =>
        SessionErrors.Translate(() => Convert(directory.GetEntry(SandboxPath.ReadRelative(path))));

    public override IReadOnlyList<(string Name, WasiFileKind Kind)> List() =>
        SessionErrors.Translate<IReadOnlyList<(string, WasiFileKind)>>(() => [.. directory.List().Select(entry => (entry.Name, Convert(entry.Kind)))]);

    public override void CreateDirectory(string path) => SessionErrors.Translate(() => directory.CreateDirectory(SandboxPath.ReadRelative(path)));

    public override void RemoveDirectory(string path) => SessionErrors.Translate(() => directory.RemoveDirectory(SandboxPath.ReadRelative(path)));

    public override void RemoveFile(string path) => SessionErrors.Translate(() => directory.RemoveFile(SandboxPath.ReadRelative(path)));

    public override void Rename(string path, WasiDirectory target, string targetPath) => SessionErrors.Translate(() =>
        directory.Rename(SandboxPath.ReadRelative(path), ((SessionDirectory)target).Directory, SandboxPath.ReadRelative(targetPath)));

    public override void Sync() => SessionErrors.Translate(directory.Sync);

    public override void Dispose() => directory.Dispose();

    internal static WasiEntry Convert(SandboxEntry entry) => new(
        Convert(entry.Kind), entry.Size, entry.Links, entry.Accessed, entry.Modified, entry.Changed, entry.Device, entry.Node);

    private GuardedDirectory Directory => directory;

    private static WasiFileKind Convert(SandboxEntryKind kind) => kind switch
    {
        SandboxEntryKind.File => WasiFileKind.RegularFile,
        SandboxEntryKind.Directory => WasiFileKind.Directory,
        SandboxEntryKind.Link => WasiFileKind.SymbolicLink,
        _ => WasiFileKind.Unknown,
    };

    private static SandboxOpen Convert(WasiOpen open) =>
        (open.HasFlag(WasiOpen.Read) ? SandboxOpen.Read : SandboxOpen.None)
        | (open.HasFlag(WasiOpen.Write) ? SandboxOpen.Write : SandboxOpen.None)
        | (open.HasFlag(WasiOpen.Create) ? SandboxOpen.Create : SandboxOpen.None)
        | (open.HasFlag(WasiOpen.Exclusive) ? SandboxOpen.Exclusive : SandboxOpen.None)
        | (open.HasFlag(WasiOpen.Truncate) ? SandboxOpen.Truncate : SandboxOpen.None);
}
