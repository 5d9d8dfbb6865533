using System.Net;
using System.Security.Cryptography;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.Addresses;

public sealed class AddressRegistryTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const string Later = "fedcba9876543210fedcba9876543210fedcba98";

    private AddressBench _bench = null!;

    [SetUp]
    public async Task SetUp() => _bench = await AddressBench.StartAsync();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [TestCase("/group/sub/project.git")]
    [TestCase("/group/sub/project@pdf")]
    [TestCase("/group/sub/project/-/tree/main/skills/pdf")]
    [TestCase("/group/sub/project//skills/pdf#main")]
    public async Task InstallAsync_RepositoryOnGitLab_IsReadByItsArchive(string path)
    {
        PutGitLab("main", Commit);
        PutGitLab("HEAD", Commit);

        InstalledSkill skill = await InstallAsync(_bench.At(path));

        Assert.That(skill.SkillId, Is.EqualTo("pdf"));
        Assert.That(skill.Source.Commit, Is.EqualTo(Commit));
        Assert.That(skill.Source.ToString(), Is.EqualTo(_bench.At($"/group/sub/project//skills/pdf#{Commit}")));
        Assert.That(skill.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
    }

    [TestCase("/group/sub/project/-/tree/feature/x/skills/pdf")]
    [TestCase("/group/sub/project/-/blob/feature/x/skills/pdf/SKILL.md")]
    public async Task InstallAsync_BranchWithASlash_FindsWhereTheFolderBegins(string path)
    {
        PutGitLab("feature%2Fx", Commit);

        InstalledSkill skill = await InstallAsync(_bench.At(path));

        Assert.That(skill.Source.Path, Is.EqualTo("skills/pdf"));
        Assert.That(skill.Source.RequestedRef, Is.EqualTo("feature/x"));
    }

    [Test]
    public async Task InstallAsync_BranchThatIsNotThere_IsLookedForAFewTimesOnly()
    {
        _bench.ConfigureAddresses = options =>
            options.Hosts[_bench.Server.Address.Authority] = GitHostKind.GitLab;

        var error = await Assert.ThrowsAsync<SkillNotFoundException>(
            () => InstallAsync(_bench.At("/group/project/-/tree/a/b/c/d/e/f/g/h")));

        Assert.That(error!.Message, Does.Contain("has no 'a'"));
        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task InstallAsync_WhatAMessagePrinted_MeansTheSame()
    {
        PutGitLab("HEAD", Commit);
        PutGitLab(Commit, Commit);
        InstalledSkill first = await InstallAsync(_bench.At("/group/sub/project"));

        DiscoveredSkill again = await _bench.Installer.ResolveAsync(SkillReference.Parse(first.Source.ToString()));

        Assert.That(again.Source.IsSameSkillAs(first.Source), Is.True);
        Assert.That(again.Source.Commit, Is.EqualTo(Commit));
    }

    [TestCase("/owner/repo/src/branch/main/skills/pdf", "&sha=main")]
    [TestCase("/owner/repo", "")]
    public async Task InstallAsync_RepositoryOnAHostThatIsGitea_IsFoundByAsking(string path, string sha)
    {
        _bench.Server.PutJson(
            $"/api/v1/repos/owner/repo/commits?limit=1&stat=false&verification=false&files=false{sha}",
            $$"""[{"sha":"{{Commit}}"}]""");
        _bench.Server.Put(
            $"/api/v1/repos/owner/repo/archive/{Commit}.tar.gz", AddressBench.TarGz("repo", "skills/pdf"));

        InstalledSkill skill = await InstallAsync(_bench.At(path));

        Assert.That(skill.Source.Path, Is.EqualTo("skills/pdf"));
        Assert.That(_bench.Server.Requests[0].Target, Does.StartWith("/api/v4/"));
    }

    [Test]
    public async Task InstallAsync_RepositoryOnBitbucket_IsReadByItsArchive()
    {
        _bench.ConfigureAddresses = options =>
        {
            options.Hosts[_bench.Server.Address.Authority] = GitHostKind.Bitbucket;
            options.Tokens[_bench.Server.Address.Authority] = "SECRET";
        };
        _bench.Server.PutJson(
            "/2.0/repositories/team/repo/commits/v1?pagelen=1", $$"""{"values":[{"hash":"{{Commit}}"}]}""");
        _bench.Server.Redirect($"/team/repo/get/{Commit}.tar.gz", new Uri(_bench.Server.Elsewhere, "/blob"));
        _bench.Server.Put("/blob", AddressBench.TarGz("team-repo-0123", "pdf"));

        InstalledSkill skill = await InstallAsync(_bench.At("/team/repo/src/v1/pdf"));

        Assert.That(skill.SkillId, Is.EqualTo("pdf"));
        Assert.That(
            _bench.Server.Requests.Select(request => request.Authorization),
            Is.EqualTo(new[] { "Bearer SECRET", "Bearer SECRET", "" }));
    }

    [Test]
    public async Task InstallAsync_SkillOfACachedArchive_NeedsNoNetwork()
    {
        PutGitLab("HEAD", Commit, "skills/pdf", "skills/docx");
        DiscoveredSkill pdf = await _bench.Installer.ResolveAsync(
            SkillReference.Parse(_bench.At("/group/sub/project@pdf")));
        int requests = _bench.Server.Requests.Count;
        await _bench.Server.StopAsync();
        _bench.Restart();

        await _bench.Installer.InstallAsync(pdf.Source);
        await _bench.Installer.InstallAsync(pdf.Source with { Path = "skills/docx" });

        Assert.That(requests, Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task InstallAsync_ArchiveByItsAddress_IsPinnedByItsDigest(bool isZip)
    {
        byte[] archive = isZip
            ? AddressBench.Zip("pdf", "docx")
            : AddressBench.TarGz("", "pdf", "docx");
        string path = isZip ? "/files/skills.zip" : "/files/skills.tar.gz";
        _bench.Server.Put(path, archive);
        string digest = Convert.ToHexStringLower(SHA256.HashData(archive));

        InstalledSkill skill = await InstallAsync(_bench.At(path) + "//pdf");

        Assert.That(skill.Source.Commit, Is.EqualTo(digest));
        Assert.That(skill.Source.ToString(), Is.EqualTo($"{_bench.At(path)}//pdf#{digest}"));
        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(1));

        // The same address with another content is not what was pinned.
        _bench.Server.Put(path, AddressBench.Zip("pdf"));
        Directory.Delete(_bench.Directory.PathOf("cache"), recursive: true);
        _bench.Restart();
        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync(skill.Source.ToString())))!;
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain("its content was changed"));
    }

    [Test]
    public async Task InstallAsync_ArchiveOfOneSkillAtItsTop_IsCalledAsTheArchive()
    {
        _bench.Server.Put("/my-notes.skill", AddressBench.Zip(""));

        Assert.That((await InstallAsync(_bench.At("/my-notes.skill"))).SkillId, Is.EqualTo("my-notes"));
    }

    [Test]
    public async Task CheckAsync_BranchThatMoved_HasAnUpdate()
    {
        PutGitLab("main", Commit);
        InstalledSkill skill = await InstallAsync(_bench.At("/group/sub/project//skills/pdf#main"));
        var updater = _bench.Services.GetRequiredService<ISkillUpdater>();
        Assert.That((await updater.CheckAsync())[0].State, Is.EqualTo(SkillUpdateState.UpToDate));

        PutGitLab("main", Later);
        SkillUpdateStatus status = (await updater.CheckAsync())[0];
        Assert.That(status.State, Is.EqualTo(SkillUpdateState.UpdateAvailable));
        Assert.That(status.Latest, Is.EqualTo(skill.Source with { Commit = Later }));
    }

    [Test]
    public async Task InstallAsync_HostAtAPrivateAddress_IsRefusedUnlessItIsNamed()
    {
        _bench.ConfigureAddresses = options => options.PrivateHosts.Clear();

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync(_bench.At("/skills.zip"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAccessDenied));
        Assert.That(error.Message, Does.Contain("PrivateHosts"));
        Assert.That(_bench.Server.Requests, Is.Empty);
    }

    [Test]
    public async Task InstallAsync_RedirectFromAPermittedHostToAPrivateOne_IsRefused()
    {
        _bench.Server.Redirect("/skills.zip", new Uri("http://[::1]:1/skills.zip"));

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync(_bench.At("/skills.zip"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAccessDenied));
    }

    [Test]
    public async Task InstallAsync_CancelledWhileTheNameIsResolved_EndsWithoutTheAnswer()
    {
        using var cancel = new CancellationTokenSource();
        var never = new TaskCompletionSource<IPAddress[]>();
        _bench.ResolveAsync = async (_, _) =>
        {
            await cancel.CancelAsync();
            return await never.Task;
        };

        await Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(),
            () => _bench.Installer.InstallAsync(
                SkillReference.Parse("https://example.com/skills.zip"), cancellationToken: cancel.Token));

        Assert.That(never.Task.IsCompleted, Is.False);
        never.SetResult([]);
    }

    [Test]
    public async Task InstallAsync_NameThatCannotBeResolved_IsUnavailable()
    {
        _bench.ResolveAsync = static (_, _) =>
            throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound);

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => InstallAsync("https://example.com/skills.git")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
    }

    [Test]
    public async Task InstallAsync_HostThatTakesNoAddresses_SaysSo()
    {
        _bench.ConfigureAddresses = options => options.Allowed = SkillAddressKinds.Files;

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => InstallAsync(_bench.At("/skills.zip"))))!;

        Assert.That(error.Message, Does.Contain("does not take"));
    }

    [Test]
    public async Task ResolveAsync_SeveralSkillsAtAnAddress_ListsThemAsTheyCanBePastedBack()
    {
        _bench.Server.Put("/skills.zip", AddressBench.Zip("pdf", "docx"));

        SkillAmbiguousException error = (await Assert.ThrowsAsync<SkillAmbiguousException>(
            () => _bench.Installer.ResolveAsync(SkillReference.Parse(_bench.At("/skills.zip")))))!;

        foreach (DiscoveredSkill candidate in error.Candidates)
        {
            Assert.That(error.Message, Does.Contain(candidate.Source.ToString()));
            DiscoveredSkill again = await _bench.Installer.ResolveAsync(
                SkillReference.Parse(candidate.Source.ToString()));
            Assert.That(again.Name, Is.EqualTo(candidate.Name));
        }
    }

    [TestCase("/group/sub/project", "was not found")]
    [TestCase("/missing.zip", "has nothing there")]
    public async Task ResolveAsync_NothingThere_IsNotFound(string path, string text)
    {
        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => _bench.Installer.ResolveAsync(SkillReference.Parse(_bench.At(path)))))!;

        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
    }

    private Task<InstalledSkill> InstallAsync(string reference) =>
        _bench.Installer.InstallAsync(SkillReference.Parse(reference));

    private void PutGitLab(string revision, string commit, params string[] skills)
    {
        string project = "/api/v4/projects/group%2Fsub%2Fproject/repository";
        _bench.Server.PutJson($"{project}/commits/{revision}", $$"""{"id":"{{commit}}","title":"x"}""");
        _bench.Server.Put(
            $"{project}/archive.tar.gz?sha={commit}",
            AddressBench.TarGz($"project-{commit}", skills.Length == 0 ? ["skills/pdf"] : skills));
    }
}
