using System.Security.Cryptography;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Tests.Registries.Directories;
using Microsoft.AspNetCore.Http;
using static Boternity.Skills.Tests.Registries.GitHub.GitHubSkillRegistryListTests;

namespace Boternity.Skills.Tests.Registries.GitHub;

public sealed class GitHubSkillRegistryFindTests
{
    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer() => _github = await GitHubFixture.StartAsync();

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [Test]
    public async Task Find_OfANameInTwoRepositories_GivesThatOfTheFirstListedFirst()
    {
        _github.Main.Commit(Skill("skills/pdf"), Skill("canvas-pdf-design"));
        _github.Server.Repository("acme/more").Commit(Skill("documents/pdf"));
        GitHubSkillRegistry registry = _github.Create(options => options.Repositories.Add("acme/more"));

        IReadOnlyList<SkillMatch> found = await FindAsync(registry, "pdf");
        Assert.That(
            found.Select(match => (match.Skill.Source.Repository, match.Skill.Source.Path, match.Match)),
            Is.EqualTo(new[]
            {
                ("acme/skills", "skills/pdf", SkillNameMatch.Exact),
                ("acme/more", "documents/pdf", SkillNameMatch.Exact),
                ("acme/skills", "canvas-pdf-design", SkillNameMatch.Substring),
            }));
    }

    [TestCase("acme/skills/skills/pdf", 1)]
    [TestCase("github/acme/skills/skills/pdf", 1)]
    [TestCase("ACME/Skills/skills/pdf", 1)]
    [TestCase("acme/skills/skills/PDF", 0)]
    [TestCase("acme/skills@pdf", 1)]
    [TestCase("github/pdf", 1)]
    [TestCase("acme/skills", 2)]
    [TestCase("acme/skills@pdf#v1", 1)]
    [TestCase("pdf#v1", 1)]
    [TestCase("docx#v1", 0)]
    [TestCase("pdf#feature/x", 1)]
    public async Task Find_OfAReference_MeansWhatItSays(string reference, int count)
    {
        string first = _github.Main.Commit(Skill("skills/pdf"));
        _github.Main.Point("v1", first);
        _github.Main.Point("feature/x", first);
        _github.Main.Commit(Skill("skills/pdf"), Skill("skills/docx"));

        IReadOnlyList<SkillMatch> found = await FindAsync(_github.Create(), reference);
        Assert.That(found.Count(match => match.Match == SkillNameMatch.Exact), Is.EqualTo(count));
        Assert.That(found.Select(match => match.Skill.Source.Repository), Is.All.EqualTo("acme/skills"));
        if (reference.EndsWith("#v1", StringComparison.Ordinal) && count > 0)
        {
            Assert.That(found[0].Skill.Source.Commit, Is.EqualTo(first));
            Assert.That(found[0].Skill.Source.RequestedRef, Is.EqualTo("v1"));
        }
    }

    [TestCase("tree/feature/x/skills/pdf", "feature/x", 5)]
    [TestCase("blob/feature/x/skills/pdf/SKILL.md", "feature/x", 5)]
    [TestCase("tree/feature%2Fx/skills/pdf", "feature/x", 5)]
    [TestCase("tree/release/2.0/rc/skills/pdf", "release/2.0/rc", 6)]
    [TestCase("tree/main/skills/pdf", "main", 3)]
    public async Task Find_OfAnAddressWhoseBranchHasSlashes_FindsWhereTheFolderBegins(
        string place, string expected, int requests)
    {
        string commit = _github.Main.Commit(Skill("skills/pdf"), Skill("skills/docx"));
        _github.Main.Point("feature/x", commit);
        _github.Main.Point("feature/x2", commit);
        _github.Main.Point("features", commit);
        _github.Main.Tag("release/2.0/rc", commit);

        IReadOnlyList<SkillMatch> found = await FindAsync(
            _github.Create(), $"https://github.com/acme/skills/{place}");

        Assert.That(found.Single().Skill.Source.Path, Is.EqualTo("skills/pdf"));
        Assert.That(found.Single().Skill.Source.RequestedRef, Is.EqualTo(expected));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(requests));
    }

    [TestCase("https://github.com/acme/skills/tree/feature/y/skills/pdf")]
    [TestCase("acme/skills/x/skills/pdf#feature")]
    [TestCase("https://github.com/acme/nothing/tree/feature/x/skills/pdf")]
    public async Task Find_OfABranchThatIsNotThere_SaysTheRefThatWasTyped(string reference)
    {
        _github.Main.Point("feature/x", _github.Main.Commit(Skill("skills/pdf")));

        var error = await Assert.ThrowsAsync<SkillNotFoundException>(() => FindAsync(_github.Create(), reference));

        Assert.That(error!.Message, Does.Contain("'feature'"));
    }

    [Test]
    public async Task Find_OfTheRefsOfARepository_ThatAreNoRefs_IsNotFound()
    {
        _github.Main.Commit(Skill("skills/pdf"));
        _github.Server.Fail(
            "matching-refs", context => context.Response.WriteAsync("""[null,{"ref":null},{"ref":"refs/heads/"}]"""));

        await Assert.ThrowsAsync<SkillNotFoundException>(
            () => FindAsync(_github.Create(), "https://github.com/acme/skills/tree/feature/x/skills/pdf"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Find_InARepositoryThatIsNotIndexed_TellsOfTheBytesOfItsArchive(bool saysHowMany)
    {
        string commit = _github.Main.Commit(Skill("pdf"), ("pdf/data.txt", new string('x', 500_000)));
        byte[] archive = _github.Main.Archive(commit);
        _github.Server.Fail("archives", context =>
        {
            context.Response.ContentLength = saysHowMany ? archive.Length : null;
            return context.Response.Body.WriteAsync(archive).AsTask();
        });
        GitHubSkillRegistry registry = _github.Create();
        var first = new FetchRecorder();
        var second = new FetchRecorder();

        await registry.FindAsync(new SkillQuery { Name = "pdf" }, first);
        await registry.FindAsync(new SkillQuery { Name = "pdf" }, second);

        Assert.That(first.Seen[^1].Bytes, Is.EqualTo(archive.Length));
        Assert.That(first.Seen[^1].TotalBytes, Is.EqualTo(saysHowMany ? archive.Length : null));
        Assert.That(second.Seen, Is.Empty, "The index was there.");
    }

    [Test]
    public async Task Find_InARepositoryThatIsNotListed_ReadsIt()
    {
        _github.Server.Repository("other/one").Commit(("SKILL.md", DirectorySkillRegistryTests.Manifest("one")));
        IReadOnlyList<SkillMatch> found = await FindAsync(_github.Create(), "other/one");
        Assert.That(found.Single().Skill.Source.Path, Is.Empty);
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Find_AtACommit_AsksNobodyWhetherItMoved()
    {
        string commit = _github.Main.Commit(Skill("pdf"));
        _github.Main.Commit(Skill("docx"));
        GitHubSkillRegistry registry = _github.Create();

        Assert.That(
            (await FindAsync(registry, $"acme/skills/pdf#{commit}")).Single().Skill.Source.Commit, Is.EqualTo(commit));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(2));
        Assert.That(
            await FindAsync(_github.Create(), $"acme/skills/pdf#{commit.ToUpperInvariant()}"), Has.Count.EqualTo(1));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Find_OfWhatWouldChangeTheAddress_SendsNothing()
    {
        GitHubSkillRegistry registry = _github.Create();
        SkillQuery[] queries =
        [
            new() { Repository = "acme/.." },
            new() { Repository = "../x" },
            new() { Repository = "a/b/c" },
            new() { Repository = "acme/ski lls" },
            new() { Repository = "acme/skills?x=1" },
            new() { Name = "pdf", Ref = "../../other/repo" },
            new() { Name = "pdf", Ref = "a b" },
            new() { Name = "pdf", Ref = "/x" },
            new() { Registry = "other", Name = "pdf" },
        ];
        foreach (SkillQuery query in queries)
        {
            Assert.That(await registry.FindAsync(query), Is.Empty);
        }

        Assert.That(_github.Server.Requests, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Fetch_WithProgress_TellsTheBytesOfTheArchive(bool saysItsLength)
    {
        // Random, so that it stays large when it is compressed.
        string commit = _github.Main.Commit(
            Skill("skills/pdf"), ("skills/pdf/data.txt", RandomNumberGenerator.GetHexString(400_000)));
        byte[] archive = _github.Main.Archive(commit);
        GitHubSkillRegistry registry = _github.Create();
        DiscoveredSkill skill = (await FindAsync(registry, "pdf"))[0].Skill;
        _github.Server.Fail("archives", async context =>
        {
            context.Response.ContentLength = saysItsLength ? archive.Length : null;
            await context.Response.Body.WriteAsync(archive);
        });
        var progress = new FetchRecorder();

        await registry.FetchAsync(skill.Source, progress);

        Assert.That(progress.Seen, Has.Count.GreaterThanOrEqualTo(2));
        Assert.That(
            progress.Seen.Select(seen => seen.TotalBytes), Is.All.EqualTo(saysItsLength ? archive.Length : null));
        Assert.That(progress.Seen[^1].Bytes, Is.EqualTo(archive.Length));
    }

    [Test]
    public async Task Fetch_OfASkill_BringsItsFolderAtItsCommit()
    {
        string commit = _github.Main.Commit(
            Skill("skills/pdf"),
            ("skills/pdf/scripts/run.sh", "echo"),
            ("skills/pdf/LICENSE", "MIT"),
            ("skills/pdf2/x", "x"),
            Skill("skills/docx"));
        GitHubSkillRegistry registry = _github.Create();
        DiscoveredSkill skill = (await FindAsync(registry, "pdf"))[0].Skill;
        _github.Main.Commit(Skill("skills/docx"));
        _github.Server.Forget();

        SkillPackage package = await registry.FetchAsync(skill.Source);

        Assert.That(package.Source, Is.EqualTo(skill.Source));
        Assert.That(package.Files.Select(file => (file.Path, file.IsExecutable)), Is.EqualTo(new[]
        {
            ("LICENSE", false), ("SKILL.md", false), ("scripts/run.sh", true),
        }));
        Assert.That(package.Document.Body, Is.EqualTo("# pdf\n"));
        Assert.That(_github.Server.Paths, Is.EqualTo(new[]
        {
            $"api /repos/acme/skills/tarball/{commit}", $"archives /acme/skills/legacy.tar.gz/{commit}?token=PRIVATE",
        }));
    }

    [Test]
    public async Task Fetch_OfASkillThatIsTooLarge_NamesTheLimit()
    {
        _github.Main.Commit(Skill("pdf"), ("pdf/big.bin", new string('\0', 11 * 1024 * 1024)));
        GitHubSkillRegistry registry = _github.Create();
        DiscoveredSkill skill = (await FindAsync(registry, "pdf"))[0].Skill;

        var error = await Assert.ThrowsAsync<SkillPackageException>(() => registry.FetchAsync(skill.Source));
        Assert.That((error!.Path, error.Limit), Is.EqualTo(("big.bin", 10L * 1024 * 1024)));
    }

    [Test]
    public async Task Fetch_OfASkillWhoseRepositoryIsGone_SaysSo()
    {
        _github.Main.Commit(Skill("pdf"));
        GitHubSkillRegistry registry = _github.Create();
        DiscoveredSkill skill = (await FindAsync(registry, "pdf"))[0].Skill;
        _github.Server.Fail("/tarball/", 404);

        var error = await Assert.ThrowsAsync<SkillNotFoundException>(() => registry.FetchAsync(skill.Source));
        Assert.That(error!.Message, Does.Contain("acme/skills/pdf"));
    }

    [TestCase("acme/..", "pdf")]
    [TestCase("acme/skills", "../pdf")]
    [TestCase(null, "pdf")]
    public void Fetch_OfASourceThatWasMadeUp_SendsNothing(string? repository, string path)
    {
        var skill = new DiscoveredSkill
        {
            Source = new SkillSource
            {
                Registry = "github",
                Repository = repository,
                Path = path,
                Commit = new string('a', 40),
            },
            Manifest = new SkillManifest { Name = "x", Description = "x" },
        };
        Assert.That(
            async () => await _github.Create().FetchAsync(skill.Source),
            Throws.InstanceOf<SkillPackageException>().Or.InstanceOf<ArgumentException>());
        Assert.That(_github.Server.Requests, Is.Empty);
    }

    private static Task<IReadOnlyList<SkillMatch>> FindAsync(GitHubSkillRegistry registry, string reference) =>
        registry.FindAsync(SkillReference.Parse(reference).ToQuery([registry.Name]));
}
