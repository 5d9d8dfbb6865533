using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Marketplaces;
using Boternity.Skills.Tests.Registries.GitHub;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Registries.Marketplaces;

public sealed class PluginMarketplaceRegistryTests
{
    private const string File = ".claude-plugin/marketplace.json";

    private GitHubServer _server = null!;
    private TemporaryDirectory _directory = null!;
    private AutoTimeProvider _time = null!;
    private ListLogger<PluginMarketplaceRegistry> _log = null!;
    private ServiceProvider? _provider;
    private Action<PluginMarketplaceOptions>? _configure;

    private ServiceProvider Services => _provider ??= Build();

    private ISkillRegistry Registry => Services.GetRequiredService<ISkillRegistry>();

    private ISkillInstaller Installer => Services.GetRequiredService<ISkillInstaller>();

    [SetUp]
    public async Task SetUp()
    {
        _server = await GitHubServer.StartAsync();
        _directory = new TemporaryDirectory();
        _time = new AutoTimeProvider();
        _log = new ListLogger<PluginMarketplaceRegistry>();
        _provider = null;
        _configure = null;
    }

    [TearDown]
    public async Task TearDown()
    {
        _provider?.Dispose();
        _directory.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task ListAsync_PluginsBesideTheMarketplace_HaveTheirSkillsAndNoOthers()
    {
        _server.Repository("acme/market").Commit(
            (File, """
                {"name":"market","metadata":{"pluginRoot":"./plugins"},"plugins":[
                {"name":"documents","source":"./documents","description":"d"},
                {"name":"own","source":"own","skills":"./extra/one"},
                {"name":"exact","source":"../","strict":false},
                {"name":"single","source":"./single","strict":false},
                {"name":"listed","source":"./listed","strict":false,"skills":["./skills/a"]}]}
                """),
            ("plugins/documents/skills/pdf/SKILL.md", Manifest("pdf")),
            ("plugins/documents/skills/deep/er/SKILL.md", Manifest("er")),
            ("plugins/documents/templates/x/SKILL.md", Manifest("x")),
            ("plugins/own/.claude-plugin/plugin.json", """{"name":"own","skills":["./more/"]}"""),
            ("plugins/own/extra/one/SKILL.md", Manifest("one")),
            ("plugins/own/more/two/SKILL.md", Manifest("two")),
            ("plugins/own/skills/three/SKILL.md", Manifest("three")),
            ("plugins/single/SKILL.md", Manifest("single")),
            ("plugins/listed/skills/a/SKILL.md", Manifest("a")),
            ("plugins/listed/skills/b/SKILL.md", Manifest("b")),
            ("skills/outside/SKILL.md", Manifest("outside")));

        List<DiscoveredSkill> skills = await Registry.ListAsync().ToListAsync();

        Assert.That(
            skills.Select(skill => (skill.Name, skill.Plugin)),
            Is.EquivalentTo(new[]
            {
                ("pdf", "documents@market"), ("one", "own@market"), ("two", "own@market"), ("three", "own@market"),
                ("single", "single@market"), ("a", "listed@market"),
            }));
        Assert.That(_log.Lines, Has.One.Contains("exact").And.Some.Contains("not one inside"));
    }

    [TestCase("market/pdf")]
    [TestCase("market/documents/pdf")]
    [TestCase("market:documents/pdf")]
    [TestCase("market/documents")]
    [TestCase("pdf")]
    public async Task InstallAsync_EveryForm_IsTheSkillWhereItReallyIs(string reference)
    {
        string commit = CommitMarket();

        InstalledSkill skill = await InstallAsync(reference);

        Assert.That(
            skill.Source.ToString(), Is.EqualTo($"market:acme/market/plugins/documents/skills/pdf#{commit}"));
        Assert.That(
            _server.Paths.Count(path => path.StartsWith("archives", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task InstallAsync_WhatAMessagePrinted_MeansTheSame()
    {
        string commit = CommitMarket();
        InstalledSkill skill = await InstallAsync("market/pdf");
        CommitMarket("Newer.");

        DiscoveredSkill again = await Installer.ResolveAsync(SkillReference.Parse(skill.Source.ToString()));

        Assert.That(again.Source.IsSameSkillAs(skill.Source), Is.True);
        Assert.That(again.Source.Commit, Is.EqualTo(commit));
        Assert.That(again.Plugin, Is.EqualTo("documents@market"));
    }

    [TestCase("""{"source":"github","repo":"other/plugin"}""", "skills/mail")]
    [TestCase("""{"source":"url","url":"https://github.com/other/plugin.git"}""", "skills/mail")]
    [TestCase("""{"source":"git-subdir","url":"other/plugin","path":"inner"}""", "inner/skills/mail")]
    [TestCase("""{"source":"github","repo":"other/plugin","ref":"v1"}""", "skills/mail")]
    public async Task InstallAsync_PluginInAnotherRepository_IsReadThere(string source, string path)
    {
        string commit = _server.Repository("other/plugin").Commit(
            ("skills/mail/SKILL.md", Manifest("mail")), ("inner/skills/mail/SKILL.md", Manifest("mail")));
        _server.Repository("other/plugin").Point("v1", commit);
        _server.Repository("acme/market").Commit((File, Market("post", source)));

        InstalledSkill skill = await InstallAsync("market/mail");

        Assert.That(skill.Source.ToString(), Is.EqualTo($"market:other/plugin/{path}#{commit}"));
    }

    [Test]
    public async Task InstallAsync_PluginPinnedToACommit_IsThatCommit()
    {
        string pinned = _server.Repository("other/plugin").Commit(("skills/mail/SKILL.md", Manifest("mail")));
        _server.Repository("other/plugin").Commit(("skills/mail/SKILL.md", Manifest("mail", "Newer.")));
        _server.Repository("acme/market").Commit(
            (File, Market("post", $$"""{"source":"github","repo":"other/plugin","ref":"main","sha":"{{pinned}}"}""")));

        Assert.That((await InstallAsync("market/mail")).Source.Commit, Is.EqualTo(pinned));
    }

    [Test]
    public async Task FetchAsync_RepositoryThatTheMarketplaceDoesNotName_IsRefused()
    {
        CommitMarket();
        string commit = _server.Repository("evil/repo").Commit(("pdf/SKILL.md", Manifest("pdf")));
        var source = new SkillSource
        {
            Registry = "market",
            Repository = "evil/repo",
            Path = "pdf",
            Commit = commit,
        };

        await Assert.ThrowsAsync<SkillNotFoundException>(() => Installer.InstallAsync(source));
        await Assert.ThrowsAsync<SkillNotFoundException>(() => InstallAsync($"market:evil/repo/pdf#{commit}"));
    }

    [Test]
    public async Task SearchAsync_MoreRepositoriesThanMayBeRead_ReadsTheLikeliest()
    {
        _configure = options => options.MaxRemoteRepositories = 1;
        _server.Repository("other/mail").Commit(("skills/mail/SKILL.md", Manifest("mail")));
        _server.Repository("other/maps").Commit(("skills/maps/SKILL.md", Manifest("maps")));
        _server.Repository("acme/market").Commit((File, """
            {"plugins":[
            {"name":"a","description":"Routes.","source":{"source":"github","repo":"other/maps"}},
            {"name":"b","description":"Letters.","keywords":["mail"],
            "source":{"source":"github","repo":"other/mail"}}]}
            """));

        IReadOnlyList<DiscoveredSkill> found = await Registry.SearchAsync("mail");
        DiscoveredSkill named = await Installer.ResolveAsync(SkillReference.Parse("market/a/maps"));

        Assert.That(found.Select(skill => skill.Name), Is.EqualTo(new[] { "mail" }));
        Assert.That(named.Plugin, Is.EqualTo("a@market"), "what is named is read all the same");
        Assert.That(await Registry.ListAsync().CountAsync(), Is.EqualTo(1));
        Assert.That(_log.Lines, Has.Some.Contains("repositories of plugins more"));
    }

    [Test]
    public async Task ListAsync_OneRepositoryOfAPluginDown_LeavesTheOthers()
    {
        _server.Repository("other/mail").Commit(("skills/mail/SKILL.md", Manifest("mail")));
        _server.Repository("acme/market").Commit((File, """
            {"plugins":[
            {"name":"gone","source":{"source":"github","repo":"other/gone"}},
            {"name":"mail","source":{"source":"github","repo":"other/mail"}},
            {"name":"packed","source":{"source":"npm","package":"@acme/x"}},
            {"name":"other","source":{"source":"carrier pigeon"}}]}
            """));

        List<DiscoveredSkill> skills = await Registry.ListAsync().ToListAsync();

        Assert.That(skills.Select(skill => skill.Name), Is.EqualTo(new[] { "mail" }));
        Assert.That(_log.Lines, Has.Some.Contains("gone").And.Some.Contains("'carrier pigeon' is none that is read"));
        SkillRegistryException error =
            (await Assert.ThrowsAsync<SkillNotFoundException>(() => InstallAsync("market/gone")))!;
        Assert.That(error.Message, Does.Contain("other/gone"));
        foreach (string reference in (string[])["market/packed", "market/packed/x"])
        {
            SkillNotFoundException packed =
                (await Assert.ThrowsAsync<SkillNotFoundException>(() => InstallAsync(reference)))!;
            Assert.That(packed.Message, Does.Contain("the npm package '@acme/x'"));
        }
    }

    [Test]
    public async Task ListAsync_RateLimitFarAway_IsThatError()
    {
        _server.Repository("acme/market").Commit(
            (File, Market("post", """{"source":"github","repo":"other/plugin"}""")));
        _server.Fail("other/plugin", 429, headers: ("Retry-After", "3600"));

        await Assert.ThrowsAsync<SkillRateLimitException>(async () => await Registry.ListAsync().ToListAsync());
    }

    [TestCase("{}", SkillErrorCodes.RegistryAnswerInvalid)]
    [TestCase("<html>", SkillErrorCodes.RegistryAnswerInvalid)]
    [TestCase(null, SkillErrorCodes.RegistryUnavailable)]
    public async Task ListAsync_NoMarketplace_SaysSo(string? json, string code)
    {
        _server.Repository("acme/market").Commit((json is null ? "README.md" : File, json ?? "x"));

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            async () => await Registry.ListAsync().ToListAsync()))!;

        Assert.That(error.Code, Is.EqualTo(code));
        Assert.That(error.Message, Does.Contain("acme/market"));
    }

    [Test]
    public async Task ListAsync_RepositoryThatIsMissing_IsUnavailable()
    {
        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            async () => await Registry.ListAsync().ToListAsync()))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
    }

    [Test]
    public async Task InstallAsync_CachedMarketplace_NeedsNoNetwork()
    {
        CommitMarket();
        await Installer.ResolveAsync(SkillReference.Parse("market/pdf"));
        await _server.StopAsync();
        _provider!.Dispose();
        _provider = null;

        Assert.That((await InstallAsync("market/pdf")).SkillId, Is.EqualTo("pdf"));
    }

    [Test]
    public async Task CheckAsync_PluginThatMovedOrWent_IsTold()
    {
        CommitMarket();
        await InstallAsync("market/pdf");
        var updater = Services.GetRequiredService<ISkillUpdater>();
        SkillUpdateState? same = (await updater.CheckAsync())[0].State;

        string later = CommitMarket("Newer.");
        SkillUpdateResult result = await updater.UpdateAsync("pdf");
        _server.Repository("acme/market").Commit((File, """{"plugins":[]}"""));

        Assert.That(same, Is.EqualTo(SkillUpdateState.UpToDate));
        Assert.That(result.After.Source.Commit, Is.EqualTo(later));
        Assert.That((await updater.CheckAsync())[0].State, Is.EqualTo(SkillUpdateState.SourceMissing));
    }

    [Test]
    public async Task InstallAsync_FolderOfThisMachine_IsReadAndNotTrustedForIt()
    {
        string root = _directory.PathOf("market");
        Write(root, File, """{"plugins":[{"name":"documents","source":"./plugins/documents"}]}""");
        Write(root, "plugins/documents/skills/pdf/SKILL.md", Manifest("pdf"));
        _configure = options => options.Place = root;

        InstalledSkill skill = await InstallAsync("market/documents/pdf");
        DiscoveredSkill again = await Installer.ResolveAsync(SkillReference.Parse(skill.Source.ToString()));

        Assert.That(skill.Source.ToString(), Is.EqualTo("market:plugins/documents/skills/pdf"));
        Assert.That(again.Source, Is.EqualTo(skill.Source));
        Assert.That(skill.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
    }

    // A repository can hold a link; to a device that never ends, or to one that says it is short.
    [TestCase("/dev/zero")]
    [TestCase("large")]
    [Platform(Exclude = "Win", Reason = "Windows has no such devices.")]
    public void InstallAsync_FolderWhoseMarketplaceIsALink_IsReadWithinTheLimit(string target)
    {
        string root = _directory.PathOf("market");
        Write(root, "large", "{");
        using (FileStream large = System.IO.File.OpenWrite(Path.Combine(root, "large")))
        {
            large.SetLength(1L << 32);
        }

        Directory.CreateDirectory(Path.Combine(root, ".claude-plugin"));
        System.IO.File.CreateSymbolicLink(Path.Combine(root, File), Path.Combine(root, target));
        _configure = options => options.Place = root;

        Assert.That(
            () => InstallAsync("market/documents/pdf").WaitAsync(TimeSpan.FromSeconds(30)),
            Throws.InstanceOf<SkillException>());
    }

    [Test]
    public async Task ResolveAsync_ManifestWithAMistake_TellsIt()
    {
        _server.Repository("acme/market").Commit(
            (File, """{"plugins":[{"name":"documents","source":"./"}]}"""),
            ("skills/pdf/SKILL.md", "---\nname: [\n---\n"));

        await Assert.ThrowsAsync<Skills.Manifests.SkillManifestException>(() => InstallAsync("market/pdf"));
    }

    [TestCase("")]
    [TestCase("acme")]
    [TestCase("https://example.com/skills.zip")]
    [TestCase("http://example.com/marketplace.json")]
    [TestCase("./here")]
    public void AddPluginMarketplace_WhatIsNoPlace_IsRefused(string place)
    {
        _configure = options => options.Place = place;

        Assert.Throws<OptionsValidationException>(() => _ = Registry);
    }

    private string CommitMarket(string body = "Read.") => _server.Repository("acme/market").Commit(
        (File, """{"plugins":[{"name":"documents","source":"./plugins/documents"}]}"""),
        ("plugins/documents/skills/pdf/SKILL.md", Manifest("pdf", body)));

    private static string Market(string plugin, string source) =>
        $$"""{"plugins":[{"name":"{{plugin}}","description":"Sends mail.","source":{{source}}}]}""";

    private static string Manifest(string name, string body = "Read.") =>
        $"---\nname: {name}\ndescription: Does {name}.\n---\n{body}\n";

    private static void Write(string root, string path, string content)
    {
        string file = Path.Combine([root, .. path.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, content);
    }

    private Task<InstalledSkill> InstallAsync(string reference) =>
        Installer.InstallAsync(SkillReference.Parse(reference));

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ILogger<PluginMarketplaceRegistry>>(_log);
        services.AddBoternitySkills(options =>
        {
            options.StorePath = _directory.PathOf("store");
            options.CachePath = _directory.PathOf("cache");
        }).AddPluginMarketplace("market", options =>
        {
            options.Place = "acme/market";
            options.GitHubApiBaseAddress = _server.Api;
            options.RevalidateAfter = TimeSpan.Zero;
            options.MaxRetries = 0;
            _configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }
}
