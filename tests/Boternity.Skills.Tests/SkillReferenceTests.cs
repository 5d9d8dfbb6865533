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
        new("local:pdf", new SkillQuery { Registry = "local", Name = "pdf" }),
        new("elsewhere:pdf", new SkillQuery { Registry = "elsewhere", Name = "pdf" }),
        new("Notes: daily", new SkillQuery { Name = "Notes: daily" }),
        new("local:", new SkillQuery { Registry = "local" }),
        new(
            "github:anthropics/skills/skills/pdf#abc",
            new SkillQuery
            {
                Registry = "github", Repository = "anthropics/skills", Path = "skills/pdf", Ref = "abc",
            }),
        new(
            "github:anthropics/skills@pdf",
            new SkillQuery { Registry = "github", Repository = "anthropics/skills", Name = "pdf" }),
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

    [TestCase("https://github.com/acme/skills", "acme/skills", null, null)]
    [TestCase("https://github.com/acme/skills.git", "acme/skills", null, null)]
    [TestCase("https://github.com/acme/skills/tree/main/document/pdf", "acme/skills", "document/pdf", "main")]
    [TestCase("https://www.github.com/acme/skills/blob/v1/pdf/SKILL.md?plain=1#L3", "acme/skills", "pdf", "v1")]
    public void Parse_AddressOnGitHub_IsAReference(string address, string repository, string? path, string? revision)
    {
        SkillQuery query = SkillReference.Parse(address).ToQuery([]);

        Assert.That((query.Repository, query.Path, query.Ref), Is.EqualTo((repository, path, revision)));
    }

    [TestCase("https://example.com/acme/skills", "https://github.com")]
    [TestCase("https://github.com/acme", "names no repository")]
    [TestCase("https://github.com/acme/skills/issues/1", "neither a repository nor a folder")]
    [TestCase("pdf@1.0.0", "'pdf#1.0.0'")]
    public void Parse_WhatIsNoReference_SaysWhatWouldBe(string text, string advice)
    {
        SkillRegistryException error = Assert.Throws<SkillRegistryException>(() => SkillReference.Parse(text))!;

        Assert.That(error.Message, Does.Contain(advice));
    }
}
