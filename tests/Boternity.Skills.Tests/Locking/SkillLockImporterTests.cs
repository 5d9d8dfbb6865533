using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Locking;
using Boternity.Skills.Tests.Registries.Addresses;
using Boternity.Skills.Tests.Registries.GitHub;
using Boternity.Skills.Tests.Registries.WellKnown;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Locking;

public sealed class SkillLockImporterTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private AddressBench _bench = null!;
    private GitHubServer _gitHub = null!;
    private CountingApprover _approver = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await AddressBench.StartAsync();
        _gitHub = await GitHubServer.StartAsync();
        _approver = new CountingApprover();
        _bench.Configure = builder => builder
            .AddGitHubRegistry("github", options => options.ApiBaseAddress = _gitHub.Api)
            .UseApprover(_approver);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _bench.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Test]
    public async Task ImportAsync_EveryKindOfSource_IsInstalledWithOneQuestion()
    {
        string commit = _gitHub.Repository("acme/skills").Commit(
            ("skills/pdf/SKILL.md", Manifest("pdf")), ("deep/er/docx/SKILL.md", Manifest("docx")));
        _gitHub.Repository("acme/skills").Point("v1", commit);
        _bench.Server.PutJson(
            "/api/v4/projects/group%2Fproject/repository/commits/HEAD", $$"""{"id":"{{Commit}}"}""");
        _bench.Server.Put(
            $"/api/v4/projects/group%2Fproject/repository/archive.tar.gz?sha={Commit}",
            AddressBench.TarGz("project-0123", "skills/maps"));
        WellKnownServer.Publish(_bench.Server, "mail", "post");
        WriteSkill("local/notes", "notes");
        WriteSkill("more/inner/tasks", "tasks");
        string site = _bench.Server.Address.AbsoluteUri.TrimEnd('/');

        SkillImportResult result = await ImportAsync($$"""
            {
              "version": 1,
              "skillsDir": ".agents/skills",
              "skills": {
                "docx": {"source": "acme/skills", "sourceType": "github"},
                "mail": {"source": "{{site}}", "sourceType": "well-known"},
                "maps": {"source": "{{site}}/group/project.git", "sourceType": "git",
                  "skillPath": "skills/maps/SKILL.md"},
                "notes": {"source": "./local/notes", "sourceType": "local"},
                "pdf": {"source": "acme/skills", "sourceType": "github", "ref": "v1",
                  "skillPath": "skills/pdf/SKILL.md"},
                "tasks": {"source": "more", "sourceType": "local"}
              }
            }
            """);

        Assert.That(result.Failed, Is.Empty);
        Assert.That(
            result.Installed.Select(one => (one.Name, one.Skill.Source.Path)),
            Is.EqualTo(new[]
            {
                ("docx", "deep/er/docx"), ("mail", "mail"), ("maps", "skills/maps"), ("notes", ""),
                ("pdf", "skills/pdf"), ("tasks", "inner/tasks"),
            }));
        Assert.That(result.Installed.Select(one => one.Content), Is.All.EqualTo(SkillImportContent.Unknown));
        Assert.That(_approver.Questions, Is.EqualTo(new[] { 6 }));
    }

    [Test]
    public async Task ImportAsync_WhatCannotBeHad_IsToldAndTheRestInstalled()
    {
        _gitHub.Repository("acme/skills").Commit(("skills/pdf/SKILL.md", Manifest("pdf")));

        SkillImportResult result = await ImportAsync("""
            {"version": 1, "skills": {
              "a": {"source": "some-package", "sourceType": "node_modules"},
              "b": {"source": "acme/gone", "sourceType": "github"},
              "c": {"source": "acme/skills", "sourceType": "github", "skillPath": "../../etc/SKILL.md"},
              "d": {"source": "group/project", "sourceType": "git"},
              "e": {"sourceType": "github"},
              "f": {"source": "https://user:secret@gitlab.com/group/project", "sourceType": "gitlab"},
              "g": 7,
              "pdf": {"source": "acme/skills", "sourceType": "github", "skillPath": "skills/pdf/SKILL.md"}}}
            """);

        Assert.That(result.Installed.Select(one => one.Name), Is.EqualTo(new[] { "pdf" }));
        Assert.That(
            result.Failed.Select(failure => (failure.Skill, failure.Error.Code)),
            Is.EquivalentTo(new[]
            {
                ("a", SkillErrorCodes.LockMismatch), ("b", SkillErrorCodes.SkillNotFound),
                ("c", SkillErrorCodes.LockMismatch), ("d", SkillErrorCodes.LockMismatch),
                ("e", SkillErrorCodes.LockMismatch), ("f", SkillErrorCodes.LockMismatch),
                ("g", SkillErrorCodes.LockMismatch),
            }));
        Assert.That(result.Failed[0].Error.Message, Does.Contain("'node_modules' are not read"));
    }

    [Test]
    public async Task ImportAsync_RecordedHash_TellsWhetherTheContentIsTheSame()
    {
        _gitHub.Repository("acme/skills").Commit(
            ("a/SKILL.md", Manifest("a")), ("a/references/x.md", "x"), ("b/SKILL.md", Manifest("b", "Newer.")));

        SkillImportResult result = await ImportAsync($$"""
            {"version": 1, "skills": {
              "a": {"source": "acme/skills", "sourceType": "github", "skillPath": "a/SKILL.md",
                "computedHash": "{{Hash(("references/x.md", "x"), ("SKILL.md", Manifest("a")))}}" },
              "b": {"source": "acme/skills", "sourceType": "github", "skillPath": "b/SKILL.md",
                "computedHash": "{{Hash(("SKILL.md", Manifest("b")))}}"} } }
            """);

        Assert.That(
            result.Installed.Select(one => one.Content),
            Is.EqualTo(new[] { SkillImportContent.AsRecorded, SkillImportContent.Different }));
    }

    [Test]
    public async Task ImportAsync_LockFileOfAUser_ComparesTheTree()
    {
        _gitHub.Repository("acme/skills").Commit(("a/SKILL.md", Manifest("a")));
        InstalledSkill installed = await _bench.Installer.InstallAsync(SkillReference.Parse("acme/skills/a"));

        SkillImportResult result = await ImportAsync($$"""
            {"version": 3, "dismissed": {}, "skills": {
              "a": {"source": "acme/skills", "sourceType": "github", "sourceUrl": "https://github.com/acme/skills.git",
                "skillPath": "a/SKILL.md", "skillFolderHash": "{{installed.TreeDigest}}",
                "installedAt": "2026-01-01T00:00:00Z"} } }
            """);

        Assert.That(result.Installed.Single().Content, Is.EqualTo(SkillImportContent.AsRecorded));
    }

    [Test]
    public async Task ImportAsync_TwoNamesOfOneSkill_AreOneInstall()
    {
        _gitHub.Repository("acme/skills").Commit(("a/SKILL.md", Manifest("a")), ("b/SKILL.md", Manifest("b")));

        SkillImportResult result = await ImportAsync("""
            {"version": 1, "skills": {
              "a": {"source": "acme/skills", "sourceType": "github"},
              "again": {"source": "acme/skills", "sourceType": "github", "skillPath": "a/SKILL.md"},
              "b": {"source": "acme/skills", "sourceType": "github"}}}
            """);

        Assert.That(
            result.Installed.Select(one => (one.Name, one.Skill.SkillId)),
            Is.EqualTo(new[] { ("a", "a"), ("again", "a"), ("b", "b") }));
        Assert.That(_approver.Questions, Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task ImportAsync_Refused_IsAFailureOfEach()
    {
        _gitHub.Repository("acme/skills").Commit(("a/SKILL.md", Manifest("a")));
        _approver.Approves = false;

        SkillImportResult result = await ImportAsync(
            """{"version": 1, "skills": {"a": {"source": "acme/skills", "sourceType": "github"}}}""");

        Assert.That(result.Installed, Is.Empty);
        Assert.That(result.Failed.Single().Error.Code, Is.EqualTo(SkillErrorCodes.TrustNotApproved));
        Assert.That(result.Failed.Single().Skill, Is.EqualTo("a"));
    }

    [TestCase("", SkillErrorCodes.LockInvalid, "is not JSON")]
    [TestCase("{\n<<<<<<< HEAD\n}", SkillErrorCodes.LockInvalid, "marks of a merge")]
    [TestCase("[]", SkillErrorCodes.LockInvalid, "no 'version'")]
    [TestCase("""{"version":1,"skills":[]}""", SkillErrorCodes.LockInvalid, "no map 'skills'")]
    [TestCase("""{"version":4,"skills":{}}""", SkillErrorCodes.LockNewer, "version 4")]
    [TestCase("""{"version":1,"skills":{"a":{"source":"\ud800"}}}""", SkillErrorCodes.LockInvalid, "not Unicode")]
    public async Task ImportAsync_WhatIsNoSuchFile_IsATypedError(string json, string code, string text)
    {
        SkillLockException error = (await Assert.ThrowsAsync<SkillLockException>(() => ImportAsync(json)))!;

        Assert.That(error.Code, Is.EqualTo(code));
        Assert.That(error.Message, Does.Contain(text));
    }

    [Test]
    public async Task ImportAsync_NoFile_IsATypedError()
    {
        SkillLockException error = (await Assert.ThrowsAsync<SkillLockException>(
            () => Importer.ImportAsync(_bench.Directory.PathOf("none.json"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.LockInvalid));
    }

    [Test]
    public async Task ImportAsync_NoNetwork_TellsItForEach()
    {
        await _gitHub.StopAsync();

        SkillImportResult result = await ImportAsync(
            """{"version": 1, "skills": {"a": {"source": "acme/skills", "sourceType": "github"}}}""");

        Assert.That(result.Failed.Single().Error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
    }

    [TestCase("a/b", "A/a", 1)]
    [TestCase("references/x.md", "SKILL.md", -1)]
    [TestCase("a.md", "A.md", -1)]
    [TestCase("a-b", "a.b", -1)]
    [TestCase("a_b", "a-b", -1)]
    [TestCase("a1", "aa", -1)]
    [TestCase("a", "ab", -1)]
    [TestCase("A", "ab", -1)]
    [TestCase("a", "a", 0)]
    public void ForeignPathOrder_OfPaths_IsThatOfTheRootCollation(string one, string other, int expected)
    {
        Assert.That(Math.Sign(ForeignPathOrder.Instance.Compare(one, other)), Is.EqualTo(expected));
        Assert.That(Math.Sign(ForeignPathOrder.Instance.Compare(other, one)), Is.EqualTo(-expected));
    }

    private ISkillLockImporter Importer => _bench.Services.GetRequiredService<ISkillLockImporter>();

    private async Task<SkillImportResult> ImportAsync(string json)
    {
        string path = _bench.Directory.PathOf("skills-lock.json");
        await File.WriteAllTextAsync(path, json);
        return await Importer.ImportAsync(path);
    }

    private void WriteSkill(string folder, string name)
    {
        string path = _bench.Directory.PathOf(folder.Split('/'));
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "SKILL.md"), Manifest(name));
    }

    private static string Manifest(string name, string body = "Read.") =>
        $"---\nname: {name}\ndescription: Does {name}.\n---\n{body}\n";

    // As that tool computes it: each path and its bytes, one after the other.
    private static string Hash(params (string Path, string Content)[] files) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => file.Path + file.Content)))));

    private sealed class CountingApprover : ISkillApprover
    {
        public bool Approves { get; set; } = true;

        public List<int> Questions { get; } = [];

        public ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default) => new(Answer());

        public ValueTask<IReadOnlyList<SkillApproval>> DecideAllAsync(
            IReadOnlyList<SkillApprovalRequest> requests, CancellationToken cancellationToken = default)
        {
            Questions.Add(requests.Count);
            return new([.. requests.Select(_ => Answer())]);
        }

        private SkillApproval Answer() =>
            Approves ? SkillApproval.Approve(SkillGrants.None, "test") : SkillApproval.Refuse("test");
    }
}
