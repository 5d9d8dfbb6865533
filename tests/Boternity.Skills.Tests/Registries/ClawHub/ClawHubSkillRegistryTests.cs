using System.Text.Json.Nodes;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Registries;
using Boternity.Skills.Scanning;
using Boternity.Skills.Tests.Registries.GitHub;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.ClawHub;

public sealed class ClawHubSkillRegistryTests
{
    private ClawHubBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await ClawHubBench.StartAsync();
        _bench.Server.Put("anna", "gifgrep", "1.0.0", "1.2.0");
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [TestCase("gifgrep", "1.2.0")]
    [TestCase("clawhub:gifgrep", "1.2.0")]
    [TestCase("clawhub/gifgrep", "1.2.0")]
    [TestCase("clawhub:gifgrep@1.0.0", "1.0.0")]
    [TestCase("clawhub:gifgrep#1.0.0", "1.0.0")]
    [TestCase("clawhub:anna/gifgrep", "1.2.0")]
    [TestCase("clawhub:@anna/gifgrep@1.0.0", "1.0.0")]
    public async Task InstallAsync_Reference_MeansASkillAndItsVersion(string reference, string version)
    {
        InstalledSkill skill = await _bench.Host.InstallAsync(reference);

        Assert.That(skill.SkillId, Is.EqualTo("gifgrep"));
        Assert.That(skill.Source.ToString(), Is.EqualTo($"clawhub:anna/gifgrep#{version}"));
        Assert.That(skill.Files.Select(static file => file.Path), Is.EquivalentTo(new[] { "SKILL.md", "run.py" }));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(skill.RootPath, "SKILL.md")), Does.Contain($"Version {version}."));
        Assert.That(skill.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
    }

    [Test]
    public async Task InstallAsync_WhatAMessagePrinted_MeansTheSame()
    {
        InstalledSkill skill = await _bench.Host.InstallAsync("clawhub:gifgrep");

        DiscoveredSkill again = await _bench.Host.Installer.ResolveAsync(
            SkillReference.Parse(skill.Source.ToString()));

        Assert.That(again.Source.IsSameSkillAs(skill.Source), Is.True);
        Assert.That(again.Source.Commit, Is.EqualTo("1.2.0"));
    }

    [Test]
    public async Task ResolveAsync_VersionThatIsNotThere_ListsThoseThatAre()
    {
        SkillNotFoundException error = await ExpectAsync<SkillNotFoundException>("clawhub:gifgrep@9.9.9");

        Assert.That(error.Message, Does.Contain("has no version '9.9.9'; it has 1.0.0, 1.2.0."));
    }

    [Test]
    public async Task ResolveAsync_NameWithASlip_SuggestsBySearching()
    {
        _bench.Server.Fail("/api/v1/search", async context =>
            await context.Response.Body.WriteAsync(
                """{"results":[{"slug":"gifgrep","ownerHandle":"anna","version":"1.2.0"}]}"""u8.ToArray()));

        SkillNotFoundException error = await ExpectAsync<SkillNotFoundException>("clawhub:gifgrpe");

        Assert.That(error.Message, Does.Contain("gifgrep (clawhub:anna/gifgrep#1.2.0)"));
        Assert.That(_bench.Server.Requests.Select(static request => request.Target), Has.None.Contains("cursor"));
    }

    [Test]
    public async Task ResolveAsync_NameOfSeveralOwners_ListsThemAsTheyCanBePastedBack()
    {
        _bench.Server.Put("ben", "gifgrep", "3.0.0");

        SkillAmbiguousException error = await ExpectAsync<SkillAmbiguousException>("clawhub:gifgrep");

        Assert.That(error.Message, Does.Contain("clawhub:anna/gifgrep").And.Contain("clawhub:ben/gifgrep"));
        foreach (DiscoveredSkill candidate in error.Candidates)
        {
            DiscoveredSkill one = await _bench.Host.Installer.ResolveAsync(
                SkillReference.Parse(candidate.Source.ToString()));
            Assert.That(one.Source.Repository, Is.EqualTo(candidate.Source.Repository));
        }
    }

    private static IEnumerable<TestCaseData> Malware() =>
    [
        new(new JsonObject { ["isMalwareBlocked"] = true, ["isSuspicious"] = false }, "clean"),
        new(new JsonObject { ["isMalwareBlocked"] = false, ["verdict"] = "malicious" }, "clean"),
        new(null, "malicious"),
    ];

    [TestCaseSource(nameof(Malware))]
    public async Task InstallAsync_Malware_IsRefusedWhateverIsSet(JsonObject? moderation, string security)
    {
        _bench.ConfigureOptions = static options => options.AllowSuspicious = true;
        Flag(moderation, security);

        SkillRegistryException error = await ExpectAsync<SkillRegistryException>("clawhub:gifgrep");

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistrySkillFlagged));
        Assert.That(error.Message, Does.Contain("is malware"));
        Assert.That(_bench.Server.Requests.Select(static request => request.Target), Has.None.Contains("/download"));
    }

    private static IEnumerable<TestCaseData> Suspicious() =>
    [
        new(
            new JsonObject
            {
                ["isSuspicious"] = true,
                ["verdict"] = "suspicious",
                ["reasonCodes"] = new JsonArray("suspicious.dynamic_code_execution"),
            },
            "clean"),
        new(null, "suspicious"),
    ];

    [TestCaseSource(nameof(Suspicious))]
    public async Task InstallAsync_Suspicious_IsRefusedUnlessTheApproverMayBeAsked(
        JsonObject? moderation, string security)
    {
        Flag(moderation, security);
        SkillRegistryException error = await ExpectAsync<SkillRegistryException>("clawhub:gifgrep");
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistrySkillFlagged));
        Assert.That(error.Message, Does.Contain("is suspicious").And.Contain("AllowSuspicious"));

        var approver = new Asked();
        _bench.ConfigureOptions = static options => options.AllowSuspicious = true;
        _bench.Host.Configure = builder => builder.UseApprover(approver);
        _bench.Host.Restart();
        await _bench.Host.InstallAsync("clawhub:gifgrep");

        SkillFinding finding = approver.Request!.Findings[0];
        Assert.That(finding.Rule, Is.EqualTo(SkillErrorCodes.RegistrySkillFlagged));
        Assert.That(finding.Severity, Is.EqualTo(SkillFindingSeverity.Danger));
        Assert.That(finding.Message, Does.Contain("says that it is suspicious"));
        Assert.That(approver.Request.Describe(), Has.Some.Contains("says that it is suspicious"));
        if (moderation is not null)
        {
            Assert.That(finding.Message, Does.Contain("suspicious.dynamic_code_execution"));
        }
    }

    [Test]
    public async Task InstallAsync_VersionThatWasNotScanned_IsShownToTheApprover()
    {
        var approver = new Asked();
        _bench.Host.Configure = builder => builder.UseApprover(approver);
        Flag(null, "pending");

        await _bench.Host.InstallAsync("clawhub:gifgrep");

        Assert.That(approver.Request!.Findings[0].Severity, Is.EqualTo(SkillFindingSeverity.Warning));
        Assert.That(approver.Request.Findings[0].Message, Does.Contain("has not scanned this version"));
    }

    [Test]
    public async Task InstallAsync_FlaggedSinceItWasCached_IsRefused()
    {
        DiscoveredSkill found = await _bench.Host.Installer.ResolveAsync(SkillReference.Parse("clawhub:gifgrep"));
        await _bench.Registry.FetchAsync(found.Source);
        Flag(new JsonObject { ["isMalwareBlocked"] = true }, "clean");

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => _bench.Host.Installer.InstallAsync(found.Source)))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistrySkillFlagged));
    }

    [TestCase(403)]
    [TestCase(423)]
    public async Task InstallAsync_DownloadThatIsHeldBack_SaysWhy(int status)
    {
        _bench.Server.Fail("/download", status);

        SkillRegistryException error = await ExpectAsync<SkillRegistryException>("clawhub:gifgrep");

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistrySkillFlagged));
        Assert.That(error.Message, Does.EndWith("Held back for a reason."));
    }

    [Test]
    public async Task InstallAsync_VersionThatWasTakenBack_IsNotFound()
    {
        _bench.Server.Fail("/download", 410);

        SkillNotFoundException error = await ExpectAsync<SkillNotFoundException>("clawhub:gifgrep");

        Assert.That(error.Message, Does.Contain("is no longer there"));
    }

    private static IEnumerable<TestCaseData> Archives() =>
    [
        new(new (string, string)[] { ("SKILL.md", "other"), ("run.py", "print(1)") }, "'SKILL.md'"),
        new(
            new (string, string)[] { ("SKILL.md", Text), ("run.py", "print(1)"), ("more.py", "x") },
            "lists no such file"),
        new(new (string, string)[] { ("SKILL.md", Text) }, "lacks 'run.py'"),
    ];

    private static string Text => ClawHubServer.Manifest("gifgrep", "Version 1.2.0.");

    [TestCaseSource(nameof(Archives))]
    public async Task InstallAsync_ArchiveThatIsNotWhatItsVersionLists_IsRefused(
        (string Path, string Content)[] files, string text)
    {
        _bench.Server.Put("anna", "gifgrep").Versions["1.2.0"].Zip = ClawHubServer.Version.Pack(files);

        SkillRegistryException error = await ExpectAsync<SkillRegistryException>("clawhub:gifgrep");

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryDigestMismatch));
        Assert.That(error.Message, Does.Contain(text));
    }

    [Test]
    public async Task InstallAsync_SkillWithoutVersions_IsReadByTheRegistryOverGitHub()
    {
        await using GitHubServer gitHub = await GitHubServer.StartAsync();
        string commit = gitHub.Repository("anna/skills").Commit(
            ("tools/remote/SKILL.md", ClawHubServer.Manifest("remote", "There.")));
        _bench.Server.Put("anna", "remote").Handoff = new JsonObject
        {
            ["sourceRef"] = "public-github",
            ["repo"] = "anna/skills",
            ["commit"] = commit,
            ["path"] = "tools/remote",
        };
        SkillRegistryException missing = await ExpectAsync<SkillRegistryException>("clawhub:remote");
        Assert.That(missing.Message, Does.Contain("AddGitHubRegistry"));

        _bench.Host.Configure = builder => builder.AddGitHubRegistry(
            configure: options => options.ApiBaseAddress = gitHub.Api);
        _bench.Host.Restart();
        InstalledSkill skill = await _bench.Host.InstallAsync("clawhub:remote");

        Assert.That(skill.Source.ToString(), Is.EqualTo($"clawhub:anna/remote#{commit}"));
        Assert.That(skill.Name, Is.EqualTo("remote"));
    }

    [Test]
    public async Task SearchAsync_Words_AreSearchedByTheServer()
    {
        _bench.Server.Put("ben", "gifview", "0.1.0").Moderation = new JsonObject { ["isSuspicious"] = true };

        IReadOnlyList<DiscoveredSkill> found = await _bench.Registry.SearchAsync("gif", 5);

        Assert.That(found.Single().Source.ToString(), Is.EqualTo("clawhub:anna/gifgrep#1.2.0"));
        Assert.That(found[0].Manifest.Description, Is.EqualTo("Does gifgrep."));
        Assert.That(_bench.Server.Requests[0].Target, Does.Contain("limit=5"));
    }

    [Test]
    public async Task ListAsync_SeveralPages_AreFollowed()
    {
        _bench.Server.Put("ben", "a", "1.0.0");
        _bench.Server.Put("ben", "b", "1.0.0");
        _bench.Server.Put("ben", "c", "1.0.0");

        List<DiscoveredSkill> skills = await _bench.Registry.ListAsync().ToListAsync();

        Assert.That(skills.Select(static skill => skill.Name), Is.EqualTo(new[] { "a", "b", "c", "gifgrep" }));
        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task CheckAsync_NewerVersion_IsAnUpdate_AndMalwareIsTold()
    {
        await _bench.Host.InstallAsync("clawhub:gifgrep");
        var updater = _bench.Host.Services.GetRequiredService<ISkillUpdater>();
        Assert.That((await updater.CheckAsync())[0].State, Is.EqualTo(SkillUpdateState.UpToDate));

        _bench.Server.Put("anna", "gifgrep", "2.0.0");
        SkillUpdateResult result = await updater.UpdateAsync("gifgrep");
        Assert.That(result.After.Source.Commit, Is.EqualTo("2.0.0"));

        Flag(new JsonObject { ["isMalwareBlocked"] = true }, "clean");
        SkillUpdateStatus status = (await updater.CheckAsync())[0];
        Assert.That(status.State, Is.EqualTo(SkillUpdateState.SourceMissing));
        Assert.That(status.Reason, Does.Contain("malware"));
    }

    [Test]
    public async Task InstallAsync_RedirectElsewhere_GoesWithoutTheToken()
    {
        _bench.ConfigureOptions = static options => options.Token = "clh_SECRET";
        _bench.Server.Fail("/download", context =>
        {
            context.Response.Redirect(
                new Uri(_bench.Server.Elsewhere, $"/api/v1/download{context.Request.QueryString}").AbsoluteUri);
            return Task.CompletedTask;
        }, times: 1);

        await _bench.Host.InstallAsync("clawhub:gifgrep");

        Assert.That(_bench.Server.Requests[^1].Authorization, Is.Empty);
        Assert.That(
            _bench.Server.Requests.SkipLast(1).Select(static request => request.Authorization),
            Is.All.EqualTo("Bearer clh_SECRET"));
    }

    [Test]
    public async Task ResolveAsync_ClawHubDownAfterTheRegistryThatHasIt_DoesNoHarm()
    {
        string folder = _bench.Host.Directory.PathOf("local", "notes");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "SKILL.md"), ClawHubServer.Manifest("notes", "Text."));
        using var host = new RegistryBench(builder => builder
            .AddDirectoryRegistry("local", Path.GetDirectoryName(folder)!)
            .AddClawHub(configure: options => options.BaseAddress = _bench.Server.Address));
        _bench.Server.Fail("/api/", 500);

        Assert.That((await host.InstallAsync("notes")).Source.Registry, Is.EqualTo("local"));

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => host.InstallAsync("elsewhere")))!;
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.Registry, Is.EqualTo("clawhub"));
    }

    private void Flag(JsonObject? moderation, string security)
    {
        ClawHubServer.Skill skill = _bench.Server.Put("anna", "gifgrep");
        skill.Moderation = (JsonObject?)moderation?.DeepClone();
        skill.Versions[skill.Latest!].Security = security;
    }

    private async Task<TError> ExpectAsync<TError>(string reference)
        where TError : SkillException
    {
        TError error = (await Assert.ThrowsAsync<TError>(() => _bench.Host.InstallAsync(reference)))!;
        Assert.That(error.Message, Does.Not.Contain(".."));
        Assert.That(await _bench.Host.LeftoversAsync(), Is.Empty);
        return error;
    }

    private sealed class Asked : ISkillApprover
    {
        public SkillApprovalRequest? Request { get; private set; }

        public ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default)
        {
            Request = request;
            return new(SkillApproval.Approve(SkillGrants.None, "a test says so"));
        }
    }
}
