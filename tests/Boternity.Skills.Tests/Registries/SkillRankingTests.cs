using Boternity.Skills.Registries;

namespace Boternity.Skills.Tests.Registries;

public sealed class SkillRankingTests
{
    [TestCase("pdf", SkillNameMatch.Exact)]
    [TestCase("PDF", SkillNameMatch.Exact)]
    [TestCase("Portable Document", SkillNameMatch.Exact)]
    [TestCase("port", SkillNameMatch.Prefix)]
    [TestCase("pd", SkillNameMatch.Prefix)]
    [TestCase("document", SkillNameMatch.Substring)]
    [TestCase("skills", null)]
    [TestCase("pdff", null)]
    public void Match_OfAName_LooksAtTheManifestAndTheFolder(string name, SkillNameMatch? expected) =>
        Assert.That(SkillRanking.Match(Skill("Portable Document", "skills/pdf"), name), Is.EqualTo(expected));

    [Test]
    public void Find_OfAName_PutsExactBeforePrefixBeforeSubstring()
    {
        DiscoveredSkill[] skills =
        [
            Skill("canvas-pdf-design", "a"),
            Skill("pdf-tools", "b"),
            Skill("pdf", "z/c"),
            Skill("other", "d"),
            Skill("pdf", "a/c"),
        ];

        List<SkillMatch> found = SkillRanking.Find(skills, new SkillQuery { Name = "pdf" });
        Assert.That(found.Select(match => (match.Skill.Source.Path, match.Match)), Is.EqualTo(new[]
        {
            ("a/c", SkillNameMatch.Exact),
            ("z/c", SkillNameMatch.Exact),
            ("b", SkillNameMatch.Prefix),
            ("a", SkillNameMatch.Substring),
        }));
    }

    [Test]
    public void Find_OfAPath_IsExact()
    {
        DiscoveredSkill[] skills =
        [
            Skill("pdf", "skills/pdf"),
            Skill("pdf", "skills/PDF"),
            Skill("pdf", "skills/pdf/inner"),
        ];
        Assert.That(
            SkillRanking.Find(skills, new SkillQuery { Path = "skills/pdf" }).Select(match => match.Skill),
            Is.EqualTo(new[] { skills[0] }));
        Assert.That(SkillRanking.Find(skills, new SkillQuery { Path = "skills" }), Is.Empty);
        Assert.That(SkillRanking.Find(skills, new SkillQuery { Path = "skills/pdf", Name = "docx" }), Is.Empty);
    }

    [Test]
    public void Find_OfAWholeRepository_MeansTheRootSkillOrAll()
    {
        DiscoveredSkill[] skills = [Skill("b", "x/b"), Skill("a", "x/a")];
        Assert.That(SkillRanking.Find(skills, new SkillQuery()), Has.Count.EqualTo(2));

        DiscoveredSkill root = Skill("root", "");
        Assert.That(
            SkillRanking.Find([.. skills, root], new SkillQuery()).Select(match => match.Skill),
            Is.EqualTo(new[] { root }));
    }

    private static DiscoveredSkill Skill(string name, string path, string description = "Does things.") => new()
    {
        Source = new SkillSource { Registry = "test", Path = path },
        Manifest = new SkillManifest { Name = name, Description = description },
    };
}
