using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Grants;
using Boternity.Skills.Registries.Directories;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.DependencyInjection;

internal sealed class BoternitySkillsBuilderTests
{
    private readonly ServiceCollection _services = [];

    private IBoternitySkillsBuilder Builder => _services.AddBoternitySkills();

    [Test]
    public void Use_EachService_TakesThePlaceOfTheDefault()
    {
        Builder.UseApprover<OwnServices>()
            .UseTrustPolicy<OwnServices>()
            .UseSecretProvider<OwnServices>()
            .UseMemory<OwnServices>()
            .UseAudit<OwnServices>();
        using ServiceProvider provider = Build();

        Assert.Multiple(() =>
        {
            Assert.That(provider.GetServices<ISkillApprover>(), Has.One.Items.And.All.TypeOf<OwnServices>());
            Assert.That(provider.GetServices<ISkillTrustPolicy>(), Has.One.Items.And.All.TypeOf<OwnServices>());
            Assert.That(provider.GetServices<ISecretProvider>(), Has.One.Items.And.All.TypeOf<OwnServices>());
            Assert.That(provider.GetServices<ISkillMemory>(), Has.One.Items.And.All.TypeOf<OwnServices>());
            Assert.That(provider.GetServices<ISkillAudit>(), Has.One.Items.And.All.TypeOf<OwnServices>());
        });
    }

    [Test]
    public void UseApprover_Instance_IsTheOneThatIsAsked()
    {
        var approver = new OwnServices();
        Builder.UseApprover(approver);
        using ServiceProvider provider = Build();

        Assert.That(provider.GetRequiredService<ISkillApprover>(), Is.SameAs(approver));
    }

    [Test]
    public void ConfigureHost_Limit_IsThatOfTheHost()
    {
        Builder.ConfigureHost(options => options.OnViolation = SkillViolationMode.Terminate);
        using ServiceProvider provider = Build();

        Assert.That(
            provider.GetRequiredService<IOptions<SkillHostOptions>>().Value.OnViolation,
            Is.EqualTo(SkillViolationMode.Terminate));
    }

    [Test]
    public void AddSigner_NoKey_StopsTheHostAtItsStart()
    {
        Builder.AddSigner("someone", "no key");
        using ServiceProvider provider = Build();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate())!;

        Assert.That(error.Message, Does.Contain("SignerKeys['someone']"));
    }

    [Test]
    public void AddTrustRule_Rules_AreInOrder()
    {
        var rules = new[]
        {
            new SkillTrustRule { Tier = SkillTrustTier.Verified, Owner = "a" },
            new SkillTrustRule { Tier = SkillTrustTier.Verified, Owner = "b" },
        };
        Builder.AddTrustRule(rules[0]).AddTrustRule(rules[1]);
        using ServiceProvider provider = Build();

        Assert.That(provider.GetRequiredService<IOptions<SkillTrustOptions>>().Value.Rules, Is.EqualTo(rules));
    }

    [Test]
    public void AddRegistry_EachKind_TakesItsNameFromItsOptionsAndHasAKey()
    {
        Builder.AddDirectoryRegistry("disk", Path.GetTempPath()).AddGitHubRegistry("hub");
        using ServiceProvider provider = Build();

        Assert.That(provider.GetServices<ISkillRegistry>().Select(r => r.Name), Is.EqualTo(new[] { "disk", "hub" }));
        Assert.That(
            provider.GetRequiredKeyedService<ISkillRegistry>("hub"),
            Is.SameAs(provider.GetServices<ISkillRegistry>().Last()));
    }

    [TestCase("no/slash")]
    [TestCase("DISK")]
    [TestCase("")]
    public void AddRegistry_NameThatIsTakenOrNone_IsRefusedAtOnce(string name)
    {
        IBoternitySkillsBuilder builder = Builder.AddDirectoryRegistry("disk", Path.GetTempPath());

        Assert.That(() => builder.AddGitHubRegistry(name), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => builder.AddDirectoryRegistry(name, "/x"), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void RegistryOptions_FromConfiguration_AreThoseOfTheRegistrysName()
    {
        IConfiguration configuration = Configuration(
            ("Hub:Repositories:0", "acme/skills"),
            ("Hub:MaxRetries", "1"),
            ("Hub:Timeout", "00:00:05"),
            ("Hub:ApiBaseAddress", "https://hub.example/api/v3/"),
            ("Disk:Path", Path.GetTempPath()),
            ("Disk:MaxDepth", "2"));
        IBoternitySkillsBuilder builder = Builder.AddGitHubRegistry("hub")
            .AddGitHubRegistry("other")
            .AddDirectoryRegistry("disk");
        builder.Services.Configure<GitHubRegistryOptions>("hub", configuration.GetSection("Hub"));
        builder.Services.Configure<DirectoryRegistryOptions>("disk", configuration.GetSection("Disk"));
        using ServiceProvider provider = Build();

        provider.GetRequiredService<IStartupValidator>().Validate();
        var options = provider.GetRequiredService<IOptionsMonitor<GitHubRegistryOptions>>();
        Assert.That(
            options.Get("hub").Repositories, Is.EqualTo(new[] { "acme/skills" }), "the defaults are not among them");
        Assert.That(options.Get("hub").MaxRetries, Is.EqualTo(1));
        Assert.That(options.Get("hub").Timeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(options.Get("hub").ApiBaseAddress.Host, Is.EqualTo("hub.example"));
        Assert.That(options.Get("other").MaxRetries, Is.EqualTo(3));
        Assert.That(
            provider.GetRequiredService<IOptionsMonitor<DirectoryRegistryOptions>>().Get("disk").MaxDepth,
            Is.EqualTo(2));
        Assert.That(
            provider.GetServices<ISkillRegistry>().Select(r => r.Name), Is.EqualTo(new[] { "hub", "other", "disk" }));
    }

    [Test]
    public void Options_FromConfiguration_LeaveTheSharedLimitsAlone()
    {
        SkillLimits before = SkillLimits.Untrusted with { };
        Builder.Services.Configure<BoternitySkillsOptions>(
            Configuration(("UntrustedLimits:Timeout", "00:00:01"), ("PackageLimits:MaxFiles", "7")));
        using ServiceProvider provider = Build();

        BoternitySkillsOptions options = provider.GetRequiredService<IOptions<BoternitySkillsOptions>>().Value;

        Assert.That(options.UntrustedLimits, Is.EqualTo(before with { Timeout = TimeSpan.FromSeconds(1) }));
        Assert.That(options.PackageLimits, Is.EqualTo(new SkillPackageLimits { MaxFiles = 7 }));
        Assert.That(SkillLimits.Untrusted, Is.EqualTo(before));
    }

    [Test]
    public void DefaultRegistry_HostWithOneOfItsOwn_LeavesWhatTheHostRegistered()
    {
        _services.AddSingleton<ISkillRegistry>(new NamedRegistry("mine"));
        Builder.AddDirectoryRegistry("disk", Path.GetTempPath());
        using ServiceProvider provider = Build();

        Assert.That(provider.GetServices<ISkillRegistry>().Select(r => r.Name), Is.EqualTo(new[] { "mine", "disk" }));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(value => value.Key, value => (string?)value.Value))
            .Build();

    private ServiceProvider Build() => _services.BuildServiceProvider(
        new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    private sealed class OwnServices : ISkillApprover, ISkillTrustPolicy, ISecretProvider, ISkillMemory, ISkillAudit
    {
        public ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default) =>
            new(SkillApproval.Approve(SkillGrants.None));

        public SkillTrustDecision Decide(SkillTrustSubject subject) => throw new NotSupportedException();

        public ValueTask<string?> FindSecretAsync(
            SkillContext context, string name, CancellationToken cancellationToken = default) => new((string?)null);

        public ValueTask<IReadOnlyList<string>> RecallAsync(
            SkillContext context, string query, int limit, CancellationToken cancellationToken = default) => new([]);

        public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default) =>
            default;
    }

    private sealed class NamedRegistry(string name) : ISkillRegistry
    {
        public string Name => name;

        public IAsyncEnumerable<DiscoveredSkill> ListAsync(CancellationToken cancellationToken = default) =>
            AsyncEnumerable.Empty<DiscoveredSkill>();

        public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
            string query,
            int limit = 20,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<SkillMatch>> FindAsync(
            SkillQuery query, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
