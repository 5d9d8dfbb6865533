using System.Text;
using Boternity.Skills.Registries.WellKnown;

namespace Boternity.Skills.Tests.Registries.WellKnown;

public sealed class WellKnownIndexReaderTests
{
    private static readonly Uri Address = new("https://example.com/.well-known/agent-skills/index.json");
    private static readonly byte[] Artifact = [1];

    [TestCase("pdf/SKILL.md", "https://example.com/.well-known/agent-skills/pdf/SKILL.md")]
    [TestCase("/files/pdf.zip", "https://example.com/files/pdf.zip")]
    [TestCase("https://cdn.example.org/pdf.zip?v=2", "https://cdn.example.org/pdf.zip?v=2")]
    public void Read_Url_IsResolvedAgainstTheIndex(string url, string expected)
    {
        WellKnownIndex index = Read(WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", Artifact, url)));

        Assert.That(index.Entries["pdf"].Address.AbsoluteUri, Is.EqualTo(expected));
        Assert.That(index.Skills[0].Source.Commit, Is.EqualTo(WellKnownServer.DigestOf(Artifact)));
    }

    [TestCase("\"name\":\"pdf\"", "\"name\":\"PDF\"")]
    [TestCase("\"name\":\"pdf\"", "\"name\":\"a--b\"")]
    [TestCase("\"name\":\"pdf\"", "\"name\":7")]
    [TestCase("skill-md", "bundle")]
    [TestCase("sha256:", "sha512:")]
    [TestCase("\"description\":\"Does pdf.\"", "\"description\":\"\"")]
    [TestCase("pdf/SKILL.md", "http://example.com/pdf")]
    [TestCase("pdf/SKILL.md", "file:///etc/passwd")]
    [TestCase("pdf/SKILL.md", "https://user:pw@example.com/pdf")]
    public void Read_EntryThatIsWrong_IsLeftOutAlone(string right, string wrong)
    {
        string bad = WellKnownServer.Entry("pdf", Artifact).Replace(right, wrong, StringComparison.Ordinal);

        WellKnownIndex index = Read(WellKnownServer.IndexOf(bad, WellKnownServer.Entry("docx", Artifact), "7"));

        Assert.That(index.Entries.Keys, Is.EqualTo(new[] { "docx" }));
    }

    [Test]
    public void Read_SameNameTwice_TakesTheFirst()
    {
        WellKnownIndex index = Read(WellKnownServer.IndexOf(
            WellKnownServer.Entry("pdf", Artifact, "/one"), WellKnownServer.Entry("pdf", Artifact, "/two")));

        Assert.That(index.Entries["pdf"].Address.AbsolutePath, Is.EqualTo("/one"));
        Assert.That(index.Skills, Has.Count.EqualTo(1));
    }

    [TestCase("""{"$schema":"https://schemas.agentskills.io/discovery/9.0.0/schema.json","skills":[]}""", "9.0.0")]
    [TestCase("""{"$schema":7,"skills":[]}""", "$schema")]
    [TestCase("""{"skills":{}}""", "list 'skills'")]
    [TestCase("[]", "list 'skills'")]
    [TestCase("<html>", "not the JSON")]
    [TestCase("""{"skills":[{"name":"\ud800"}]}""", "not the JSON")]
    public void Read_WhatIsNoIndex_IsATypedError(string json, string text)
    {
        SkillRegistryException error = Assert.Throws<SkillRegistryException>(() => Read(json))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain(text));
    }

    [Test]
    public void Read_TooDeep_IsATypedError() => Assert.Throws<SkillRegistryException>(
        () => Read($"{{\"skills\":{new string('[', 200)}{new string(']', 200)}}}"));

    [TestCase("""["SKILL.md"]""", true)]
    [TestCase("""["SKILL.md","../x"]""", false)]
    [TestCase("""["SKILL.md","/etc/passwd"]""", false)]
    [TestCase("""["skill.md"]""", false)]
    [TestCase("[]", false)]
    public void Read_WithoutASchema_HasFiles(string files, bool isTaken)
    {
        WellKnownIndex index = Read(
            $$"""{"skills":[{"name":"pdf","description":"Does pdf.","files":{{files}}}]}""");

        Assert.That(index.Entries.ContainsKey("pdf"), Is.EqualTo(isTaken));
    }

    private static WellKnownIndex Read(string json) => WellKnownIndexReader.Read(
        Encoding.UTF8.GetBytes(json),
        Address,
        new SkillSource { Registry = "site", Path = "" },
        new ListLogger<WellKnownIndex>());
}
