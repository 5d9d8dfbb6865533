using System.CommandLine;
using Boternity.Skills.Locking;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Oci;
using Boternity.Skills.Tool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Integrations.Tests.Tool;

/// <summary>Which registries a command asks, and what it shows them.</summary>
public sealed class ToolRegistriesTests
{
    private const string Variable = "BOTERNITY_TEST_TOKEN";

    private SkillBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new SkillBench();

    [TearDown]
    public async Task TearDown()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        await _bench.DisposeAsync();
    }

    [TestCase("SECRET", "", "SECRET")]
    [TestCase("reader:SE:CRET", "reader", "SE:CRET")]
    public async Task Create_Token_IsForItsHost(string value, string user, string password)
    {
        Environment.SetEnvironmentVariable(Variable, value);

        await using ToolHost host = ToolHost.Create(Parse(
            "find", "pdf", "--token", $"registry.example.com={Variable}", "--token", $"github.com={Variable}"));

        OciCredential credential = host.Get<IOptionsMonitor<OciRegistryOptions>>().Get("oci")
            .Credentials["registry.example.com"];
        Assert.That((credential.UserName, credential.Password), Is.EqualTo((user, password)));
        Assert.That(
            host.Get<IOptions<SkillAddressOptions>>().Value.Tokens["registry.example.com"], Is.EqualTo(value));
        Assert.That(
            host.Get<IOptionsMonitor<GitHubRegistryOptions>>().Get("github").Token, Is.EqualTo(password));
    }

    [TestCase("registry.example.com")]
    [TestCase("=X")]
    [TestCase("registry.example.com=")]
    [TestCase("https://registry.example.com=X")]
    [TestCase("registry.example.com=BOTERNITY_TEST_NO_SUCH_VARIABLE")]
    public void Create_TokenThatIsNone_SaysHowItIsWritten(string text)
    {
        ToolUsageException error = Assert.Throws<ToolUsageException>(
            () => ToolHost.Create(Parse("find", "pdf", "--token", text)))!;

        Assert.That(error.Message, Does.Contain("--token"));
    }

    [Test]
    public async Task CreateForSourcesAsync_SkillOfClawHub_AsksClawHub()
    {
        await InstallFromAsync("clawhub");

        await using ToolHost all = await ToolHost.CreateForSourcesAsync(Parse("outdated"), null, null, default);
        await using ToolHost one = await ToolHost.CreateForSourcesAsync(
            Parse("update", "notes"), "notes", null, default);
        await using ToolHost other = ToolHost.Create(Parse("list"));

        Assert.That(NamesOf(all), Does.Contain("clawhub"));
        Assert.That(NamesOf(one), Does.Contain("clawhub"));
        Assert.That(NamesOf(other), Does.Not.Contain("clawhub"));
    }

    [Test]
    public async Task CreateForSourcesAsync_NothingOfClawHub_DoesNotAskIt()
    {
        await _bench.InstallAsync("notes");

        await using ToolHost host = await ToolHost.CreateForSourcesAsync(Parse("outdated"), null, null, default);

        Assert.That(NamesOf(host), Does.Not.Contain("clawhub"));
    }

    [Test]
    public async Task CataloguesOf_LockFile_AreThoseOfItsSkills()
    {
        await InstallFromAsync("clawhub");
        await using ToolHost host = ToolHost.Create(Parse("lock"));
        SkillLock saved = await host.Get<ISkillLocker>().SaveAsync(Path.Combine(_bench.Root, "a.json"));

        Assert.That(
            ToolRegistries.CataloguesOf(saved.Skills.Select(static entry => entry.Source)),
            Is.EqualTo(new[] { "clawhub:" }));
    }

    private async Task InstallFromAsync(string registry)
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = _bench.StorePath)
            .AddDirectoryRegistry(registry, _bench.SkillsPath);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ISkillInstaller>()
            .InstallAsync(SkillReference.Parse($"{registry}/notes"));
    }

    private static IEnumerable<string> NamesOf(ToolHost host) =>
        host.GetAll<ISkillRegistry>().Select(static registry => registry.Name);

    private ParseResult Parse(params string[] arguments) =>
        ToolCommands.Create().Parse([.. arguments, "--store", _bench.StorePath]);
}
