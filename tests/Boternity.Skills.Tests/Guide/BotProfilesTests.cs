using Boternity.Skills.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Guide;

/// <summary>Runs the code of docs/guide/profiles.md, with the file that it shows.</summary>
public sealed class BotProfilesTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        Directory.CreateDirectory(_directory.PathOf("home"));
        Write("word-count", "1.0.3", "  skill-type: tool\n");
        File.Copy(
            Repository.PathOf("tests/fixtures/wasm/command-preview1.wasm"),
            _directory.PathOf("skills", "word-count", "skill.wasm"));
        Write("house-style", "1.3.0", "");
        string page = File.ReadAllText(Repository.PathOf("docs/guide/profiles.md"));
        File.WriteAllText(
            _directory.PathOf("home", "sales-bot.json"), page.Split("```json\n")[1].Split("```")[0]);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Bots_OfTheGuide_HaveTheirOwnSkills()
    {
        await using ServiceProvider provider = BotProfiles.CreateServices(
            _directory.PathOf("skills"), _directory.PathOf("home"));
        provider.GetRequiredService<IStartupValidator>().Validate();
        foreach (string name in (string[])["word-count", "house-style"])
        {
            await provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse(name));
        }

        Assert.That(await BotProfiles.RunAsync(provider), Does.EndWith("4 words\n"));
        var profiles = provider.GetRequiredService<ISkillProfiles>();
        SkillInventory support = await profiles.Get("support-bot").Store.ListAsync();
        SkillInventory sales = await profiles.Get("sales-bot").Store.ListAsync();
        Assert.That(support.Skills.Select(skill => skill.SkillId), Is.EqualTo(new[] { "word-count" }));
        Assert.That(sales.Skills.Select(skill => skill.SkillId), Is.EqualTo(new[] { "word-count" }));
        Assert.That(
            sales.Damaged.Single().Error,
            Is.InstanceOf<SkillPinException>().With.Property("Found").EqualTo("1.3.0"));
    }

    private void Write(string name, string version, string metadata)
    {
        string folder = Directory.CreateDirectory(_directory.PathOf("skills", name)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "SKILL.md"),
            $"---\nname: {name}\ndescription: d\nmetadata:\n  version: \"{version}\"\n{metadata}---\nText.\n");
    }
}
