using Boternity.Skills.Tests.Installation;

namespace Boternity.Skills.Tests.Guide;

/// <summary>Runs the code of docs/guide/skills-together.md, over the frontmatter that it shows.</summary>
public sealed class SkillsTogetherTests
{
    private DependencyBench _bench = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new DependencyBench();
        _bench.Write("first", "charts", "1.5.0");
        _bench.Write("first", "tables", "3.1.0");
        _bench.Write("first", "house-style", "1.0.0");
        string[] page = File.ReadAllLines(Repository.PathOf("docs/guide/skills-together.md"));
        string[] metadata = [.. page.SkipWhile(line => line != "metadata:").Skip(2).TakeWhile(line => line != "---")];
        Assert.That(metadata, Has.Length.EqualTo(3));
        _bench.Write(
            "first",
            "report",
            "1.2.0",
            [.. metadata.Select(line => line.Trim().Replace("acme/skills@", "", StringComparison.Ordinal))]);
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task Install_TheGuidesSkill_BringsWhatItNeedsAndGoesWithIt()
    {
        InstalledSkill report = await SkillsTogether.InstallAsync(_bench.Installer, _bench.Store);

        Assert.That(
            await _bench.InstalledAsync(),
            Is.EqualTo("charts 1.5.0*, house-style 1.0.0*, report 1.2.0, tables 3.1.0*"));
        string prompt = await SkillsTogether.RenderAsync(_bench.Store, report);
        Assert.That(
            prompt.IndexOf("Text of house-style", StringComparison.Ordinal),
            Is.InRange(1, prompt.IndexOf("Text of report", StringComparison.Ordinal)));
        Assert.That(
            await SkillsTogether.RemoveAsync(_bench.Store),
            Is.EquivalentTo(new[] { "report", "charts", "house-style", "tables" }));
        Assert.That(await _bench.InstalledAsync(), Is.Empty);
    }
}
