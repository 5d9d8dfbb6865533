namespace Boternity.Skills.Tests;

public sealed class SkillReferenceTests
{
    private static readonly string[] Registries = ["local", "github"];

    private static IEnumerable<TestCaseData> Forms() =>
    [
        new("pdf", new SkillQuery { Name = "pdf" }),
        new("pdf#v1.2", new SkillQuery { Name = "pdf", Ref = "v1.2" }),
        new("Ahrefs Automation", new SkillQuery { Name = "Ahrefs Automation" }),
        new("local/pdf", new SkillQuery { Registry = "local", Name = "pdf" }),
        new("LOCAL/pdf#main", new SkillQuery { Registry = "local", Name = "pdf", Ref = "main" }),
        new("anthropics/skills", new SkillQuery { Repository = "anthropics/skills" }),
        new("anthropics/skills/skills/pdf", new SkillQuery { Repository = "anthropics/skills", Path = "skills/pdf" }),
        new(
            "anthropics/skills/skills/pdf#feature/x",
            new SkillQuery { Repository = "anthropics/skills", Path = "skills/pdf", Ref = "feature/x" }),
        new("anthropics/skills@pdf", new SkillQuery { Repository = "anthropics/skills", Name = "pdf" }),
        new(
            "anthropics/skills@pdf#abc",
            new SkillQuery { Repository = "anthropics/skills", Name = "pdf", Ref = "abc" }),
        new(
            "github/anthropics/skills@pdf",
            new SkillQuery { Registry = "github", Repository = "anthropics/skills", Name = "pdf" }),
    ];

    [TestCaseSource(nameof(Forms))]
    public void ToQuery_EveryForm_TellsThePartsApart(string text, SkillQuery expected) =>
        Assert.That(SkillReference.Parse($" {text} ").ToQuery(Registries), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a//b")]
    [TestCase("/a")]
    [TestCase("a/")]
    [TestCase("../a")]
    [TestCase("a/./b")]
    [TestCase("a\\b")]
    [TestCase("a#")]
    [TestCase("a/b@")]
    [TestCase("a@b")]
    [TestCase("a\u0000b")]
    public void Parse_NotAReference_IsATypedError(string text)
    {
        SkillRegistryException error = Assert.Throws<SkillRegistryException>(() => SkillReference.Parse(text))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ReferenceInvalid));
        Assert.That(SkillReference.TryParse(text, out _), Is.False);
    }

    [Test]
    public void Parse_TooLong_NamesTheLimitAndShortensTheText()
    {
        SkillRegistryException error =
            Assert.Throws<SkillRegistryException>(() => SkillReference.Parse(new string('a', 5_000)))!;

        Assert.That(error.Message, Does.Contain("1 to 1024").And.Length.LessThan(250));
    }
}
