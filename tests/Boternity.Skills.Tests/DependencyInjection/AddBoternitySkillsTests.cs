using Boternity.Skills.Execution;
using Boternity.Skills.Tests.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.DependencyInjection;

public sealed class AddBoternitySkillsTests
{
    private static readonly string Somewhere = Path.GetTempPath();

    private static ServiceProvider Build(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    [TestCase(typeof(ISkillRegistry))]
    [TestCase(typeof(IWasmCompiler))]
    [TestCase(typeof(ISkillStore))]
    [TestCase(typeof(ISkillExecutor))]
    [TestCase(typeof(ISkillInstaller))]
    public void AddBoternitySkills_EveryService_HasASealedDefaultThatIsASingleton(Type service)
    {
        using ServiceProvider provider = Build(services => services.AddBoternitySkills());

        object first = provider.GetRequiredService(service);

        Assert.That(first.GetType().IsSealed, Is.True);
        Assert.That(provider.GetRequiredService(service), Is.SameAs(first));
    }

    [Test]
    public void AddBoternitySkills_ServiceOfTheHost_StaysWhenItWasThereBefore()
    {
        var engine = new ProgrammableEngine();
        var executor = TestExecutors.Create(engine);
        using ServiceProvider provider = Build(services => services
            .AddSingleton<IWasmEngine>(engine)
            .AddSingleton<ISkillExecutor>(executor)
            .AddBoternitySkills());

        Assert.That(provider.GetRequiredService<IWasmEngine>(), Is.SameAs(engine));
        Assert.That(provider.GetRequiredService<ISkillExecutor>(), Is.SameAs(executor));
    }

    [Test]
    public void AddBoternitySkills_Twice_RegistersNothingTwice()
    {
        using ServiceProvider provider = Build(services =>
        {
            services.AddBoternitySkills();
            services.AddBoternitySkills();
        });

        Assert.That(provider.GetServices<ISkillStore>().Count(), Is.EqualTo(1));
        Assert.That(provider.GetServices<ISkillRegistry>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Registries_NoneAdded_IsGitHub()
    {
        using ServiceProvider provider = Build(services => services.AddBoternitySkills());

        Assert.That(
            provider.GetServices<ISkillRegistry>().Select(registry => registry.Name), Is.EqualTo(new[] { "github" }));
    }

    [Test]
    public void Registries_SomeAdded_TakeThePlaceOfTheDefault()
    {
        using ServiceProvider provider = Build(services => services.AddBoternitySkills()
            .AddDirectoryRegistry("one", Somewhere)
            .AddDirectoryRegistry("two", Somewhere)
            .AddGitHubRegistry("enterprise"));

        Assert.That(
            provider.GetServices<ISkillRegistry>().Select(registry => registry.Name),
            Is.EqualTo(new[] { "one", "two", "enterprise" }));
    }

    [Test]
    public void Builder_ExposesTheServices()
    {
        var services = new ServiceCollection();

        Assert.That(services.AddBoternitySkills().Services, Is.SameAs(services));
    }

    [Test]
    public void UseWasmEngine_TakesThePlaceOfTheDefault()
    {
        using ServiceProvider provider = Build(
            services => services.AddBoternitySkills().UseWasmEngine<ProgrammableEngine>());

        Assert.That(provider.GetServices<IWasmEngine>().Single(), Is.TypeOf<ProgrammableEngine>());
    }

    private static IEnumerable<TestCaseData> BadOptions() =>
    [
        new TestCaseData(
            (Action<BoternitySkillsOptions>)(o => o.StorePath = "relative"),
            "StorePath must be an absolute path").SetArgDisplayNames("StorePath"),
        new TestCaseData(
            (Action<BoternitySkillsOptions>)(o => o.CachePath = ""),
            "CachePath must be an absolute path").SetArgDisplayNames("CachePath"),
        new TestCaseData(
            (Action<BoternitySkillsOptions>)(o => o.MaxCachedPrograms = 0),
            "MaxCachedPrograms must be greater than zero").SetArgDisplayNames("ProgramCacheEntries"),
        new TestCaseData(
            (Action<BoternitySkillsOptions>)(o => o.PackageLimits = new() { MaxFiles = -1 }),
            "PackageLimits.MaxFiles must be greater than zero").SetArgDisplayNames("MaxFiles"),
        new TestCaseData(
            (Action<BoternitySkillsOptions>)(o => o.UntrustedLimits = new() { MaxFuel = 0 }),
            "UntrustedLimits.MaxFuel must be greater than zero").SetArgDisplayNames("Fuel"),
        new TestCaseData(
            (Action<BoternitySkillsOptions>)(o => o.VerifiedLimits = new() { Timeout = TimeSpan.FromDays(60) }),
            "VerifiedLimits.Timeout must be between").SetArgDisplayNames("Timeout"),
    ];

    [TestCaseSource(nameof(BadOptions))]
    public void Options_ThatMakeNoSense_StopTheHostAtItsStart(Action<BoternitySkillsOptions> configure, string reason)
    {
        using ServiceProvider provider = Build(services => services.AddBoternitySkills(configure));

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate())!;

        Assert.That(error.Message, Does.Contain(reason));
    }

    [Test]
    public void RegistryOptions_ThatMakeNoSense_StopTheHostAtItsStart()
    {
        using ServiceProvider provider = Build(
            services => services.AddBoternitySkills().AddDirectoryRegistry("one", "relative"));

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate())!;

        Assert.That(error.Message, Does.Contain("Path must be an absolute path").And.Contain("registry 'one'"));
    }
}
