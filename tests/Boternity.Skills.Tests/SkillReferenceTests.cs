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
    [TestCase("a/")]
    [TestCase("a/../b")]
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
    [TestCase("git@github.com:acme/skills.git", "acme/skills", null, null)]
    [TestCase("git@github.com:acme/skills.git#v1", "acme/skills", null, "v1")]
    [TestCase("ssh://git@github.com/acme/skills.git", "acme/skills", null, null)]
    [TestCase("git+https://github.com/acme/skills.git", "acme/skills", null, null)]
    [TestCase("github.com/acme/skills", "acme/skills", null, null)]
    [TestCase("https://github.com/acme/skills//document/pdf#v1", "acme/skills", "document/pdf", "v1")]
    [TestCase("https://github.com/acme/skills#readme", "acme/skills", null, null)]
    [TestCase("https://raw.githubusercontent.com/acme/skills/main/pdf/SKILL.md", "acme/skills", "pdf", "main")]
    [TestCase(
        "https://raw.githubusercontent.com/acme/skills/refs/heads/main/pdf/SKILL.md", "acme/skills", "pdf", "main")]
    [TestCase("https://www.github.com/acme/skills/blob/v1/pdf/SKILL.md?plain=1#L3", "acme/skills", "pdf", "v1")]
    public void Parse_AddressOnGitHub_IsAReference(string address, string repository, string? path, string? revision)
    {
        SkillQuery query = SkillReference.Parse(address).ToQuery([]);

        Assert.That((query.Repository, query.Path, query.Ref), Is.EqualTo((repository, path, revision)));
    }

    [TestCase("http://example.com/acme/skills", "https://")]
    [TestCase("ftp://example.com/acme/skills", "https://")]
    [TestCase("https://gitlab.com", "neither a repository")]
    [TestCase("https://gitlab.com/acme", "neither a repository")]
    [TestCase("https://gitlab.com/acme.git", "neither a repository")]
    [TestCase("well-known:", "followed by a site")]
    [TestCase("well-known:example.com@", "followed by a site")]
    [TestCase("well-known:https://example.com/owner/repo", "followed by a site")]
    [TestCase("well-known:http://example.com", "followed by a site")]
    [TestCase("https://gitlab.com/acme/skills/-/issues/1", "neither a repository")]
    [TestCase("https://token:secret@gitlab.com/acme/skills", "must not hold credentials")]
    [TestCase("https://example.com/skills.zip?token=secret", "must not have a query")]
    [TestCase("https://example.com/skills.zip//a%5Cb", "a backslash")]
    [TestCase("https://github.com/acme", "names no repository")]
    [TestCase("https://github.com/acme/skills/issues/1", "neither a repository nor a folder")]
    [TestCase("pdf@1.0.0", "'pdf#1.0.0'")]
    public void Parse_WhatIsNoReference_SaysWhatWouldBe(string text, string advice)
    {
        SkillRegistryException error = Assert.Throws<SkillRegistryException>(() => SkillReference.Parse(text))!;

        Assert.That(error.Message, Does.Contain(advice));
    }

    private static IEnumerable<TestCaseData> Addresses() =>
    [
        new("https://gitlab.com/group/sub/project", "https://gitlab.com/group/sub/project", null, null, null),
        new("git@gitlab.com:group/project.git", "https://gitlab.com/group/project", null, null, null),
        new(
            "https://gitlab.com/group/project/-/blob/v1/a/b/SKILL.md",
            "https://gitlab.com/group/project",
            "a/b",
            null,
            "v1"),
        new("gitlab.com/group/project@pdf", "https://gitlab.com/group/project", null, "pdf", null),
        new("https://codeberg.org/o/r/src/branch/main/a", "https://codeberg.org/o/r", "a", null, "main"),
        new("https://codeberg.org/o/r/src/tag/v1/a/b", "https://codeberg.org/o/r", "a/b", null, "v1"),
        new("https://bitbucket.org/t/r/src/main/a/", "https://bitbucket.org/t/r", "a", null, "main"),
        new("https://git.example.com:8443/o/r.git//a#v1", "https://git.example.com:8443/o/r", "a", null, "v1"),
        new("https://example.com/a/b.zip", "https://example.com/a/b.zip", null, null, null),
        new(
            "https://github.com/o/r/archive/refs/heads/main.tar.gz//skills/pdf",
            "https://github.com/o/r/archive/refs/heads/main.tar.gz",
            "skills/pdf",
            null,
            null),
        new("https://example.com", "https://example.com", null, null, null),
        new("https://example.com/docs/#install", "https://example.com/docs", null, null, null),
        new(
            $"https://example.com//pdf#{new string('a', 64)}",
            "https://example.com",
            "pdf",
            null,
            new string('a', 64)),
        new("well-known:example.com", "https://example.com", null, null, null),
        new(
            $"well-known:example.com/docs@pdf#sha256:{new string('b', 64)}",
            "https://example.com/docs",
            null,
            "pdf",
            new string('b', 64)),
        new("https://example.com/.well-known/skills/pdf/SKILL.md", "https://example.com", "pdf", null, null),
        new(
            "https://example.com/a/b/.well-known/agent-skills/",
            "https://example.com/a/b/.well-known",
            null,
            null,
            null),
        new("https://example.com/a/b/.well-known//pdf", "https://example.com/a/b/.well-known", "pdf", null, null),
        new("./skills", "./skills", null, null, null),
        new("../skills//pdf", "../skills", "pdf", null, null),
        new("~/skills.zip", "~/skills.zip", null, null, null),
        new("/home/me/my#skills", "/home/me/my#skills", null, null, null),
        new(@"C:\skills\pdf", @"C:\skills\pdf", null, null, null),
        new($"/s.zip//a#{new string('a', 64)}", "/s.zip", "a", null, new string('a', 64)),
    ];

    [TestCaseSource(nameof(Addresses))]
    public void Parse_AddressOrPath_TellsThePartsApart(
        string text, string address, string? path, string? name, string? revision)
    {
        SkillReference reference = SkillReference.Parse(text);
        SkillQuery query = reference.ToQuery(Registries);

        Assert.That(reference.Address, Is.EqualTo(address));
        Assert.That(
            (query.Address, query.Path, query.Name, query.Ref), Is.EqualTo((address, path, name, revision)));
        Assert.That(query.Registry, Is.EqualTo(text[0] is '.' or '~' or '/' or 'C' ? "file" : "web"));
    }
}
