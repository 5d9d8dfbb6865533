using Boternity.Skills.Grants;
using Boternity.Skills.Profiles;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Profiles;

/// <summary>Profiles as a host adds them.</summary>
public sealed class SkillProfilesTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Test]
    public async Task AddProfile_SeveralBots_EachHasItsOwnKeyedServices()
    {
        await using var bench = new ProfileBench(builder => builder
            .AddProfile("support", options => options.Skills.Add(new SkillProfileEntry { SkillId = "notes" }))
            .AddProfile(new SkillProfile { Name = "sales", Skills = [new SkillProfileEntry { SkillId = "offers" }] }));
        await bench.InstallAsync("notes");
        await bench.InstallAsync("offers");

        Assert.That(bench.Profiles.Names, Is.EqualTo(new[] { "support", "sales" }));
        Assert.That(
            (await bench.Get<ISkillStore>("support").ListAsync()).Skills.Single().SkillId, Is.EqualTo("notes"));
        Assert.That((await bench.Get<ISkillStore>("sales").ListAsync()).Skills.Single().SkillId, Is.EqualTo("offers"));
        Assert.That((await bench.Store.ListAsync()).Skills, Has.Count.EqualTo(2));
        Assert.That(bench.Get<SkillProfileServices>("sales"), Is.SameAs(bench.Profiles.Get("sales")));
        Assert.That(bench.Get<ISkillExecutor>("sales"), Is.SameAs(bench.Profiles.Get("sales").Executor));
        Assert.That(bench.Get<ISkillGrantStore>("sales"), Is.SameAs(bench.Profiles.Get("sales").Grants));
    }

    [TestCase("bot")]
    [TestCase("BOT")]
    public void AddProfile_NameThatIsTaken_IsRefused(string name) =>
        Assert.That(
            () => new ServiceCollection().AddBoternitySkills().AddProfile("bot").AddProfile(name),
            Throws.ArgumentException.With.Message.Contains("was added already"));

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a/b")]
    [TestCase("-a")]
    public void AddProfile_NameThatNoProfileHas_IsRefused(string name) =>
        Assert.That(
            () => new ServiceCollection().AddBoternitySkills().AddProfile(name),
            Throws.ArgumentException.With.Message.Contains("cannot be a profile"));

    [Test]
    public async Task Get_NameThatWasNotAdded_IsATypedErrorThatNamesTheOthers()
    {
        await using var bench = new ProfileBench(builder => builder.AddProfile("bot"));

        Assert.That(
            () => bench.Profiles.Get("Bot"),
            Throws.InstanceOf<SkillProfileException>()
                .With.Property("Code").EqualTo(SkillErrorCodes.ProfileUnknown)
                .And.Message.Contains("There are: bot"));
    }

    [Test]
    public async Task Open_ProfileThatSaysWhatItMustNot_IsRefused()
    {
        await using var bench = new ProfileBench();
        var grants = new SkillGrants { RecallMemory = true };

        Assert.That(
            () => bench.Open(new SkillProfileEntry { SkillId = "a", Grants = grants }),
            Throws.InstanceOf<SkillProfileException>().With.Message.Contains("grants need a contentDigest"));
    }

    [Test]
    public void Start_OfAHostWithAProfileThatIsNotValid_FailsWithTheTypedError()
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills().AddProfile("bot", options => options.Skills.Add(
            new SkillProfileEntry { SkillId = "a", Grants = new SkillGrants { RecallMemory = true } }));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IStartupValidator>().Validate(),
            Throws.InstanceOf<SkillProfileException>().With.Property("Profile").EqualTo("bot"));
    }

    [Test]
    public async Task Configuration_BoundToTheOptionsOfTheName_IsTheProfile()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bot:BotName"] = "Support",
            ["Bot:Limits:Timeout"] = "00:00:05",
            ["Bot:Skills:0:SkillId"] = "notes",
            ["Bot:Skills:0:Version"] = "^1.0",
            ["Bot:Skills:0:ContentDigest"] = Digest,
            ["Bot:Skills:0:Limits:MaxFuel"] = "5",
            ["Bot:Skills:0:Environment:LANGUAGE"] = "de",
            ["Bot:Skills:0:Grants:EnvironmentVariables:0"] = "TZ",
            ["Bot:Skills:0:Grants:Http:0:Host"] = "example.com",
            ["Bot:Skills:0:Grants:Http:0:Methods:0"] = "GET",
            ["Bot:Skills:1:SkillId"] = "report",
        }).Build();
        await using var bench = new ProfileBench(builder =>
        {
            builder.AddProfile("bot");
            builder.Services.Configure<SkillProfileOptions>("bot", configuration.GetSection("Bot"));
        });

        SkillProfile profile = bench.Profiles.Get("bot").Profile;

        Assert.That(profile, Is.EqualTo(new SkillProfile
        {
            Name = "bot",
            BotName = "Support",
            Limits = new SkillProfileLimits { Timeout = TimeSpan.FromSeconds(5) },
            Skills =
            [
                new SkillProfileEntry
                {
                    SkillId = "notes",
                    Version = "^1.0",
                    ContentDigest = Digest,
                    Limits = new SkillProfileLimits { MaxFuel = 5 },
                    Environment = new Dictionary<string, string> { ["LANGUAGE"] = "de" },
                    Grants = new SkillGrants
                    {
                        EnvironmentVariables = ["TZ"],
                        Http = [new SkillHttpGrant { Host = "example.com", Methods = ["GET"] }],
                    },
                },
                new SkillProfileEntry { SkillId = "report" },
            ],
        }));
    }

    [Test]
    public void AddProfileFile_FileOfTheName_IsTheProfileAndOthersAreRefused()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("bot.json");
        File.WriteAllText(path, """{"name": "bot", "skills": [{"skillId": "notes"}]}""");
        using ServiceProvider provider = Build(builder => builder
            .AddProfileFile("bot", path)
            .AddProfileFile("other", path)
            .AddProfileFile("relative", "bot.json")
            .AddProfile("both", options =>
            {
                options.FilePath = path;
                options.Skills.Add(new SkillProfileEntry { SkillId = "more" });
            }));
        var profiles = provider.GetRequiredService<ISkillProfiles>();

        Assert.That(profiles.Get("bot").Profile.Skills.Single().SkillId, Is.EqualTo("notes"));
        Assert.That(
            () => profiles.Get("other"),
            Throws.InstanceOf<SkillProfileException>().With.Message.Contains("which holds the profile 'bot'"));
        Assert.That(() => profiles.Get("relative"), Throws.InstanceOf<OptionsValidationException>());
        Assert.That(() => profiles.Get("both"), Throws.InstanceOf<OptionsValidationException>());

        static ServiceProvider Build(Action<IBoternitySkillsBuilder> configure)
        {
            var services = new ServiceCollection();
            configure(services.AddBoternitySkills());
            return services.BuildServiceProvider();
        }
    }
}
