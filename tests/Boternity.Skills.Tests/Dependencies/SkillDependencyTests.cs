using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Tests.Dependencies;

public sealed class SkillDependencyTests
{
    [TestCase("notes", "notes", null)]
    [TestCase("notes ^1.2", "notes", "^1.2")]
    [TestCase("notes@^1.2", "notes", "^1.2")]
    [TestCase("notes >=1 <3 || 4", "notes", ">=1 <3 || 4")]
    [TestCase("owner/repo@notes ~2", "notes", "~2")]
    [TestCase("owner/repo/skills/notes", "notes", null)]
    [TestCase("local/notes 1.x", "notes", "1.x")]
    [TestCase("Ahrefs Automation", "Ahrefs Automation", null)]
    [TestCase("Word 97 tools", "Word 97 tools", null)]
    public void Parse_OfADependency_HasNameAndRange(string text, string name, string? range)
    {
        SkillDependency dependency = SkillDependency.Parse(text);

        Assert.That((dependency.Name, dependency.Range, dependency.Text), Is.EqualTo((name, range, text)));
        Assert.That(dependency, Is.EqualTo(SkillDependency.Parse(text)));
    }

    [TestCase("")]
    [TestCase("notes ^^1")]
    [TestCase("notes >=one")]
    [TestCase("https://example.com/skills.zip")]
    [TestCase("/etc/skill")]
    [TestCase("../other")]
    [TestCase("git@example.com:o/r.git")]
    [TestCase("a//b")]
    public void Parse_WhatIsNone_IsATypedError(string text)
    {
        Assert.That(SkillDependency.TryParse(text, out _), Is.False);
        Assert.That(
            Assert.Throws<SkillDependencyException>(() => SkillDependency.Parse(text))!.Code,
            Is.EqualTo(SkillErrorCodes.DependencyInvalid));
    }

    [TestCase("notes", true)]
    [TestCase("Notes", true)]
    [TestCase("other", false)]
    [TestCase("git/notes", true)]
    [TestCase("local/notes", false)]
    [TestCase("o/r@notes", true)]
    [TestCase("o/r@other", false)]
    [TestCase("o/other@notes", false)]
    [TestCase("o/r/skills/notes", true)]
    [TestCase("o/r/notes", false)]
    [TestCase("o/r", false)]
    [TestCase("git:notes", true)]
    [TestCase("local:notes", false)]
    public void Names_OfASkill_TakesRegistryRepositoryAndPathIntoAccount(string text, bool expected)
    {
        var source = new SkillSource { Registry = "git", Repository = "o/r", Path = "skills/notes" };

        Assert.That(SkillDependency.Parse(text).Names(source, ["notes"]), Is.EqualTo(expected));
    }

    [Test]
    public void Accepts_SkillWithoutAVersion_OnlyWhereNoneIsAskedFor()
    {
        Assert.That(SkillDependency.Parse("a").Accepts(null), Is.True);
        Assert.That(SkillDependency.Parse("a *").Accepts(null), Is.False);
        Assert.That(SkillDependency.Parse("a ^1").Accepts("one"), Is.False);
    }

    [TestCase("a b", "a|b")]
    [TestCase("a ^1 b >=2 <3 c", "a ^1|b >=2 <3|c")]
    [TestCase("a 1.2 || 2 b", "a 1.2 || 2|b")]
    [TestCase("a, b ^1\nc", "a|b ^1|c")]
    [TestCase("Ahrefs Automation, b", "Ahrefs Automation|b")]
    [TestCase("^1 a", "^1|a")]
    public void Split_OfOneText_GivesEachWithItsRange(string text, string expected) =>
        Assert.That(string.Join('|', DependencyText.Split(text)), Is.EqualTo(expected));
}
