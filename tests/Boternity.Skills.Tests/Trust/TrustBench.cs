using System.IO.Abstractions;
using Boternity.Skills.Compilation;
using Boternity.Skills.Installation;
using Boternity.Skills.Storage;
using Boternity.Skills.Trust;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Trust;

/// <summary>A store in a temporary directory, a registry with commits, and what composes them.</summary>
internal sealed class TrustBench : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TrustBench()
    {
        var options = Options.Create(new BoternitySkillsOptions { StorePath = _directory.PathOf("store") });
        var disk = new FileSystem();
        Store = new FileSystemSkillStore(options, disk, TimeProvider.System, NullLogger<FileSystemSkillStore>.Instance);
        Grants = new FileSystemGrantStore(options, disk, Store, TimeProvider.System, NullLogger<FileSystemGrantStore>.Instance);
        Installer = new SkillInstaller([Registry], new WasmCompiler(Options.Create(new WasmCompilerOptions())), Store, TimeProvider.System, NullLogger<SkillInstaller>.Instance);
        Locker = new SkillLocker(Store, Grants, Installer, disk);
        Updater = new SkillUpdater([Registry], Store, Installer);
    }

    public RevisionRegistry Registry { get; } = new();

    public FileSystemSkillStore Store { get; }

    public FileSystemGrantStore Grants { get; }

    public SkillInstaller Installer { get; }

    public SkillLocker Locker { get; }

    public SkillUpdater Updater { get; }

    public string LockPath => _directory.PathOf(SkillLock.FileName);

    public Task<InstalledSkill> InstallAsync(string reference = "probe") => Installer.InstallAsync(SkillReference.Parse(reference));

    public void Dispose() => _directory.Dispose();
}
