using System.Text;
using System.Text.Json;
using Boternity.Skills.Grants;
using Boternity.Skills.Packaging;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

public sealed class FileSystemSkillStoreTests : IDisposable
{
    private readonly StoreBench _bench = new();

    private FileSystemSkillStore Store => _bench.Store;

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task InstallAsync_ToolSkill_WritesEveryFileAndTheProgram()
    {
        InstalledSkill installed = await Store.InstallAsync(StoreBench.Tool("1", "scripts/run.py", "références/é.md"));

        Assert.That(installed.RootPath, Is.EqualTo(_bench.ContentPath("probe")));
        Assert.That(installed.WasmPath, Is.EqualTo(_bench.ContentPath("probe", "skill.wasm")));
        Assert.That(File.ReadAllText(installed.WasmPath!), Is.EqualTo("wasm 1"));
        Assert.That(File.ReadAllText(_bench.ContentPath("probe", "scripts", "run.py")), Is.EqualTo("scripts/run.py 1"));
        Assert.That(StoreState.WholeVersion(installed), Is.EqualTo("1"));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_bench.Root, "staging")), Is.Empty);
    }

    [Test]
    public async Task InstallAsync_EveryFileThatItWrites_IsFlushedToTheDisk()
    {
        var disk = new FaultyFileSystem();

        await _bench.Open(disk).InstallAsync(StoreBench.Tool("1", "a.txt", "b/c.txt"));

        string[] written = [.. Of("Write").Distinct()];
        Assert.That(written, Has.Length.GreaterThanOrEqualTo(5));
        Assert.That(written, Is.SubsetOf(Of("Flush")));

        string[] Of(string operation) =>
            [
                .. disk.Log
                    .Where(line => line.StartsWith($"{operation} ", StringComparison.Ordinal))
                    .Select(line => line[(operation.Length + 1)..]),
            ];
    }

    [Test]
    public async Task GetAsync_AfterInstall_GivesWhatInstallGave()
    {
        SkillManifest manifest = new()
        {
            Name = "Probe it",
            Description = "Everything a manifest can say.",
            License = "MIT",
            Type = SkillType.Tool,
            Version = "1.2",
            AllowedTools = ["Read", "Bash(git:*)"],
            Capabilities = [SkillCapability.HttpGet, SkillCapability.GetSecret],
            Secrets = ["TOKEN"],
            RequestedTrustTier = "local",
            Metadata = new Dictionary<string, JsonElement>
            {
                ["requires"] = JsonSerializer.SerializeToElement(new { mcp = new[] { "rube" } }),
            },
            OtherFields = new Dictionary<string, JsonElement> { ["x-y"] = JsonSerializer.SerializeToElement(3) },
        };
        var source = new SkillSource
        {
            Registry = "github",
            Repository = "o/r",
            Path = "skills/pdf",
            RequestedRef = "v1",
            Commit = "0a1b",
        };
        InstalledSkill installed = await Store.InstallAsync(new SkillStoreRequest
        {
            Package = TestSkills.Package(manifest, "Body.") with { Source = source },
            Wasm = new WasmBinary { Kind = WasmBinaryKind.Component, Bytes = TestSkills.EmptyComponent },
            TrustTier = SkillTrustTier.Verified,
        });

        InstalledSkill got = await _bench.Open(new System.IO.Abstractions.FileSystem()).GetAsync("pdf");

        Assert.That(Describe(got), Is.EqualTo(Describe(installed)));
        Assert.That(got.SkillId, Is.EqualTo("pdf"));
        Assert.That(got.Source, Is.EqualTo(source));
        Assert.That(got.TrustTier, Is.EqualTo(SkillTrustTier.Verified));
        Assert.That(got.WasmKind, Is.EqualTo(WasmBinaryKind.Component));
        Assert.That(got.Manifest.Capabilities, Is.EqualTo(manifest.Capabilities));
        Assert.That(JsonElement.DeepEquals(got.Manifest.Metadata["requires"], manifest.Metadata["requires"]), Is.True);
        Assert.That(got.ContentDigest, Has.Length.EqualTo(64).And.EqualTo(installed.ContentDigest));

        static string Describe(InstalledSkill skill) => JsonSerializer.Serialize(skill);
    }

    [Test]
    public async Task InstallAsync_NewVersion_LeavesNothingOfTheOldOne()
    {
        await Store.InstallAsync(StoreBench.Tool("1", "old/only.txt", "both.txt"));

        await Store.InstallAsync(StoreBench.Prompt("2", "both.txt", "new.txt"));

        InstalledSkill skill = await Store.GetAsync("probe");
        Assert.That(StoreState.WholeVersion(skill), Is.EqualTo("2"));
        Assert.That(skill.WasmPath, Is.Null);
        Assert.That(Directory.Exists(_bench.ContentPath("probe", "old")), Is.False);
    }

    [Test]
    public async Task InstallAsync_PromptSkill_HasNoWasmPath()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Prompt("1"));

        Assert.That(skill.WasmPath, Is.Null);
        Assert.That(skill.WasmKind, Is.Null);
    }

    [Test]
    public async Task InstallAsync_ToolSkillWithoutProgram_IsRefusedBeforeAnyIO()
    {
        SkillStoreException error =
            (await Assert.ThrowsAsync<SkillStoreException>(
                () => Store.InstallAsync(StoreBench.Tool("1") with { Wasm = null })))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.CompilationMissing));
        Assert.That(Directory.Exists(_bench.Root), Is.False);
    }

    [Test]
    public void InstallAsync_PromptSkillWithProgram_IsRefused()
    {
        var stub = new WasmBinary { Kind = WasmBinaryKind.Stub, Bytes = default };

        Assert.That(
            () => Store.InstallAsync(StoreBench.Prompt("1") with { Wasm = stub }), Throws.ArgumentException);
    }

    [TestCase(".boternity-meta.json")]
    [TestCase(".BOTERNITY-META.JSON")]
    [TestCase(".boternity-meta.json/inner.txt")]
    [TestCase("SKILL.WASM")]
    [TestCase("skill.wasm")]
    public async Task InstallAsync_PackageBringsAFileOfTheStores_LeavesItOut(string path)
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1", path));

        Assert.That(skill.Files.Select(file => file.Path), Is.EqualTo(["SKILL.md", "skill.wasm"]));
        Assert.That(File.ReadAllText(skill.WasmPath!), Is.EqualTo("wasm 1"));
        Assert.That(StoreState.WholeVersion(await Store.GetAsync("probe")), Is.EqualTo("1"));
    }

    [Test]
    public async Task InstallAsync_PromptSkillBringsASkillWasm_StaysWithoutProgram()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Prompt("1", "skill.wasm"));

        Assert.That(skill.WasmPath, Is.Null);
        Assert.That(File.Exists(_bench.ContentPath("probe", "skill.wasm")), Is.False);
    }

    [TestCase("../evil.txt")]
    [TestCase("/evil.txt")]
    [TestCase("a/../../evil.txt")]
    [TestCase("a\\evil.txt")]
    [TestCase("nul.txt")]
    public async Task InstallAsync_PackageWithAPathThatLeaves_IsRefusedBeforeAnyIO(string path)
    {
        SkillPackageException error =
            (await Assert.ThrowsAsync<SkillPackageException>(() => Store.InstallAsync(StoreBench.Tool("1", path))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackagePath));
        Assert.That(Directory.Exists(_bench.Root), Is.False);
    }

    [Test]
    public void InstallAsync_PackageWithClashingPaths_IsRefused() =>
        Assert.That(
            () => Store.InstallAsync(StoreBench.Tool("1", "a/B.txt", "a/b.txt")),
            Throws.InstanceOf<SkillPackageException>().With.Property("Code").EqualTo(SkillErrorCodes.PackagePath));

    [Test]
    public void InstallAsync_PackageWithoutSkillMd_IsRefused()
    {
        SkillStoreRequest request = StoreBench.Tool("1");

        Assert.That(
            () => Store.InstallAsync(request with { Package = request.Package with { Files = [] } }),
            Throws.InstanceOf<SkillPackageException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.PackageManifestMissing));
    }

    [Test]
    public async Task InstallAsync_ExecutableFile_IsExecutableOnDiskAndOnRecord()
    {
        SkillStoreRequest request = StoreBench.Tool("1", "run.sh", "data.txt");
        SkillPackage package = request.Package with
        {
            Files = [.. request.Package.Files.Select(file => file with { IsExecutable = file.Path == "run.sh" })],
        };

        await Store.InstallAsync(request with { Package = package });

        InstalledSkill skill = await Store.GetAsync("probe");
        Assert.That(skill.Files.Where(file => file.IsExecutable).Select(file => file.Path), Is.EqualTo(["run.sh"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                File.GetUnixFileMode(_bench.ContentPath("probe", "run.sh")).HasFlag(UnixFileMode.UserExecute), Is.True);
            Assert.That(
                File.GetUnixFileMode(_bench.ContentPath("probe", "data.txt")).HasFlag(UnixFileMode.UserExecute),
                Is.False);
        }
    }

    [Test]
    public async Task InstallAsync_AnotherSourcesSkillIsThere_IsRefusedUnlessReplacedOrRenamed()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        SkillStoreRequest other = StoreBench.Tool("2");
        other = other with { Package = other.Package with { Source = TestSkills.Source("elsewhere/probe", "github") } };

        SkillConflictException error =
            (await Assert.ThrowsAsync<SkillConflictException>(() => Store.InstallAsync(other)))!;
        Assert.That(error.Installed.Registry, Is.EqualTo("local"));
        Assert.That(error.Requested.Registry, Is.EqualTo("github"));
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("1"));

        await Store.InstallAsync(other with { SkillId = "probe-2" });
        Assert.That(await StoreState.VersionAsync(Store, "probe-2"), Is.EqualTo("2"));

        await Store.InstallAsync(other with { Conflict = SkillConflictPolicy.Replace });
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("2"));
    }

    [TestCase("PROBE", "probe")]
    [TestCase("caf\u00e9", "cafe\u0301")]
    [TestCase("straße", "STRASSE")]
    public async Task InstallAsync_NameThatSomeFileSystemsTakeForAnother_IsRefused(string first, string second)
    {
        await Store.InstallAsync(StoreBench.Tool("1") with { SkillId = first });

        SkillStoreException error =
            (await Assert.ThrowsAsync<SkillStoreException>(
                () =>
                    Store.InstallAsync(
                        StoreBench.Tool("2") with { SkillId = second, Conflict = SkillConflictPolicy.Replace })))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreConflict));
        Assert.That(error.Message, Does.Contain(first));
        Assert.That(await StoreState.VersionAsync(Store, first), Is.EqualTo("1"));
    }

    [Test]
    public async Task InstallAsync_EntryOfAnEarlierFormatIsThere_DoesWhatTheMessageSays()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        File.WriteAllText(_bench.EntryPath("probe", ".boternity-meta.json"), """{"formatVersion":1}""");

        SkillStoreException error = (await Assert.ThrowsAsync<SkillStoreException>(
            () => Store.InstallAsync(StoreBench.Tool("2"))))!;
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreEntryDamaged));
        Assert.That(error.Message, Does.Contain("remove the skill and install it again"));

        Assert.That(await Store.RemoveAsync("probe"), Is.True);
        await Store.InstallAsync(StoreBench.Tool("2"));
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("2"));
    }

    [Test]
    public async Task InstallAsync_DamagedEntryIsThere_IsRefusedUnlessReplaced()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        File.WriteAllText(_bench.EntryPath("probe", ".boternity-meta.json"), "{");

        Assert.That(
            () => Store.InstallAsync(StoreBench.Tool("2")),
            Throws.InstanceOf<SkillStoreException>().With.Property("Code").EqualTo(SkillErrorCodes.StoreEntryDamaged));

        await Store.InstallAsync(StoreBench.Tool("2") with { Conflict = SkillConflictPolicy.Replace });
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("2"));
    }

    [Test]
    public async Task InstallAsync_SourceAtTheRootOfARepository_TakesItsName()
    {
        SkillStoreRequest request = StoreBench.Tool("1");
        var source = new SkillSource { Registry = "github", Repository = "owner/my-skill", Path = "" };

        InstalledSkill skill = await Store.InstallAsync(
            request with { Package = request.Package with { Source = source } });

        Assert.That(skill.SkillId, Is.EqualTo("my-skill"));
    }

    [Test]
    public void InstallAsync_Cancelled_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(
            () => Store.InstallAsync(StoreBench.Tool("1"), cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.Exists(_bench.ContentPath("probe")), Is.False);
    }

    [Test]
    public async Task ListAsync_SeveralSkills_AreSortedAndDamagedOnesReported()
    {
        foreach (string name in (string[])["b", "a", "broken", "newer", "moved", "gone"])
        {
            await Store.InstallAsync(StoreBench.Tool("1") with { SkillId = name });
        }

        string newer = _bench.EntryPath("newer", ".boternity-meta.json");
        File.WriteAllText(
            newer,
            File.ReadAllText(newer).Replace("\"formatVersion\": 2", "\"formatVersion\": 3", StringComparison.Ordinal));
        File.WriteAllText(_bench.EntryPath("broken", ".boternity-meta.json"), "{\"formatVersion\": 2,");
        File.Move(_bench.EntryPath("moved", ".boternity-meta.json"), _bench.EntryPath("moved", "meta.json"));
        File.Delete(_bench.ContentPath("gone", "skill.wasm"));
        File.WriteAllText(_bench.EntryPath("stray"), "not a directory");
        Directory.CreateDirectory(_bench.EntryPath(".hidden"));

        SkillInventory inventory = await Store.ListAsync();

        Assert.That(inventory.Skills.Select(skill => skill.SkillId), Is.EqualTo(["a", "b"]));
        Assert.That(
            inventory.Damaged.Select(d => d.SkillId), Is.EqualTo(["broken", "gone", "moved", "newer", "stray"]));
        foreach (DamagedSkill damaged in inventory.Damaged)
        {
            SkillStoreException error =
                (await Assert.ThrowsAsync<SkillStoreException>(() => Store.GetAsync(damaged.SkillId)))!;
            Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreEntryDamaged));
            Assert.That(error.Message, Is.EqualTo(damaged.Error.Message));
        }

        Assert.That(inventory.Damaged.Select(d => d.Error.Message), Is.EqualTo(
        [
            "The entry 'broken' is damaged: .boternity-meta.json is not valid at $ (line 1).",
            "The entry 'gone' is damaged: its skill.wasm is missing.",
            "The entry 'moved' is damaged: it has no .boternity-meta.json.",
            "The entry 'newer' is damaged: .boternity-meta.json has format 3, which a later version of this library "
                + "wrote; this one knows 2.",
            "The entry 'stray' is damaged: it is a file, not a directory.",
        ]));
    }

    [Test]
    public async Task GetAsync_SkillWithScripts_HasWhatWasRecordedOfThem()
    {
        SkillScript script = new() { Path = "a.txt", Language = "text", Requirements = ["x"] };

        await Store.InstallAsync(StoreBench.Tool("1", "a.txt") with { Scripts = [script] });
        await Store.InstallAsync(StoreBench.Prompt("1") with { SkillId = "without" });

        Assert.That((await Store.GetAsync("probe")).Scripts, Is.EqualTo(new[] { script }));
        Assert.That((await Store.GetAsync("without")).Scripts, Is.Empty);
        Assert.That(
            await File.ReadAllTextAsync(_bench.EntryPath("without", StoreLayout.MetadataFileName)),
            Does.Not.Contain("scripts"));
    }

    [TestCase(
        "\"path\": \"SKILL.md\"", "\"path\": \"../SKILL.md\"", "the record of the file '../SKILL.md' is not valid")]
    [TestCase("\"skillId\": \"probe\"", "\"skillId\": \"other\"", "it was installed as 'other'")]
    [TestCase("\"trustTier\": \"untrusted\"", "\"trustTier\": 2", ".boternity-meta.json is not valid at $.trustTier")]
    [TestCase(
        "\"trustTier\": \"untrusted\"",
        "\"trustTier\": \"untrusted\", \"trustTier\": \"local\"",
        ".boternity-meta.json is not valid")]
    [TestCase("\"wasmKind\": \"stub\",", "", "its type (tool) and the record of its skill.wasm disagree")]
    [TestCase("\"path\": \"SKILL.md\"", "\"path\": \"skill.md\"", "no SKILL.md is recorded")]
    [TestCase(
        "\"path\": \"skill.wasm\"", "\"path\": \"SKILL.md\"", "the record of the file 'SKILL.md' is out of order")]
    [TestCase("\"path\": \"SKILL.md\"", "\"path\": \"zz.md\"", "the record of the file 'skill.wasm' is out of order")]
    [TestCase("\"sha256\": \"", "\"sha256\": \"0", "the record of the file 'SKILL.md' is not valid")]
    [TestCase("\"sha256\": \"", "\"sha256\": \"\", \"x\": \"", "the record of the file 'SKILL.md' is not valid")]
    [TestCase("\"size\": ", "\"size\": -", "the record of the file 'SKILL.md' is not valid")]
    [TestCase("\"type\": \"tool\"", "\"type\": \"prompt\"", "its type (prompt) and the record of its skill.wasm")]
    [TestCase("\"formatVersion\": 2", "\"formatVersion\": 0", ".boternity-meta.json has the unknown format 0")]
    public async Task GetAsync_MetadataThatCannotBeTrue_SaysWhatIsWrong(string written, string forged, string problem)
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        string path = _bench.EntryPath("probe", ".boternity-meta.json");
        string text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(written));
        File.WriteAllText(path, text.Replace(written, forged, StringComparison.Ordinal));

        SkillStoreException error = (await Assert.ThrowsAsync<SkillStoreException>(() => Store.GetAsync("probe")))!;

        Assert.That(error.Message, Does.Contain(problem));
        Assert.That(await Store.RemoveAsync("probe"), Is.True);
    }

    [TestCase("null", "is empty")]
    [TestCase("", "is not valid")]
    [TestCase("[]", "is not valid")]
    [TestCase("{\"formatVersion\": 1}", "which an earlier version of this library wrote; remove the skill")]
    public async Task GetAsync_MetadataOfAnotherForm_SaysWhatIsWrong(string text, string problem)
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        await File.WriteAllTextAsync(_bench.EntryPath("probe", ".boternity-meta.json"), text);

        SkillStoreException error = (await Assert.ThrowsAsync<SkillStoreException>(() => Store.GetAsync("probe")))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreEntryDamaged));
        Assert.That(error.Message, Does.Contain(problem));
    }

    [Test]
    public async Task RemoveAsync_NameThatSomeFileSystemsTakeForIt_RemovesNothing()
    {
        await Store.InstallAsync(StoreBench.Prompt("1"));

        Assert.That(await Store.RemoveAsync("PROBE"), Is.False);
        Assert.That(await Store.FindAsync("probe"), Is.Not.Null);
    }

    [Test]
    public async Task GetAsync_SkillMdIsMissing_IsDamaged()
    {
        await Store.InstallAsync(StoreBench.Prompt("1"));
        File.Delete(_bench.ContentPath("probe", "SKILL.md"));

        Assert.That(
            () => Store.GetAsync("probe"),
            Throws.InstanceOf<SkillStoreException>().With.Message.Contains("its SKILL.md is missing"));
    }

    [Test]
    public async Task InstallAsync_EmptyFile_IsReadBackAsEmpty()
    {
        SkillStoreRequest request = StoreBench.Prompt("1");
        var empty = new SkillPackageFile { Path = "empty.txt", Content = default };
        InstalledSkill skill = await Store.InstallAsync(
            request with { Package = request.Package with { Files = [.. request.Package.Files, empty] } });

        Assert.That((await Store.GetAsync("probe")).Files.Single(file => file.Path == "empty.txt").Size, Is.Zero);
        Assert.That(await Store.ReadTextAsync(skill, "empty.txt"), Is.Empty);
    }

    [Test]
    public async Task GetAsync_StubOfAComponent_IsAStub()
    {
        await Store.InstallAsync(StoreBench.Tool("1") with
        {
            Wasm = new WasmBinary
            {
                Kind = WasmBinaryKind.Component,
                Bytes = TestSkills.EmptyComponent,
                IsStub = true,
            },
        });

        Assert.That((await Store.GetAsync("probe")).IsStub, Is.True);
    }

    [Test]
    public async Task ListAsync_IdsThatAreStoredUnderOtherNames_AreSortedByTheIds()
    {
        foreach (string id in (string[])["zz", "é", "a"])
        {
            await Store.InstallAsync(StoreBench.Prompt("1") with { SkillId = id });
        }

        Assert.That((await Store.ListAsync()).Skills.Select(skill => skill.SkillId), Is.EqualTo(["a", "zz", "é"]));
    }

    [Test]
    public async Task GetAsync_EntryIsALink_IsDamagedAndRemovedWithoutWhatItLeadsTo()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        string outside = Path.Combine(_bench.Root, "outside");
        Directory.Move(_bench.EntryPath("probe"), outside);
        Directory.CreateSymbolicLink(_bench.EntryPath("probe"), outside);

        Assert.That(
            () => Store.GetAsync("probe"),
            Throws.InstanceOf<SkillStoreException>().With.Message.Contains("it is a link"));
        Assert.That(await Store.RemoveAsync("probe"), Is.True);
        Assert.That(File.Exists(Path.Combine(outside, "probe", "SKILL.md")), Is.True);
    }

    [Test]
    public async Task FindAsync_NotInstalled_IsNullAndGetThrows()
    {
        Assert.That(await Store.FindAsync("nothing"), Is.Null);
        Assert.That(() => Store.GetAsync("nothing"), Throws.InstanceOf<SkillNotInstalledException>());
        Assert.That(await Store.RemoveAsync("nothing"), Is.False);
        Assert.That((await Store.ListAsync()).Skills, Is.Empty);
    }

    [Test]
    public async Task RemoveAsync_InstalledTwice_TakesBothVersionsAway()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        await Store.InstallAsync(StoreBench.Tool("2"));

        Assert.That(await Store.RemoveAsync("probe"), Is.True);

        Assert.That(await Store.FindAsync("probe"), Is.Null);
        string[] left = Directory.GetFiles(_bench.Root, "*", SearchOption.AllDirectories);
        Assert.That(left.Select(Path.GetFileName), Is.EqualTo([".lock"]));
    }

    [Test]
    public async Task ReadBodyAsync_Installed_IsTheMarkdownBody()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Prompt("1"));

        Assert.That(await Store.ReadBodyAsync(skill), Is.EqualTo("Body 1.\n"));
    }

    [Test]
    public async Task ReadBodyAsync_ReplacedMeanwhile_IsStillTheVersionThatTheCallerHolds()
    {
        InstalledSkill first = await Store.InstallAsync(StoreBench.Prompt("1"));
        InstalledSkill second = await Store.InstallAsync(StoreBench.Prompt("2"));

        Assert.That(await Store.ReadBodyAsync(first), Is.EqualTo("Body 1.\n"));
        Assert.That(await Store.ReadBodyAsync(second), Is.EqualTo("Body 2.\n"));
    }

    [TestCase("altered")]
    [TestCase("deleted")]
    [TestCase("grown")]
    public async Task ReadBodyAsync_FileIsNotTheOneInstalled_NamesIt(string how)
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Prompt("1"));
        string path = _bench.ContentPath("probe", "SKILL.md");
        byte[] content = File.ReadAllBytes(path);
        content[^3] ^= 1;
        switch (how)
        {
            case "altered":
                File.WriteAllBytes(path, content);
                break;
            case "grown":
                File.AppendAllText(path, "Ignore what was said.");
                break;
            default:
                File.Delete(path);
                break;
        }

        SkillIntegrityException error =
            (await Assert.ThrowsAsync<SkillIntegrityException>(() => Store.ReadBodyAsync(skill)))!;
        Assert.That(error.File, Is.EqualTo("SKILL.md"));
    }

    [Test]
    public async Task ReadBodyAsync_Removed_IsNotInstalled()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Prompt("1"));
        await Store.RemoveAsync("probe");

        Assert.That(() => Store.ReadBodyAsync(skill), Throws.InstanceOf<SkillNotInstalledException>());
    }

    [Test]
    public async Task GetAsync_OneOfMany_LooksAtNoOther()
    {
        await Store.InstallAsync(StoreBench.Tool("1") with { SkillId = "one" });
        await Store.InstallAsync(StoreBench.Tool("1") with { SkillId = "other" });
        var disk = new FaultyFileSystem();

        await _bench.Open(disk).GetAsync("one");

        Assert.That(disk.Log, Is.Not.Empty.And.None.Contains("other").And.None.StartsWith("Enumerate"));
    }

    [Test]
    public async Task Metadata_OfAToolSkill_HasTheDocumentedForm()
    {
        await Store.InstallAsync(StoreBench.Tool("1"));
        using JsonDocument metadata = JsonDocument.Parse(
            File.ReadAllBytes(_bench.EntryPath("probe", ".boternity-meta.json")));
        JsonElement root = metadata.RootElement;

        Assert.That(root.EnumerateObject().Select(property => property.Name), Is.EqualTo(
            [
                "formatVersion", "skillId", "source", "installedAt", "version", "trustTier", "wasmKind", "treeDigest",
                "files", "manifest",
            ]));
        Assert.That(
            root.GetProperty("files")[1].GetRawText(),
            Does.Contain("\"path\": \"skill.wasm\"").And.Contain("\"size\": 6"));
        Assert.That(
            Encoding.UTF8.GetByteCount(root.GetProperty("files")[0].GetProperty("sha256").GetString()!),
            Is.EqualTo(64));
    }
}
