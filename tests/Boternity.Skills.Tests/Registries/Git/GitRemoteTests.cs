using System.Text;
using Boternity.Skills.Locking;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Tests.Registries.Addresses;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.Git;

/// <summary>Repositories that git http-backend serves, on hosts that are neither GitLab nor Gitea.</summary>
public sealed class GitRemoteTests
{
    private const string Manifest = "---\nname: pdf\ndescription: Does pdf.\n---\n# pdf\n";

    private static GitBackend _git = null!;
    private static string _first = null!;
    private static string _second = null!;

    private AddressBench _bench = null!;
    private bool _isVersion2 = true;

    [OneTimeSetUp]
    public static async Task OneTimeSetUp()
    {
        GitBackend.Require();
        _git = new GitBackend();
        foreach (string repository in new[] { "skills.git", "team/skills.git" })
        {
            await _git.InitAsync(repository);
            _first = await _git.CommitAsync(repository, ("skills/pdf/SKILL.md", Manifest), ("README.md", "x"));
            await _git.GitAsync(repository, "tag", "-a", "v1", "-m", "x");
            await _git.GitAsync(repository, "branch", "feature/x");
            _second = await _git.CommitAsync(
                repository,
                ("skills/pdf/scripts/run.py", string.Concat(Enumerable.Range(0, 4_000).Select(i => $"print({i})\n"))),
                ("skills/docx/SKILL.md", Manifest.Replace("pdf", "docx", StringComparison.Ordinal)),
                ("skills/docx/run.py", string.Concat(Enumerable.Range(0, 4_001).Select(i => $"print({i})\n"))));
        }
    }

    [OneTimeTearDown]
    public static void OneTimeTearDown() => _git?.Dispose();

    [SetUp]
    public async Task SetUp()
    {
        _bench = await AddressBench.StartAsync();
        _bench.Server.Otherwise = context => _git.ServeAsync(context, _isVersion2);
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task InstallAsync_AnyForm_IsTheSkill(
        [Values("{0}/skills.git@pdf", "git+{0}/skills.git@pdf", "{0}/skills.git//skills/pdf#main",
            "{0}/team/skills@pdf", "{0}/team/skills.git//skills/pdf", "{0}/team/skills/src/branch/main/skills/pdf")]
        string form,
        [Values] bool isVersion2)
    {
        _isVersion2 = isVersion2;

        InstalledSkill skill = await InstallAsync(Format(form));

        Assert.That(skill.SkillId, Is.EqualTo("pdf"));
        Assert.That(skill.Source.Commit, Has.Length.EqualTo(40));
        Assert.That(skill.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
        DiscoveredSkill again = await _bench.Installer.ResolveAsync(SkillReference.Parse(skill.Source.ToString()));
        Assert.That(again.Source.IsSameSkillAs(skill.Source), Is.True, "what is printed can be pasted back");
        Assert.That(again.Source.Commit, Is.EqualTo(skill.Source.Commit));
    }

    [Test]
    public async Task FetchAsync_Package_IsWhatGitHas([Values] bool isVersion2)
    {
        _isVersion2 = isVersion2;
        DiscoveredSkill found = await _bench.Installer.ResolveAsync(
            SkillReference.Parse(_bench.At("/team/skills.git//skills/pdf")));

        SkillPackage package = await _bench.Services.GetRequiredService<AddressRegistries>().Web
            .FetchAsync(found.Source);

        Assert.That(
            SkillDigest.OfGitTree(package.Files),
            Is.EqualTo(await _git.GitAsync("team/skills.git", "rev-parse", "HEAD:skills/pdf")));
    }

    [TestCase("v1", true)]
    [TestCase("v1", false)]
    [TestCase("feature/x", true)]
    [TestCase("feature/x", false)]
    [TestCase("main", true)]
    public async Task ResolveAsync_BranchOrTag_IsItsCommit(string revision, bool isVersion2)
    {
        _isVersion2 = isVersion2;

        DiscoveredSkill found = await _bench.Installer.ResolveAsync(
            SkillReference.Parse(_bench.At($"/team/skills.git//skills/pdf#{revision}")));

        Assert.That(found.Source.Commit, Is.EqualTo(revision == "main" ? _second : _first));
        Assert.That(found.Source.RequestedRef, Is.EqualTo(revision));
    }

    [Test]
    public async Task InstallAsync_CommitThatNoBranchIs_IsFetchedByItsName()
    {
        InstalledSkill skill = await InstallAsync(_bench.At($"/team/skills.git//skills/pdf#{_first}"));

        Assert.That(skill.Source.Commit, Is.EqualTo(_first));
        Assert.That(
            (await _bench.Services.GetRequiredService<ISkillUpdater>().CheckAsync())[0].State,
            Is.EqualTo(SkillUpdateState.Pinned));
    }

    [Test]
    public async Task InstallAsync_CommitThatNoBranchIs_OfAHostOfVersion0_SaysSo()
    {
        _isVersion2 = false;
        string commit = await _git.GitAsync("team/skills.git", "commit-tree", "HEAD^{tree}", "-m", "no branch has it");

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => InstallAsync(_bench.At($"/team/skills.git//skills/pdf#{commit}"))))!;

        Assert.That(error.Message, Does.Contain("does not give that commit"));
    }

    [Test]
    public async Task RestoreAsync_BranchThatMovedSince_InstallsWhatIsLocked()
    {
        await _git.InitAsync("locked.git");
        string before = await _git.CommitAsync("locked.git", ("pdf/SKILL.md", Manifest));
        await InstallAsync(_bench.At("/locked.git//pdf#main"));
        string file = _bench.Directory.PathOf("skills.lock.json");
        await _bench.Services.GetRequiredService<ISkillLocker>().SaveAsync(file);
        await _git.CommitAsync("locked.git", ("pdf/SKILL.md", Manifest + "More.\n"));
        Directory.Delete(_bench.Directory.PathOf("store"), recursive: true);
        Directory.Delete(_bench.Directory.PathOf("cache"), recursive: true);
        _bench.Restart();

        SkillRestoreResult restored = await _bench.Services.GetRequiredService<ISkillLocker>().RestoreAsync(file);

        Assert.That(restored.Installed.Single().Source.Commit, Is.EqualTo(before));
    }

    [TestCase("/skills.git#0123456789abcdef0123456789abcdef01234567", "does not give that commit")]
    [TestCase("/skills.git#nope", "no branch or tag 'nope'")]
    [TestCase("/skills.git#0123456", "whole name")]
    [TestCase("/team/nothing.git", "was not found")]
    [TestCase("/nothing.git", "was not found")]
    public async Task ResolveAsync_NothingThere_IsNotFound(string path, string text)
    {
        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => _bench.Installer.ResolveAsync(SkillReference.Parse(_bench.At(path)))))!;

        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
    }

    [Test]
    public async Task ResolveAsync_RepositoryWithoutCommits_SaysSo([Values] bool isVersion2)
    {
        _isVersion2 = isVersion2;
        await _git.InitAsync($"empty{isVersion2}.git");

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => _bench.Installer.ResolveAsync(SkillReference.Parse(_bench.At($"/empty{isVersion2}.git")))))!;

        Assert.That(error.Message, Does.Contain("has no commits"));
    }

    [Test]
    public async Task InstallAsync_RepositoryWithSha256_IsRead()
    {
        await _git.InitAsync("sha256.git", "sha256");
        string commit = await _git.CommitAsync("sha256.git", ("SKILL.md", Manifest));

        InstalledSkill skill = await InstallAsync(_bench.At("/sha256.git"));

        Assert.That(commit, Has.Length.EqualTo(64));
        Assert.That(skill.Source.Commit, Is.EqualTo(commit));
        Assert.That(skill.Source.FolderName, Is.EqualTo("sha256"));
    }

    [Test]
    public async Task InstallAsync_SecondSkillOfARepository_NeedsNoNetwork()
    {
        DiscoveredSkill pdf = await _bench.Installer.ResolveAsync(
            SkillReference.Parse(_bench.At("/team/skills@pdf")));
        await _bench.Server.StopAsync();
        _bench.Restart();

        await _bench.Installer.InstallAsync(pdf.Source);
        await _bench.Installer.InstallAsync(pdf.Source with { Path = "skills/docx" });

        // GitLab, Gitea, the repository, its refs, the pack.
        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task CheckAsync_BranchThatMoved_HasAnUpdate()
    {
        await _git.InitAsync("moving.git");
        string before = await _git.CommitAsync("moving.git", ("pdf/SKILL.md", Manifest));
        InstalledSkill skill = await InstallAsync(_bench.At("/moving.git@pdf"));
        var updater = _bench.Services.GetRequiredService<ISkillUpdater>();
        Assert.That((await updater.CheckAsync())[0].State, Is.EqualTo(SkillUpdateState.UpToDate));
        string after = await _git.CommitAsync("moving.git", ("pdf/SKILL.md", Manifest + "More.\n"));

        SkillUpdateStatus status = (await updater.CheckAsync())[0];
        Assert.That(status.State, Is.EqualTo(SkillUpdateState.UpdateAvailable));
        Assert.That(status.Latest, Is.EqualTo(skill.Source with { Commit = after }));
        Assert.That(skill.Source.Commit, Is.EqualTo(before));

        await updater.UpdateAsync("pdf");
        Assert.That((await updater.CheckAsync())[0].State, Is.EqualTo(SkillUpdateState.UpToDate));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "A symbolic link needs a right there.")]
    public async Task InstallAsync_LinksAndSubmodules_AreTakenAsInArchives()
    {
        await _git.InitAsync("links.git");
        await _git.CommitAsync(
            "links.git",
            ("pdf/SKILL.md", Manifest),
            ("bad/SKILL.md", Manifest.Replace("pdf", "bad", StringComparison.Ordinal)));
        string work = _git.WorkOf("links.git");
        File.CreateSymbolicLink(Path.Combine(work, "elsewhere"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(work, "bad", "passwd"), "/etc/passwd");
        await _git.GitAsync("links.git", "update-index", "--add", "--cacheinfo", $"160000,{_first},other");
        Directory.CreateDirectory(Path.Combine(work, "other"));
        await _git.CommitAllAsync("links.git", work);

        await InstallAsync(_bench.At("/links.git@pdf"));
        SkillPackageException error = (await Assert.ThrowsAsync<SkillPackageException>(
            () => InstallAsync(_bench.At("/links.git@bad"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageEntryKind));
    }

    [TestCase("SECRET", "git:SECRET")]
    [TestCase("reader:SECRET", "reader:SECRET")]
    public async Task InstallAsync_Token_GoesToItsHostAlone(string token, string expected)
    {
        _bench.ConfigureAddresses = options => options.Tokens[_bench.Server.Address.Authority] = token;
        _bench.Server.Redirect(
            "/moved.git/info/refs?service=git-upload-pack",
            new Uri(_bench.Server.Elsewhere, "/skills.git/info/refs?service=git-upload-pack"));

        InstalledSkill skill = await InstallAsync(_bench.At("/moved.git@pdf"));

        Assert.That(skill.Source.Repository, Is.EqualTo(_bench.At("/moved.git")));
        string basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(expected))}";
        Assert.That(
            _bench.Server.Requests.Select(
                request => (request.Port == _bench.Server.Address.Port, request.Authorization)),
            Is.EqualTo(new[] { (true, basic), (false, ""), (false, ""), (false, "") }));
    }

    [Test]
    public async Task InstallAsync_RedirectOfTheQuestion_IsRefused()
    {
        _bench.Server.Redirect("/skills.git/git-upload-pack", new Uri(_bench.Server.Elsewhere, "/skills.git/x"));

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync(_bench.At("/skills.git"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain("redirects"));
    }

    [Test]
    public async Task InstallAsync_HostThatServesFilesAlone_SaysWhatToDo()
    {
        string path = "/plain.git/info/refs?service=git-upload-pack";
        _bench.Server.Put(path, Encoding.ASCII.GetBytes($"{_first}\trefs/heads/main\n"), "text/plain");

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync(_bench.At("/plain.git"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain("dumb").And.Contain("git http-backend").And.Contain("tar.gz"));
    }

    [Test]
    public async Task InstallAsync_HostAtAPrivateAddress_IsRefusedUnlessItIsNamed()
    {
        _bench.ConfigureAddresses = options => options.PrivateHosts.Clear();

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync(_bench.At("/skills.git"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAccessDenied));
        Assert.That(_bench.Server.Requests, Is.Empty);
    }

    [Test]
    public async Task InstallAsync_Progress_CountsTheBytes()
    {
        var seen = new List<SkillInstallProgress>();

        await _bench.Installer.InstallAsync(
            SkillReference.Parse(_bench.At("/team/skills.git@pdf")),
            progress: new ImmediateProgress(seen));

        Assert.That(seen.Max(static progress => progress.Bytes), Is.GreaterThan(1_000));
    }

    private Task<InstalledSkill> InstallAsync(string reference) =>
        _bench.Installer.InstallAsync(SkillReference.Parse(reference));

    private string Format(string form) => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, form, _bench.Server.Address.AbsoluteUri.TrimEnd('/'));

    private sealed class ImmediateProgress(List<SkillInstallProgress> seen) : IProgress<SkillInstallProgress>
    {
        public void Report(SkillInstallProgress value) => seen.Add(value);
    }
}
