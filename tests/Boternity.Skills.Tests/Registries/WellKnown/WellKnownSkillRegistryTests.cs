using System.IO.Compression;
using System.Runtime.Versioning;
using Boternity.Skills.Locking;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.WellKnown;
using Boternity.Skills.Tests.Packaging;
using Boternity.Skills.Tests.Registries.Addresses;
using Boternity.Skills.Tests.Registries.Web;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Registries.WellKnown;

public sealed class WellKnownSkillRegistryTests
{
    private AddressBench _bench = null!;
    private Action<WellKnownRegistryOptions>? _configure;

    private SkillServer Server => _bench.Server;

    private ISkillRegistry Registry => _bench.Services.GetRequiredService<ISkillRegistry>();

    [SetUp]
    public async Task SetUp()
    {
        _bench = await AddressBench.StartAsync();
        _configure = null;
        _bench.Configure = builder => builder.AddWellKnownRegistry("site", options =>
        {
            options.Site = Server.Address;
            _configure?.Invoke(options);
        });
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task InstallAsync_SingleManifest_IsVerifiedAndPinned()
    {
        WellKnownServer.Publish(Server, "docx", "pdf");

        InstalledSkill skill = await InstallAsync("site/pdf");

        string digest = WellKnownServer.DigestOf(WellKnownServer.Manifest("pdf"));
        Assert.That(skill.Source.ToString(), Is.EqualTo($"site:pdf#{digest}"));
        Assert.That(skill.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
        Assert.That(Server.Requests, Has.Count.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task InstallAsync_Archive_BringsAllFiles(bool isZip)
    {
        byte[] archive = isZip ? Zip("pdf") : WellKnownServer.TarGz("pdf");
        string url = isZip ? "/files/pdf.zip" : "pdf.tar.gz";
        Server.Put(isZip ? url : WellKnownServer.Root + url, archive, isZip ? "application/zip" : "application/gzip");
        Server.PutJson(
            WellKnownServer.Index,
            WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", archive, url, "archive")));

        InstalledSkill skill = await InstallAsync("site/pdf");

        Assert.That(skill.Files.Select(file => file.Path), Is.EquivalentTo(new[] { "SKILL.md", "scripts/run.sh" }));
    }

    [Test]
    public async Task InstallAsync_ArtifactElsewhere_IsAskedWithoutTheToken()
    {
        _configure = options => options.Token = "SECRET";
        byte[] manifest = WellKnownServer.Manifest("pdf");
        Server.Put("/cdn/pdf.md", manifest);
        Server.PutJson(
            WellKnownServer.Index,
            WellKnownServer.IndexOf(
                WellKnownServer.Entry("pdf", manifest, new Uri(Server.Elsewhere, "/cdn/pdf.md").AbsoluteUri)));

        await InstallAsync("site/pdf");

        Assert.That(
            Server.Requests.Select(request => request.Authorization), Is.EqualTo(new[] { "Bearer SECRET", "" }));
    }

    [Test]
    public async Task InstallAsync_SiteThatRedirects_ResolvesAddressesThereWithoutTheToken()
    {
        _configure = options => options.Token = "SECRET";
        byte[] manifest = WellKnownServer.Manifest("pdf");
        Server.Redirect(WellKnownServer.Index, new Uri(Server.Elsewhere, "/moved/index.json"));
        Server.PutJson(
            "/moved/index.json", WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", manifest, "pdf.md")));
        Server.Put("/moved/pdf.md", manifest);

        await InstallAsync("site/pdf");

        Assert.That(
            Server.Requests.Select(request => (request.Target, request.Authorization)),
            Is.EqualTo(new[]
            {
                (WellKnownServer.Index, "Bearer SECRET"), ("/moved/index.json", ""), ("/moved/pdf.md", ""),
            }));
    }

    [Test]
    public async Task InstallAsync_ContentThatIsNotWhatTheIndexSays_IsRefused()
    {
        WellKnownServer.Publish(Server, "pdf");
        Server.Put(WellKnownServer.Root + "pdf/SKILL.md", WellKnownServer.Manifest("pdf", "Obey."));

        SkillRegistryException error =
            (await Assert.ThrowsAsync<SkillRegistryException>(() => InstallAsync("site/pdf")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryDigestMismatch));
        Assert.That(error.Message, Does.Contain("pdf/SKILL.md has the digest"));
        Assert.That(Directory.Exists(_bench.Directory.PathOf("store", "skills", "pdf")), Is.False);
    }

    [Test]
    public async Task InstallAsync_ArchiveThatLeavesItsFolder_IsRefused()
    {
        byte[] archive = new TarGzBuilder().File("SKILL.md", WellKnownServer.Manifest("pdf")).File("../x").Build();
        Server.Put("/pdf.tgz", archive);
        Server.PutJson(
            WellKnownServer.Index,
            WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", archive, "/pdf.tgz", "archive")));

        SkillPackageException error =
            (await Assert.ThrowsAsync<SkillPackageException>(() => InstallAsync("site/pdf")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackagePath));
    }

    [Test]
    public async Task InstallAsync_ArtifactLargerThanASkillMayBe_IsALimit()
    {
        _configure = options => options.MaxDownloadBytes = 20;
        WellKnownServer.Publish(Server, "pdf");

        SkillPackageException error =
            (await Assert.ThrowsAsync<SkillPackageException>(() => InstallAsync("site/pdf")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
    }

    [Test]
    public async Task InstallAsync_ArtifactThatIsMissing_NamesIt()
    {
        Server.PutJson(
            WellKnownServer.Index,
            WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", WellKnownServer.Manifest("pdf"))));

        SkillRegistryException error =
            (await Assert.ThrowsAsync<SkillRegistryException>(() => InstallAsync("site/pdf")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain("pdf/SKILL.md"));
    }

    [Test]
    public async Task InstallAsync_IndexOfVersion01_FetchesEveryFile()
    {
        Server.PutJson(
            "/.well-known/skills/index.json",
            """{"skills":[{"name":"pdf","description":"Does pdf.","files":["SKILL.md","scripts/a b.py"]}]}""");
        Server.Put("/.well-known/skills/pdf/SKILL.md", WellKnownServer.Manifest("pdf"));
        Server.Put("/.well-known/skills/pdf/scripts/a%20b.py", "print()"u8.ToArray());

        InstalledSkill skill = await InstallAsync("site/pdf");

        Assert.That(skill.Source.ToString(), Is.EqualTo("site:pdf"));
        Assert.That(skill.Files.Select(file => file.Path), Is.EquivalentTo(new[] { "SKILL.md", "scripts/a b.py" }));
    }

    [Test]
    public async Task InstallAsync_SkillThatIsInTheCache_NeedsNoNetwork()
    {
        WellKnownServer.Publish(Server, "pdf");
        await InstallAsync("site/pdf");
        await Server.StopAsync();
        _bench.Restart();

        DiscoveredSkill skill = await _bench.Installer.ResolveAsync(SkillReference.Parse("site/pdf"));
        await InstallAsync(skill.Source.ToString());

        Assert.That(skill.IsStale, Is.True);
    }

    [Test]
    public async Task InstallAsync_DigestThatTheSiteNoLongerHas_SaysWhichItHas()
    {
        WellKnownServer.Publish(Server, "pdf");
        string old = new('a', 64);

        SkillNotFoundException error =
            (await Assert.ThrowsAsync<SkillNotFoundException>(() => InstallAsync($"site:pdf#{old}")))!;

        Assert.That(
            error.Message, Does.Contain(WellKnownServer.DigestOf(WellKnownServer.Manifest("pdf"))));
    }

    [Test]
    public async Task ListAsync_TwoTimes_AsksOnceAndThenWhetherItChanged()
    {
        byte[] index = System.Text.Encoding.UTF8.GetBytes(
            WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", WellKnownServer.Manifest("pdf"))));
        Server.PutTagged(WellKnownServer.Index, index, "\"one\"");

        DiscoveredSkill first = await Registry.ListAsync().FirstAsync();
        DiscoveredSkill second = await Registry.ListAsync().FirstAsync();
        Assert.That(Server.Requests, Has.Count.EqualTo(1));

        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        DiscoveredSkill third = await Registry.ListAsync().FirstAsync();

        Assert.That(Server.Requests, Has.Count.EqualTo(2));
        Assert.That(second, Is.SameAs(first));
        Assert.That(third, Is.SameAs(first), "304: it is what was there");
    }

    [Test]
    public async Task SearchAsync_Words_FindsByTheIndexAlone()
    {
        WellKnownServer.Publish(Server, "docx", "pdf");

        IReadOnlyList<DiscoveredSkill> found = await Registry.SearchAsync("pdf");

        Assert.That(found.Select(skill => skill.Name), Is.EqualTo(new[] { "pdf" }));
        Assert.That(Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_DamagedCache_IsAskedForAgain()
    {
        WellKnownServer.Publish(Server, "pdf");
        await Registry.ListAsync().FirstAsync();
        foreach (string file in Directory.GetFiles(_bench.Directory.PathOf("cache", "registries", "site-documents")))
        {
            await File.WriteAllTextAsync(file, """{"version":1,"body":"bm8="}""");
        }

        _bench.Restart();

        Assert.That((await Registry.ListAsync().FirstAsync()).IsStale, Is.False);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no modes.")]
    public async Task ListAsync_WhatIsKept_IsTheOwnersAloneAndNotUsedWhereOthersCanWrite()
    {
        WellKnownServer.Publish(Server, "pdf");
        await Registry.ListAsync().FirstAsync();
        string root = _bench.Directory.PathOf("cache", "registries", "site-documents");
        Assert.That(
            Directory.GetFiles(root)
                .Append(root)
                .Select(path => File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111)
                .ToArray(),
            Has.Length.GreaterThan(1).And.All.EqualTo(UnixFileMode.None));

        File.SetUnixFileMode(root, (UnixFileMode)0b111_111_111);
        int files = Directory.GetFiles(root).Length;
        WellKnownServer.Publish(Server, "docx");
        _bench.Restart();

        Assert.That((await Registry.ListAsync().FirstAsync()).Name, Is.EqualTo("docx"));
        Assert.That(Directory.GetFiles(root), Has.Length.EqualTo(files));
    }

    [Test]
    public async Task ListAsync_SiteWithoutSkills_IsUnavailable()
    {
        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            async () => await Registry.ListAsync().FirstAsync()))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.Message, Does.Contain("/.well-known/agent-skills/index.json"));
    }

    [Test]
    public async Task InstallAsync_OneSiteDownAmongSeveral_LeavesTheOthers()
    {
        WellKnownServer.Publish(Server, "pdf");
        _bench.Configure = builder => builder
            .AddWellKnownRegistry("site", options => options.Site = Server.Address)
            .AddWellKnownRegistry("down", options =>
            {
                options.Site = new Uri(Server.Address, "/down");
                options.MaxRetries = 0;
            });
        Server.Fail("/down/", 500);

        Assert.That((await InstallAsync("pdf")).Source.Registry, Is.EqualTo("site"));
    }

    [Test]
    public async Task CheckAsync_SkillThatMovedOrWent_IsTold()
    {
        WellKnownServer.Publish(Server, "docx", "pdf");
        await InstallAsync("site/pdf");
        await InstallAsync("site/docx");
        byte[] later = WellKnownServer.Manifest("pdf", "Read on.");
        Server.Put(WellKnownServer.Root + "pdf/SKILL.md", later);
        Server.PutJson(WellKnownServer.Index, WellKnownServer.IndexOf(WellKnownServer.Entry("pdf", later)));
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        var updater = _bench.Services.GetRequiredService<ISkillUpdater>();

        IReadOnlyList<SkillUpdateStatus> status = await updater.CheckAsync();
        SkillUpdateResult result = await updater.UpdateAsync("pdf");

        Assert.That(
            status.Select(one => (one.Skill.SkillId, one.State)),
            Is.EqualTo(new[]
            {
                ("docx", (SkillUpdateState?)SkillUpdateState.SourceMissing),
                ("pdf", SkillUpdateState.UpdateAvailable),
            }));
        Assert.That(result.After.Source.Commit, Is.EqualTo(WellKnownServer.DigestOf(later)));
    }

    [Test]
    public async Task RestoreAsync_SkillsOfBothVersions_AreLockedByTheirContent()
    {
        Server.PutJson(
            "/.well-known/skills/index.json",
            """{"skills":[{"name":"old","description":"Does old.","files":["SKILL.md"]}]}""");
        Server.Put("/.well-known/skills/old/SKILL.md", WellKnownServer.Manifest("old"));
        await InstallAsync("site/old");
        string pasted = _bench.At("/");
        await InstallAsync(pasted + "/old", "copy");
        var locker = _bench.Services.GetRequiredService<ISkillLocker>();
        string path = _bench.Directory.PathOf("skills.lock.json");
        await locker.SaveAsync(path);
        Directory.Delete(_bench.Directory.PathOf("store", "skills"), recursive: true);
        _bench.Restart();

        SkillRestoreResult result = await _bench.Services.GetRequiredService<ISkillLocker>().RestoreAsync(path);

        Assert.That(result.Installed.Select(skill => skill.SkillId), Is.EqualTo(new[] { "copy", "old" }));
    }

    [TestCase("http://example.com/")]
    [TestCase("https://user:secret@example.com/")]
    public void AddWellKnownRegistry_UnsafeSite_IsRefused(string site)
    {
        _configure = options => options.Site = new Uri(site);

        Assert.Throws<OptionsValidationException>(() => _ = Registry);
    }

    [Test]
    public void AddWellKnownRegistry_NameAlone_IsTheSite()
    {
        _bench.Configure = builder => builder.AddWellKnownRegistry("example.com");

        Assert.That(Registry.Name, Is.EqualTo("example.com"));
        Assert.That(
            _bench.Services.GetRequiredService<IOptionsMonitor<WellKnownRegistryOptions>>()
                .Get("example.com").SiteAddress,
            Is.EqualTo(new Uri("https://example.com/")));
    }

    private Task<InstalledSkill> InstallAsync(string reference, string? id = null) => _bench.Installer.InstallAsync(
        SkillReference.Parse(reference), id is null ? null : new SkillInstallOptions { SkillId = id });

    private static byte[] Zip(string name)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream entry = zip.CreateEntry("SKILL.md").Open())
            {
                entry.Write(WellKnownServer.Manifest(name));
            }

            using Stream script = zip.CreateEntry("scripts/run.sh").Open();
            script.Write("echo"u8);
        }

        return bytes.ToArray();
    }
}
