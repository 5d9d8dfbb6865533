using Boternity.Skills.Approval;
using Boternity.Skills.Locking;
using Boternity.Skills.Storage;
using Boternity.Skills.Tests.Updates;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Installation;

/// <summary>A store in a temporary directory, a registry with commits, and what composes them.</summary>
internal sealed class TrustBench : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _provider;

    public TrustBench(SkillTrustTier? tier = null, ISkillApprover? approver = null)
    {
        var services = new ServiceCollection();
        if (approver is not null)
        {
            services.AddSingleton(approver);
        }

        services
            .AddBoternitySkills(options => options.StorePath = _directory.PathOf("store"))
            .AddRegistry(_ => Registry);
        if (tier is { } given)
        {
            services.AddSingleton<ISkillTrustPolicy>(new OneTier(given));
        }

        _provider = services.BuildServiceProvider();
        Store = _provider.GetRequiredService<ISkillStore>();
        Grants = _provider.GetRequiredService<ISkillGrantStore>();
        Installer = _provider.GetRequiredService<ISkillInstaller>();
        Locker = _provider.GetRequiredService<ISkillLocker>();
        Updater = _provider.GetRequiredService<ISkillUpdater>();
    }

    public RevisionRegistry Registry { get; } = new();

    public ISkillStore Store { get; }

    public ISkillGrantStore Grants { get; }

    public ISkillInstaller Installer { get; }

    public ISkillLocker Locker { get; }

    public ISkillUpdater Updater { get; }

    public string StorePath => _directory.PathOf("store");

    public string LockPath => _directory.PathOf(SkillLock.FileName);

    public Task<InstalledSkill> InstallAsync(string reference = "probe") =>
        Installer.InstallAsync(SkillReference.Parse(reference));

    public void Dispose()
    {
        _provider.Dispose();
        _directory.Dispose();
    }

    private sealed class OneTier(SkillTrustTier tier) : ISkillTrustPolicy
    {
        public SkillTrustDecision Decide(SkillTrustSubject subject) => new SkillTrustDecision
        {
            Tier = tier,
            Reason = "the test said so",
        };
    }
}
