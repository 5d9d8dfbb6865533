using System.IO.Abstractions;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

public sealed class StoreIntegrityTests : IDisposable
{
    private readonly StoreBench _bench = new();

    private FileSystemSkillStore Store => _bench.Store;

    public void Dispose() => _bench.Dispose();

    /// <summary>What an attacker does to an installed skill, and the file that the error has to name.</summary>
    public sealed record Attack(string Name, Action<string> Do, string File, SkillIntegrityProblemKind Kind)
    {
        public override string ToString() => Name;
    }

    private static Attack[] Attacks() =>
    [
        new(
            "altered file",
            root => Flip(root, "references/a.md"),
            "references/a.md",
            SkillIntegrityProblemKind.Changed),
        new(
            "altered file with its time put back",
            FlipUnderItsTime,
            "references/a.md",
            SkillIntegrityProblemKind.Changed),
        new(
            "swapped wasm",
            root => File.WriteAllText(Path.Combine(root, "skill.wasm"), "evil"),
            "skill.wasm",
            SkillIntegrityProblemKind.Changed),
        new(
            "longer file",
            root => File.AppendAllText(Path.Combine(root, "SKILL.md"), "!"),
            "SKILL.md",
            SkillIntegrityProblemKind.Changed),
        new(
            "missing file",
            root => File.Delete(Path.Combine(root, "b.txt")),
            "b.txt",
            SkillIntegrityProblemKind.Missing),
        new(
            "extra file",
            root => File.WriteAllText(Path.Combine(root, "extra.py"), ""),
            "extra.py",
            SkillIntegrityProblemKind.Extra),
        new("extra file below", AddBelow, "new/deep/extra.py", SkillIntegrityProblemKind.Extra),
        new(
            "hidden extra file",
            root => File.WriteAllText(Path.Combine(root, "references", ".x"), ""),
            "references/.x",
            SkillIntegrityProblemKind.Extra),
        new("link in place of a file", LinkFile, "b.txt", SkillIntegrityProblemKind.Changed),
        new(
            "link to a directory",
            root => Directory.CreateSymbolicLink(Path.Combine(root, "etc"), "/"),
            "etc",
            SkillIntegrityProblemKind.Extra),
        new("directory in place of a file", DirectoryForFile, "b.txt", SkillIntegrityProblemKind.Changed),
    ];

    [Test]
    public async Task CheckAsync_FullAfterAnAttack_NamesTheFile([ValueSource(nameof(Attacks))] Attack attack)
    {
        InstalledSkill skill = await InstallAsync();
        await Store.CheckAsync(skill);
        attack.Do(_bench.ContentPath("probe"));

        SkillIntegrityException error = (await Assert.ThrowsAsync<SkillIntegrityException>(
            async () => await Store.CheckAsync(skill, SkillIntegrityCheck.Full)))!;

        Assert.That(error.File, Is.EqualTo(attack.File));
        Assert.That(error.Message, Does.Contain(attack.File).And.Contain("probe"));
    }

    [Test]
    public async Task OpenForExecutionAsync_UntrustedAfterAnAttack_GivesNoProgram(
        [ValueSource(nameof(Attacks))] Attack attack)
    {
        InstalledSkill skill = await InstallAsync();
        await SettledAsync(skill);
        attack.Do(_bench.ContentPath("probe"));

        SkillIntegrityException error =
            (await Assert.ThrowsAsync<SkillIntegrityException>(() => Store.OpenForExecutionAsync(skill)))!;

        Assert.That(error.File, Is.EqualTo(attack.File));
    }

    [Test]
    public async Task CheckAsync_QuickAfterAnAttackThatMovesTheClock_NamesTheFile(
        [ValueSource(nameof(Attacks))] Attack attack)
    {
        InstalledSkill skill = await InstallAsync();
        await SettledAsync(skill);
        attack.Do(_bench.ContentPath("probe"));

        if (attack.Name == "altered file with its time put back")
        {
            Assert.That(
                async () => await Store.CheckAsync(skill), Throws.Nothing, "The documented limit of a quick check.");
            return;
        }

        Assert.That(
            async () => await Store.CheckAsync(skill),
            Throws.InstanceOf<SkillIntegrityException>().With.Property("File").EqualTo(attack.File));
    }

    [Test]
    public async Task VerifyAsync_AfterAnAttack_ReportsItAndTheOthersAsIntact(
        [ValueSource(nameof(Attacks))] Attack attack)
    {
        await InstallAsync();
        await Store.InstallAsync(StoreBench.Tool("1") with { SkillId = "other" });
        attack.Do(_bench.ContentPath("probe"));

        SkillIntegrityReport report = await Store.VerifyAsync();

        Assert.That(report.IsIntact, Is.False);
        Assert.That(report.Skills, Is.EqualTo(2));
        SkillIntegrityProblem problem = report.Problems.Single();
        Assert.That((problem.SkillId, problem.File, problem.Kind), Is.EqualTo(("probe", attack.File, attack.Kind)));
    }

    [Test]
    public async Task VerifyAsync_NothingTouched_IsIntact()
    {
        await InstallAsync();

        SkillIntegrityReport report = await Store.VerifyAsync();

        Assert.That(report.IsIntact, Is.True);
        Assert.That(report.Files, Is.EqualTo(4));
    }

    [Test]
    public async Task VerifyAsync_DamagedEntry_IsReported()
    {
        await InstallAsync();
        File.Delete(_bench.EntryPath("probe", ".boternity-meta.json"));

        SkillIntegrityProblem problem = (await Store.VerifyAsync()).Problems.Single();

        Assert.That((problem.File, problem.Kind), Is.EqualTo(((string?)null, SkillIntegrityProblemKind.Damaged)));
    }

    [Test]
    public async Task VerifyAsync_ExecutableBitSet_IsAChange()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no executable bit.");
            return;
        }

        await InstallAsync();
        File.SetUnixFileMode(_bench.ContentPath("probe", "b.txt"), (UnixFileMode)0b111_101_101);

        Assert.That((await Store.VerifyAsync()).Problems.Single().File, Is.EqualTo("b.txt"));
    }

    [Test]
    public async Task CheckAsync_NothingChanged_ReadsNoContentAgain()
    {
        InstalledSkill skill = await InstallAsync();
        var disk = new FaultyFileSystem();
        FileSystemSkillStore store = _bench.Open(disk);
        await SettledAsync(skill, store);
        int before = disk.Log.Count;

        await store.CheckAsync(skill);

        Assert.That(disk.Log.Skip(before), Is.Not.Empty.And.None.Contains("Read").And.None.StartsWith("Create"));
    }

    [TestCase("skill.wasm", false)]
    [TestCase("SKILL.md", false)]
    [TestCase("many/17.txt", true)]
    public async Task CheckAsync_SkillOfManyFiles_NoticesEachOfThem(string file, bool waits)
    {
        InstalledSkill skill = await Store.InstallAsync(
            StoreBench.Tool("1", [.. Enumerable.Range(0, 40).Select(i => $"many/{i}.txt")]));
        await SettledAsync(skill);
        Flip(_bench.ContentPath("probe"), file);
        await Task.Delay(waits ? 300 : 0);

        Assert.That(
            async () => await Store.CheckAsync(skill),
            Throws.InstanceOf<SkillIntegrityException>().With.Property("File").EqualTo(file));
    }

    [Test]
    public async Task CheckAsync_SkillOfManyFiles_LooksAtFewOfThemMostTimes()
    {
        InstalledSkill skill = await Store.InstallAsync(
            StoreBench.Tool("1", [.. Enumerable.Range(0, 200).Select(i => $"many/{i}.txt")]));
        var disk = new FaultyFileSystem();
        FileSystemSkillStore store = _bench.Open(disk);
        await SettledAsync(skill, store);
        int[] operations = new int[8];
        for (int i = 0; i < operations.Length; i++)
        {
            int before = disk.Log.Count;
            await store.CheckAsync(skill);
            operations[i] = disk.Log.Count - before;
        }

        Assert.That(operations.Min(), Is.GreaterThan(0).And.LessThan(40));
    }

    [Test]
    public async Task CheckAsync_TouchedButTheSame_Passes()
    {
        InstalledSkill skill = await InstallAsync();
        await SettledAsync(skill);
        File.SetLastWriteTimeUtc(_bench.ContentPath("probe", "b.txt"), DateTime.UtcNow.AddMinutes(-5));

        Assert.That(async () => await Store.CheckAsync(skill), Throws.Nothing);
    }

    [Test]
    public async Task OpenForExecutionAsync_FileSwappedForALinkWhileItIsRead_GivesWhatWasVerifiedOrNothing()
    {
        InstalledSkill skill = await InstallAsync();
        string wasm = _bench.ContentPath("probe", "skill.wasm");
        string evil = Path.Combine(_bench.Root, "evil.wasm");
        File.WriteAllText(evil, "evil 1");
        var counting = new FaultyFileSystem();
        await _bench.Open(counting).OpenForExecutionAsync(skill);
        for (int n = 1; n <= counting.Log.Count; n++)
        {
            int count = 0;
            var disk = new FaultyFileSystem();
            disk.Before = _ =>
            {
                if (Interlocked.Increment(ref count) == n)
                {
                    File.Delete(wasm);
                    File.CreateSymbolicLink(wasm, evil);
                }
            };

            string? given = null;
            try
            {
                given = System.Text.Encoding.UTF8.GetString(
                    (await _bench.Open(disk).OpenForExecutionAsync(skill)).Bytes.Span);
            }
            catch (SkillIntegrityException)
            {
            }

            Assert.That(given, Is.Null.Or.EqualTo("wasm 1"), $"planted before operation {n}");
            File.Delete(wasm);
            File.WriteAllText(wasm, "wasm 1");
        }
    }

    [Test]
    public async Task OpenForExecutionAsync_ReplacedMeanwhile_SaysSo()
    {
        InstalledSkill skill = await InstallAsync();
        await Store.InstallAsync(StoreBench.Tool("2"));

        Assert.That(
            () => Store.OpenForExecutionAsync(skill),
            Throws.InstanceOf<SkillNotInstalledException>().With.Message.Contains("replaced"));
    }

    [Test]
    public async Task OpenForExecutionAsync_RecordWithPathsOfItsOwn_ReadsOnlyTheStore()
    {
        InstalledSkill skill = await InstallAsync();
        string evil = Path.Combine(_bench.Root, "evil.wasm");
        File.WriteAllText(evil, "evil");

        WasmBinary wasm = await Store.OpenForExecutionAsync(
            skill with { WasmPath = evil, RootPath = _bench.Root, WasmKind = WasmBinaryKind.Module });

        Assert.That(System.Text.Encoding.UTF8.GetString(wasm.Bytes.Span), Is.EqualTo("wasm 1"));
        Assert.That(wasm.Kind, Is.EqualTo(WasmBinaryKind.Stub));
    }

    [Test]
    public async Task OpenForExecutionAsync_PromptSkill_IsAnArgumentError()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Prompt("1"));

        Assert.That(() => Store.OpenForExecutionAsync(skill), Throws.ArgumentException);
    }

    [Test]
    public async Task RollbackAsync_AfterAnUpdate_BringsTheVersionBeforeBack()
    {
        InstalledSkill first = await InstallAsync();
        await Store.InstallAsync(StoreBench.Tool("2"));
        Assert.That((await Store.FindPreviousAsync("probe"))!.ContentDigest, Is.EqualTo(first.ContentDigest));

        InstalledSkill now = await Store.RollbackAsync("probe");

        Assert.That(StoreState.WholeVersion(now), Is.EqualTo("1"));
        Assert.That(now.RootPath, Is.EqualTo(_bench.ContentPath("probe")));
        Assert.That(StoreState.WholeVersion(await Store.RollbackAsync("probe")), Is.EqualTo("2"), "And forth again.");
    }

    [Test]
    public async Task RollbackAsync_NoVersionBefore_SaysSo()
    {
        await InstallAsync();

        Assert.That(await Store.FindPreviousAsync("probe"), Is.Null);
        Assert.That(
            () => Store.RollbackAsync("probe"),
            Throws.InstanceOf<SkillNotInstalledException>().With.Message.Contains("before"));
    }

    [Test]
    public async Task RollbackAsync_VersionBeforeWasAltered_NamesTheFileAndStays()
    {
        await InstallAsync();
        await Store.InstallAsync(StoreBench.Tool("2"));
        Flip(Path.Combine(_bench.Root, "previous", "probe", "probe"), "b.txt");

        Assert.That(
            () => Store.RollbackAsync("probe"),
            Throws.InstanceOf<SkillIntegrityException>().With.Property("File").EqualTo("b.txt"));
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("2"));
    }

    [Test]
    public async Task InstallAsync_OtherContentThanExpected_ChangesNothing()
    {
        InstalledSkill first = await InstallAsync();

        SkillStoreException error = (await Assert.ThrowsAsync<SkillStoreException>(
            () => Store.InstallAsync(StoreBench.Tool("2") with { ExpectedContentDigest = first.ContentDigest })))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreContent));
        Assert.That(await StoreState.VersionAsync(Store, "probe"), Is.EqualTo("1"));
    }

    [Test]
    public async Task CheckAsync_FileThatGrewUnderItsTime_IsNoticed()
    {
        InstalledSkill skill = await InstallAsync();
        await SettledAsync(skill);
        string path = _bench.ContentPath("probe", "b.txt");
        DateTime written = File.GetLastWriteTimeUtc(path);
        await File.AppendAllTextAsync(path, "more");
        File.SetLastWriteTimeUtc(path, written);

        Assert.That(
            async () => await Store.CheckAsync(skill),
            Throws.InstanceOf<SkillIntegrityException>().With.Property("File").EqualTo("b.txt"));
    }

    [Test]
    public async Task OpenForExecutionAsync_VerifiedAndChangedSinceItsCheck_GivesNoProgram()
    {
        InstalledSkill skill = await Store.InstallAsync(
            StoreBench.Tool("1", "b.txt") with { TrustTier = SkillTrustTier.Verified });
        await SettledAsync(skill);
        Assert.That((await Store.OpenForExecutionAsync(skill)).Bytes.Length, Is.GreaterThan(0));
        Flip(_bench.ContentPath("probe"), "b.txt");

        Assert.That(
            async () => await Store.OpenForExecutionAsync(skill),
            Throws.InstanceOf<SkillIntegrityException>().With.Property("File").EqualTo("b.txt"));
    }

    [Test]
    public async Task InstallAsync_BackAndForth_RemembersEachVersionOnceAndNotItself()
    {
        InstalledSkill first = await InstallAsync();
        InstalledSkill second = await Store.InstallAsync(StoreBench.Tool("2"));
        await InstallAsync();
        InstalledSkill again = await Store.InstallAsync(StoreBench.Tool("2"));
        InstalledSkill back = await InstallAsync();

        Assert.That(again.Supersedes, Is.EqualTo([first.ContentDigest]));
        Assert.That(back.Supersedes, Is.EqualTo([second.ContentDigest]));
    }

    [Test]
    public async Task InstallAsync_MoreVersionsThanAreRemembered_ForgetsTheFirst()
    {
        InstalledSkill first = await InstallAsync();
        string path = _bench.EntryPath("probe", ".boternity-meta.json");
        string many = string.Join(", ", Enumerable.Range(0, 120).Select(i => $"\"{i:x64}\""));
        string text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(
            path, text.Replace("\"files\":", $"\"supersedes\": [{many}], \"files\":", StringComparison.Ordinal));

        InstalledSkill second = await Store.InstallAsync(StoreBench.Tool("2"));

        Assert.That(second.Supersedes, Has.Count.EqualTo(100));
        Assert.That(second.Supersedes[^1], Is.EqualTo(first.ContentDigest));
        Assert.That(second.Supersedes[^2], Is.EqualTo($"{119:x64}"));
    }

    [Test]
    public async Task InstallAsync_SeveralVersions_RemembersWhatItReplaced()
    {
        InstalledSkill first = await InstallAsync();
        InstalledSkill second = await Store.InstallAsync(StoreBench.Tool("2"));
        InstalledSkill third = await Store.InstallAsync(StoreBench.Tool("3"));

        Assert.That(third.Supersedes, Is.EqualTo([first.ContentDigest, second.ContentDigest]));
        Assert.That((await Store.GetAsync("probe")).Supersedes, Is.EqualTo(third.Supersedes));
    }

    private Task<InstalledSkill> InstallAsync() => Store.InstallAsync(StoreBench.Tool("1", "references/a.md", "b.txt"));

    // Stamps are relied on when they are old enough for the file system's clock.
    private async Task SettledAsync(InstalledSkill skill, FileSystemSkillStore? store = null)
    {
        DateTime past = DateTime.UtcNow.AddMinutes(-1);
        string entry = Path.GetDirectoryName(skill.RootPath)!;
        foreach (string path in Directory.EnumerateFileSystemEntries(entry, "*", SearchOption.AllDirectories))
        {
            new FileSystem().File.SetLastWriteTimeUtc(path, past);
        }

        await (store ?? Store).CheckAsync(skill);
    }

    private static void Flip(string root, string file)
    {
        string path = Path.Combine(root, file);
        byte[] content = File.ReadAllBytes(path);
        content[0] ^= 1;
        File.WriteAllBytes(path, content);
    }

    private static void FlipUnderItsTime(string root)
    {
        string path = Path.Combine(root, "references/a.md");
        DateTime written = File.GetLastWriteTimeUtc(path);
        Flip(root, "references/a.md");
        File.SetLastWriteTimeUtc(path, written);
    }

    private static void AddBelow(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, "new", "deep"));
        File.WriteAllText(Path.Combine(root, "new", "deep", "extra.py"), "");
    }

    private static void LinkFile(string root)
    {
        string path = Path.Combine(root, "b.txt");
        string elsewhere = Path.Combine(root, "..", "..", "..", "b-copy.txt");
        File.Move(path, elsewhere);
        File.CreateSymbolicLink(path, elsewhere);
    }

    private static void DirectoryForFile(string root)
    {
        File.Delete(Path.Combine(root, "b.txt"));
        Directory.CreateDirectory(Path.Combine(root, "b.txt"));
    }
}
