using System.IO.Compression;
using System.Text.Json.Nodes;
using Boternity.Skills.Registries.Addresses;
using Boternity.Skills.Registries;
using Boternity.Skills.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.Oci;

public sealed class OciSkillRegistryTests
{
    private const string Pdf = "owner/skills/pdf";

    private OciBench _bench = null!;

    [SetUp]
    public async Task SetUp() => _bench = await OciBench.StartAsync();

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [TestCase("", OciBench.TarGz)]
    [TestCase("pdf/", "application/vnd.agentskills.skill.content.v1.tar+gzip")]
    [TestCase("pdf/", "application/vnd.agent.skill.content.v1.tar+gzip")]
    [TestCase("./", "application/vnd.docker.image.rootfs.diff.tar.gzip")]
    public async Task InstallAsync_FolderAsATarGz_IsPinnedToItsManifest(string folder, string type)
    {
        JsonObject manifest = _bench.Server.PutManifest(
            Pdf, "1.0", _bench.Server.Put(OciBench.Archive(Pdf, folder: folder), type));

        InstalledSkill skill = await _bench.Host.InstallAsync($"{_bench.Server.Root(Pdf)}:1.0");

        Assert.That(skill.SkillId, Is.EqualTo("pdf"));
        Assert.That(
            skill.Files.Select(static file => file.Path), Is.EquivalentTo(new[] { "SKILL.md", "scripts/run.py" }));
        Assert.That(skill.Source.ToString(), Is.EqualTo($"{_bench.Server.Root(Pdf)}@{manifest["digest"]}"));
        Assert.That(skill.Source.RequestedRef, Is.EqualTo("1.0"));
        Assert.That(skill.TrustTier, Is.EqualTo(SkillTrustTier.Untrusted));
    }

    [Test]
    public async Task InstallAsync_IndexOfPlatforms_TakesTheSameManifestEverywhere()
    {
        JsonObject other = _bench.PutSkill(Pdf, null, "Other.");
        JsonObject amd = _bench.PutSkill(Pdf, null, "This one.");
        JsonObject index = PutIndex(
            Descriptor(other, "unknown", "unknown"),
            Descriptor(other, "linux", "arm64"),
            Descriptor(amd, "linux", "amd64"));

        InstalledSkill skill = await _bench.Host.InstallAsync(_bench.Server.Root(Pdf));

        Assert.That(skill.Source.Commit, Is.EqualTo(((string)index["digest"]!)["sha256:".Length..]));
        Assert.That(await BodyAsync(skill), Does.Contain("This one."));
    }

    [Test]
    public async Task InstallAsync_FilesWithTitles_AreTheFilesOfTheFolder()
    {
        _bench.Server.PutManifest(
            Pdf,
            "latest",
            Text(OciBench.Manifest("pdf"), "text/markdown", "SKILL.md"),
            Text("print(1)", "text/x-python", "scripts/run.py"),
            Text("{}", "application/vnd.dev.cosign.simplesigning.v1+json", null));

        InstalledSkill skill = await _bench.Host.InstallAsync(_bench.Server.Root(Pdf));

        Assert.That(
            skill.Files.Select(static file => file.Path), Is.EquivalentTo(new[] { "SKILL.md", "scripts/run.py" }));
        Assert.That(_bench.Host.Log.Lines, Has.Some.Contains("vnd.dev.cosign"));
    }

    [TestCase("../SKILL.md", SkillErrorCodes.PackagePath)]
    [TestCase("SKILL.md", SkillErrorCodes.PackagePath)]
    public async Task InstallAsync_FilesThatClashOrLeaveTheFolder_AreRefused(string title, string code)
    {
        _bench.Server.PutManifest(
            Pdf,
            "latest",
            Text(OciBench.Manifest("pdf"), "text/markdown", "SKILL.md"),
            Text("x", "text/markdown", title));

        await ExpectAsync(code, _bench.Server.Root(Pdf));
    }

    [Test]
    public async Task InstallAsync_ComponentBesideItsSkillMd_IsATool()
    {
        string manifest = "---\nname: up\ndescription: Makes it loud.\nmetadata:\n  skill-type: tool\n---\nText.\n";
        _bench.Server.PutManifest(
            "owner/up", "latest", Text(manifest, "text/markdown", "SKILL.md"), Wasm("application/wasm"));

        InstalledSkill skill = await _bench.Host.InstallAsync(_bench.Server.Root("owner/up"));

        Assert.That(skill.Type, Is.EqualTo(SkillType.Tool));
        Assert.That(skill.IsStub, Is.False);
    }

    [Test]
    public async Task InstallAsync_ComponentAlone_IsDescribedByItsArtefact()
    {
        JsonObject layer = Wasm("application/wasm");
        _bench.Server.PutDocument("tools/time_server.js", "latest", OciServer.ManifestType, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["config"] = _bench.Server.Put("{}"u8.ToArray(), "application/vnd.wasm.config.v0+json"),
            ["layers"] = new JsonArray(layer),
            ["annotations"] = new JsonObject
            {
                ["org.opencontainers.image.description"] = "Says \"what\" time\nit is: \\o/ #now",
            },
        });

        InstalledSkill skill = await _bench.Host.InstallAsync(_bench.Server.Root("tools/time_server.js"));

        Assert.That(skill.Name, Is.EqualTo("time-server-js"));
        Assert.That(skill.Manifest.Description, Is.EqualTo("Says \"what\" time it is: \\o/ #now"));
        Assert.That(skill.Type, Is.EqualTo(SkillType.Tool));
    }

    [Test]
    public async Task InstallAsync_NoTag_TakesLatestElseTheHighestVersion()
    {
        foreach (string tag in new[] { "0.9.0", "0.10.0", "0.2.0", "1.0.0-rc.1", "edge" })
        {
            _bench.PutSkill(Pdf, tag, $"Version {tag}.");
        }

        Assert.That(await BodyAsync(await _bench.Host.InstallAsync(_bench.Server.Root(Pdf))), Does.Contain("0.10.0"));
        Assert.That(_bench.Server.Requests.Count(request => request.Target.Contains("/tags/list")), Is.EqualTo(3));

        _bench.PutSkill(Pdf, "latest", "The latest.");
        DiscoveredSkill latest = await ResolveAsync(_bench.Server.Root(Pdf));
        SkillPackage package = await _bench.Registry.FetchAsync(latest.Source);
        Assert.That(package.Document.Body, Does.Contain("The latest."));
    }

    [Test]
    public async Task ResolveAsync_TagThatIsNotThere_ListsThoseThatAre()
    {
        _bench.PutSkill(Pdf, "1.0");
        _bench.PutSkill(Pdf, "1.1");

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => ResolveAsync($"{_bench.Server.Root(Pdf)}:2.0")))!;

        Assert.That(error.Message, Does.Contain("has no tag '2.0'; it has 1.0, 1.1."));
    }

    [TestCase(true, "There is no repository")]
    [TestCase(false, "does not answer as an OCI registry")]
    public async Task ResolveAsync_NoSuchRepository_SaysWhetherThereIsARegistry(bool isRegistry, string text)
    {
        _bench.Server.IsRegistry = isRegistry;

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => ResolveAsync(_bench.Server.Root(Pdf))))!;

        Assert.That(error.Message, Does.Contain(text));
    }

    [Test]
    public async Task InstallAsync_Cached_NeedsNoNetwork()
    {
        _bench.PutSkill(Pdf);
        DiscoveredSkill found = await ResolveAsync(_bench.Server.Root(Pdf));
        await _bench.Server.StopAsync();
        _bench.Host.Restart();

        InstalledSkill skill = await _bench.Host.InstallAsync(found.Source.ToString());

        Assert.That(skill.SkillId, Is.EqualTo("pdf"));
        Assert.That(skill.Source.Commit, Is.EqualTo(found.Source.Commit));
    }

    [Test]
    public async Task InstallAsync_DamagedCache_IsDownloadedAgain()
    {
        _bench.PutSkill(Pdf);
        DiscoveredSkill found = await ResolveAsync(_bench.Server.Root(Pdf));
        _bench.Host.Restart();
        foreach (string file in Directory.GetFiles(_bench.Host.Directory.PathOf("cache", "archives")))
        {
            await File.WriteAllTextAsync(file, "damaged");
        }

        _bench.Server.Forget();
        await _bench.Host.Installer.InstallAsync(found.Source);

        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(2), "the manifest and its layer");
    }

    [TestCase("manifest")]
    [TestCase("layer")]
    public async Task InstallAsync_ContentThatIsNotWhatItsDigestSays_IsRefused(string what)
    {
        JsonObject layer = _bench.Server.Put(OciBench.Archive(Pdf), OciBench.TarGz);
        JsonObject manifest = _bench.Server.PutManifest(Pdf, "latest", (JsonObject)layer.DeepClone());
        string pinned = $"{_bench.Server.Root(Pdf)}@{manifest["digest"]}";
        if (what == "layer")
        {
            _bench.Server.Tamper(layer, OciBench.Archive(Pdf, "Evil."));
        }
        else
        {
            _bench.Server.Tamper(manifest, """{"schemaVersion":2,"layers":[]}"""u8.ToArray());
        }

        SkillException error = await ExpectAsync(SkillErrorCodes.RegistryDigestMismatch, pinned);

        Assert.That(error.Message, Does.Contain("its content was changed"));
    }

    [Test]
    public async Task InstallAsync_Collection_NamesItsSkills()
    {
        JsonObject one = _bench.PutSkill(Pdf, null);
        one["annotations"] = new JsonObject { [OciBench.Title] = "pdf" };
        _bench.Server.PutDocument("owner/all", "latest", OciServer.IndexType, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["artifactType"] = "application/vnd.agentskills.collection.v1",
            ["manifests"] = new JsonArray(one),
        });

        SkillException error = await ExpectAsync(SkillErrorCodes.SkillNotFound, _bench.Server.Root("owner/all"));

        Assert.That(error.Message, Does.Contain("is a collection").And.Contain("(pdf)"));
    }

    private static IEnumerable<TestCaseData> Documents() =>
    [
        new("""{"schemaVersion":2}""", "neither a manifest with layers nor an index"),
        new("""{"schemaVersion":2,"layers":[],"manifests":[]}""", "neither a manifest with layers nor an index"),
        new("""{"schemaVersion":2,"manifests":[]}""", "lists no manifest"),
        new("""{"schemaVersion":2,"layers":[{"mediaType":"application/wasm","digest":"sha512:00"}]}""", "SHA-256"),
        new("""{"schemaVersion":2,"layers":[{"mediaType":"application/wasm"}]}""", "SHA-256"),
        new("<html>Sign in</html>", "not the JSON it should be"),
        new("null", "is null"),
    ];

    [TestCaseSource(nameof(Documents))]
    public async Task InstallAsync_DocumentThatIsNone_IsAnInvalidAnswer(string document, string text)
    {
        JsonObject put = _bench.Server.PutManifest(Pdf, "latest");
        _bench.Server.Tamper(put, System.Text.Encoding.UTF8.GetBytes(document));

        SkillException error = await ExpectAsync(
            SkillErrorCodes.RegistryAnswerInvalid, _bench.Server.Root(Pdf));

        Assert.That(error.Message, Does.Contain(text).And.Not.Contain(".."));
    }

    [TestCase("application/vnd.oci.image.layer.v1.tar+zstd")]
    [TestCase("application/zstd")]
    public async Task InstallAsync_LayerInAFormThatIsNotRead_NamesTheType(string zstd)
    {
        _bench.Server.PutManifest(Pdf, "latest", Text("x", zstd, null));

        SkillException error = await ExpectAsync(SkillErrorCodes.PackageArchive, _bench.Server.Root(Pdf));

        Assert.That(error.Message, Does.Contain(zstd));
    }

    [TestCase("", "application/vnd.oci.image.layer.v1.tar")]
    [TestCase("pdf/", "application/vnd.docker.image.rootfs.diff.tar")]
    [TestCase("./", "application/x-tar")]
    public async Task InstallAsync_FolderAsATar_IsTheSkill(string folder, string type)
    {
        using var gzip = new GZipStream(
            new MemoryStream(OciBench.Archive(Pdf, folder: folder)), CompressionMode.Decompress);
        using var tar = new MemoryStream();
        await gzip.CopyToAsync(tar);
        _bench.Server.PutManifest(Pdf, "1.0", _bench.Server.Put(tar.ToArray(), type));

        InstalledSkill skill = await _bench.Host.InstallAsync($"{_bench.Server.Root(Pdf)}:1.0");

        Assert.That(
            skill.Files.Select(static file => file.Path), Is.EquivalentTo(new[] { "SKILL.md", "scripts/run.py" }));
    }

    [Test]
    public async Task InstallAsync_TarThatIsNone_IsRefused()
    {
        _bench.Server.PutManifest(Pdf, "latest", Text("x", "application/x-tar", null));

        SkillException error = await ExpectAsync(SkillErrorCodes.RegistryAnswerInvalid, _bench.Server.Root(Pdf));

        Assert.That(error.Message, Does.Contain("tar"));
    }

    [Test]
    public async Task InstallAsync_FileThatORASCallsATar_IsTheFileOfItsTitle()
    {
        _bench.Server.PutManifest(
            Pdf, "latest", Text(OciBench.Manifest("pdf"), "application/vnd.oci.image.layer.v1.tar", "SKILL.md"));

        InstalledSkill skill = await _bench.Host.InstallAsync(_bench.Server.Root(Pdf));

        Assert.That(skill.Files.Select(static file => file.Path), Is.EqualTo(new[] { "SKILL.md" }));
    }

    [Test]
    public async Task InstallAsync_NothingThatIsASkill_HasNoManifest()
    {
        _bench.Server.PutManifest(
            Pdf, "latest", _bench.Server.Put(new Packaging.TarGzBuilder().File("bin/x").Build(), OciBench.TarGz));

        await ExpectAsync(SkillErrorCodes.PackageManifestMissing, _bench.Server.Root(Pdf));
    }

    [Test]
    public async Task InstallAsync_LayerOverTheLimit_IsRefusedBeforeItIsDownloaded()
    {
        _bench.PutSkill(Pdf);
        _bench.ConfigureOptions = static options => options.MaxDownloadBytes = 10;

        await ExpectAsync(SkillErrorCodes.PackageLimit, _bench.Server.Root(Pdf));

        Assert.That(_bench.Server.Requests.Select(static request => request.Target), Has.None.Contains("/blobs/"));
    }

    [Test]
    public async Task FetchAsync_SeveralLayers_TellsTheBytesOfAll()
    {
        _bench.Server.PutManifest(
            Pdf,
            "latest",
            Text(OciBench.Manifest("pdf"), "text/markdown", "SKILL.md"),
            Text(new string('x', 200_000), "text/plain", "data.txt"));
        SkillQuery query = SkillReference.Parse(_bench.Server.Root(Pdf)).ToQuery([]);
        DiscoveredSkill skill = (await _bench.Registry.FindAsync(query))[0].Skill;
        Directory.Delete(_bench.Host.Directory.PathOf("cache"), recursive: true);
        var recorder = new FetchRecorder();

        SkillPackage package = await _bench.Registry.FetchAsync(skill.Source, recorder);

        long total = package.Files.Sum(static file => (long)file.Content.Length);
        Assert.That(recorder.Seen.Select(static seen => seen.TotalBytes), Is.All.EqualTo(total));
        Assert.That(recorder.Seen.Select(static seen => seen.Bytes), Is.Ordered);
        Assert.That(recorder.Seen[^1].Bytes, Is.EqualTo(total));
    }

    [Test]
    public async Task SearchAsync_ListedArtefacts_AreFoundByWhatTheySay()
    {
        _bench.PutSkill(Pdf);
        _bench.PutSkill("owner/mail", "2.0");
        _bench.ConfigureOptions = options =>
        {
            options.Repositories.Add(_bench.Server.Root(Pdf));
            options.Repositories.Add($"{_bench.Server.Address.Authority}/owner/mail:2.0");
        };

        IReadOnlyList<DiscoveredSkill> found = await _bench.Registry.SearchAsync("mail");
        int requests = _bench.Server.Requests.Count;
        InstalledSkill installed = await _bench.Host.InstallAsync("mail");

        Assert.That(found[0].Name, Is.EqualTo("mail"));
        Assert.That(installed.Source.RequestedRef, Is.EqualTo("2.0"));
        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(requests), "known, and cached");
    }

    [Test]
    public async Task ListAsync_OneArtefactThatCannotBeRead_DoesNotHideTheOthers()
    {
        _bench.PutSkill(Pdf);
        _bench.PutSkill("owner/mail");
        _bench.Server.PutManifest("owner/broken", "latest", Text("no frontmatter", "text/markdown", "SKILL.md"));
        _bench.Server.Fail("owner/mail", 500);
        _bench.ConfigureOptions = options =>
        {
            foreach (string repository in new[] { "owner/mail", "owner/broken", Pdf })
            {
                options.Repositories.Add(_bench.Server.Root(repository));
            }
        };

        List<DiscoveredSkill> skills = await _bench.Registry.ListAsync().ToListAsync();

        Assert.That(skills.Select(static skill => skill.Name), Is.EqualTo(new[] { "pdf" }));
        Assert.That(_bench.Host.Log.Lines, Has.Some.Contains("owner/mail").And.Some.Contains("owner/broken"));
    }

    [Test]
    public async Task ListAsync_AllOfThemDown_IsUnavailable()
    {
        await _bench.Server.StopAsync();
        _bench.ConfigureOptions = options => options.Repositories.Add(_bench.Server.Root(Pdf));

        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            async () => await _bench.Registry.ListAsync().ToListAsync()))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
    }

    [Test]
    public async Task CheckAsync_TagThatMoved_HasAnUpdate()
    {
        _bench.PutSkill(Pdf, "stable", "One.");
        JsonObject mail = _bench.PutSkill("owner/mail", "stable");
        await _bench.Host.InstallAsync($"{_bench.Server.Root(Pdf)}:stable");
        await _bench.Host.InstallAsync($"{_bench.Server.Root("owner/mail")}@{mail["digest"]}");
        var updater = _bench.Host.Services.GetRequiredService<ISkillUpdater>();
        Assert.That(
            (await updater.CheckAsync()).Select(static status => status.State),
            Is.EquivalentTo(new SkillUpdateState?[] { SkillUpdateState.Pinned, SkillUpdateState.UpToDate }));

        _bench.PutSkill(Pdf, "stable", "Two.");
        SkillUpdateResult result = await updater.UpdateAsync("pdf");

        Assert.That(await BodyAsync(result.After), Does.Contain("Two."));
        Assert.That(result.After.Source.RequestedRef, Is.EqualTo("stable"));
    }

    [Test]
    public async Task InstallAsync_HostAtAPrivateAddress_IsRefusedUnlessItIsNamed()
    {
        _bench.PutSkill(Pdf);
        _bench.Host.Configure = static builder =>
            builder.ConfigureAddresses(static options => options.PrivateHosts.Clear());

        SkillException error = await ExpectAsync(SkillErrorCodes.RegistryAccessDenied, _bench.Server.Root(Pdf));

        Assert.That(error.Message, Does.Contain("PrivateHosts"));
        Assert.That(_bench.Server.Requests, Is.Empty);
    }

    [Test]
    public async Task InstallAsync_HostThatTakesNoAddresses_TakesWhatItLists()
    {
        _bench.PutSkill(Pdf);
        _bench.PutSkill("owner/mail");
        _bench.ConfigureOptions = options => options.Repositories.Add(_bench.Server.Root(Pdf));
        _bench.Host.Configure = static builder =>
            builder.ConfigureAddresses(static options => options.Allowed = SkillAddressKinds.None);

        await _bench.Host.InstallAsync(_bench.Server.Root(Pdf));
        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => _bench.Host.InstallAsync(_bench.Server.Root("owner/mail"))))!;

        Assert.That(error.Message, Does.Contain("does not take"));
    }

    [Test]
    public async Task InstallAsync_HostWithoutARegistryOfArtefacts_SaysWhatToAdd()
    {
        using var host = new RegistryBench(static _ => { });

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(
            () => host.InstallAsync("oci://ghcr.io/owner/pdf")))!;

        Assert.That(error.Message, Does.Contain("AddOciRegistry"));
    }

    private Task<DiscoveredSkill> ResolveAsync(string reference) =>
        _bench.Host.Installer.ResolveAsync(SkillReference.Parse(reference));

    private async Task<SkillException> ExpectAsync(string code, string reference)
    {
        var error = (SkillException)(await Assert.ThrowsAsync(
            Is.InstanceOf<SkillException>(), () => _bench.Host.InstallAsync(reference)))!;
        Assert.That(error.Code, Is.EqualTo(code), error.Message);
        Assert.That(await _bench.Host.LeftoversAsync(), Is.Empty);
        return error;
    }

    private static Task<string> BodyAsync(InstalledSkill skill) =>
        File.ReadAllTextAsync(Path.Combine(skill.RootPath, "SKILL.md"));

    private JsonObject Text(string content, string type, string? title) => _bench.Server.Put(
        System.Text.Encoding.UTF8.GetBytes(content), type, title is null ? [] : [(OciBench.Title, title)]);

    private JsonObject Wasm(string type) =>
        _bench.Server.Put(File.ReadAllBytes(Repository.PathOf("tests/fixtures/wasm/c-skill.wasm")), type);

    private JsonObject PutIndex(params JsonObject[] manifests) =>
        _bench.Server.PutDocument(Pdf, "latest", OciServer.IndexType, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = OciServer.IndexType,
            ["artifactType"] = "dev.toolhive.skills.v1",
            ["manifests"] = new JsonArray([.. manifests]),
        });

    private static JsonObject Descriptor(JsonObject manifest, string os, string architecture)
    {
        var descriptor = (JsonObject)manifest.DeepClone();
        descriptor["platform"] = new JsonObject { ["os"] = os, ["architecture"] = architecture };
        return descriptor;
    }
}
