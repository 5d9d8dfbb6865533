using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime.Artifacts;
using Boternity.Skills.Wasmtime.Native;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime.Tests.Artifacts;

/// <summary>
/// Compiled programs are taken from the cache when they are what was put there, and otherwise compiled anew.
/// </summary>
[TestFixture]
[Platform(Exclude = "Win", Reason = "The modes of directories and the key that is made are Unix's.")]
internal sealed class ArtifactCacheTests : WasmtimeTests
{
    private const string Compiled = "Compiled a program";
    private const string Refused = "was not made with this cache's key";

    private TemporaryDirectory _disk = null!;

    private string Cache => _disk.PathOf("cache");

    [SetUp]
    public void SetUp() => _disk = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _disk.Dispose();

    [Test]
    public async Task Load_InAnotherEngine_TakesWhatTheFirstOneCompiled()
    {
        Assert.That(await LoadAsync(Command("")), Is.EqualTo(new[] { Compiled }));
        Assert.That(await LoadAsync(Plugin("(i32.const 64)")), Is.EqualTo(new[] { Compiled }));

        Assert.That(await LoadAsync(Command("")), Is.Empty);
        Assert.That(await LoadAsync(Plugin("(i32.const 64)")), Is.Empty);
    }

    [TestCase("magic")]
    [TestCase("first of the MAC")]
    [TestCase("last of the MAC")]
    [TestCase("length of the key")]
    [TestCase("settings")]
    [TestCase("program's digest")]
    [TestCase("length of the findings")]
    [TestCase("findings")]
    [TestCase("first of the code")]
    [TestCase("code")]
    [TestCase("last of the code")]
    public async Task Load_AFileWithAFlippedByte_CompilesAnew(string part)
    {
        await LoadAsync(Command(""));
        string file = Directory.EnumerateFiles(Cache, "*.cwasm").Single();
        byte[] bytes = await File.ReadAllBytesAsync(file);
        const int Key = 8 + 32 + sizeof(int);
        int keyLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Key - sizeof(int)));
        int findings = Key + keyLength + sizeof(int);
        int code = findings + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(findings - sizeof(int)));
        Assert.That(code, Is.LessThan(bytes.Length));
        bytes[part switch
        {
            "magic" => 7,
            "first of the MAC" => 8,
            "last of the MAC" => 39,
            "length of the key" => Key - sizeof(int),
            "settings" => Key,
            "program's digest" => Key + keyLength - 1,
            "length of the findings" => findings - sizeof(int),
            "findings" => findings,
            "first of the code" => code,
            "code" => (code + bytes.Length) / 2,
            _ => bytes.Length - 1,
        }] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        Assert.That(await LoadAsync(Command("")), Is.EqualTo(new[] { Refused, Compiled }));
        Assert.That(await LoadAsync(Command("")), Is.Empty, "what was compiled anew is kept");
    }

    [Test]
    public async Task Load_AFileThatIsCutOff_CompilesAnew()
    {
        await LoadAsync(Command(""));
        await File.WriteAllBytesAsync(Directory.EnumerateFiles(Cache, "*.cwasm").Single(), [1, 2, 3]);

        Assert.That(await LoadAsync(Command("")), Is.EqualTo(new[] { Refused, Compiled }));
    }

    [Test]
    public async Task Load_TheFileOfAnotherProgram_CompilesAnew()
    {
        await LoadAsync(Command(""));
        string first = Directory.EnumerateFiles(Cache, "*.cwasm").Single();
        await LoadAsync(Command("unreachable"));
        string other = Directory.EnumerateFiles(Cache, "*.cwasm").Single(file => file != first);
        File.Copy(other, first, overwrite: true);

        Assert.That(await LoadAsync(Command("")), Is.EqualTo(new[] { Refused, Compiled }));
    }

    [Test]
    public async Task Load_WithAnotherKeyOrOtherSettings_CompilesAnew()
    {
        await LoadAsync(Command(""));

        Assert.That(
            await LoadAsync(Command(""), options => options.CacheKey = RandomNumberGenerator.GetBytes(32)),
            Is.EqualTo(new[] { Refused, Compiled }));
        Assert.That(
            await LoadAsync(Command(""), options => options.MaxStackBytes = 128 * 1024),
            Is.EqualTo(new[] { Compiled }));
    }

    [Test]
    public async Task Find_WhatAnotherVersionOfWasmtimeMade_IsNotThere()
    {
        var options = new WasmtimeOptions { CacheDirectory = Cache };
        using WasmtimeEngine engine = CreateEngine(options);
        using IWasmProgram program = await engine.LoadAsync(Command(""));
        var cache = ArtifactCache.Open(options, NullLogger.Instance)!;
        ArtifactKey key = engine.KeyOf(Command(""));
        Assert.That(key.Settings, Does.Contain($"wasmtime {WasmtimeLibrary.Version},").And.Contain("build "));
        ArtifactKey other = key with { Settings = key.Settings.Replace("wasmtime 5", "wasmtime 4") };

        Assert.That(cache.Find(key), Is.Not.Null);
        Assert.That(cache.Find(other), Is.Null, "it has another name");
        File.Copy(Path.Combine(Cache, key.FileName), Path.Combine(Cache, other.FileName));
        Assert.That(cache.Find(other), Is.Null, "whatever its name is");
    }

    [TestCase("c-skill-wasi.wasm", "print hello")]
    [TestCase("rust-skill.wasm", "frequencies hello")]
    [TestCase("linked/shared-everything.wasm", "hello")]
    [TestCase("command.wasm", "some text")]
    [TestCase("command-preview1.wasm", "some text")]
    public async Task Load_AFixtureFromTheCache_RunsAsBefore(string fixture, string input)
    {
        byte[] bytes = await File.ReadAllBytesAsync(Repository.PathOf($"tests/fixtures/wasm/{fixture}"));
        var binary = new WasmBinary
        {
            Kind = bytes[6] == 1 ? WasmBinaryKind.Component : WasmBinaryKind.Module,
            Bytes = bytes,
        };
        List<(string? Answer, byte[] Output, long Fuel, long Memory)> runs = [];
        for (int i = 0; i < 2; i++)
        {
            (WasmtimeEngine engine, ListLogger<WasmtimeEngine> log) = Create();
            using (engine)
            {
                using IWasmProgram program = await engine.LoadAsync(binary);
                Assert.That(log.Lines, i == 0 ? Has.One.Contains(Compiled) : Is.Empty);
                WasmRunResult result = await program.RunAsync(Request(input: input));
                runs.Add((
                    result.Answer, result.StandardOutput.ToArray(), result.FuelConsumed, result.PeakMemoryBytes));
            }
        }

        Assert.That(runs[0].Answer ?? Encoding.UTF8.GetString(runs[0].Output), Is.Not.Empty);
        Assert.That(runs[1].Answer, Is.EqualTo(runs[0].Answer));
        Assert.That(runs[1].Output, Is.EqualTo(runs[0].Output));
        Assert.That((runs[1].Fuel, runs[1].Memory), Is.EqualTo((runs[0].Fuel, runs[0].Memory)));
    }

    [Test]
    public async Task Load_TheSameProgramInManyEnginesAtOnce_LeavesOneWholeFile()
    {
        WasmBinary binary = Command("");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => LoadAsync(binary))));

        Assert.That(
            Directory.EnumerateFiles(Cache).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "key", Path.GetFileName(Directory.EnumerateFiles(Cache, "*.cwasm").Single()) }));
        Assert.That(await LoadAsync(binary), Is.Empty);
    }

    [Test]
    public async Task Load_WhereWhatWasCompiledCannotBeKept_RunsAllTheSame()
    {
        WasmBinary binary = Command("");
        (WasmtimeEngine engine, ListLogger<WasmtimeEngine> log) = Create();
        using (engine)
        {
            // Nothing can be renamed to a directory.
            Directory.CreateDirectory(Path.Combine(Cache, engine.KeyOf(binary).FileName));
            using IWasmProgram program = await engine.LoadAsync(binary);

            Assert.That((await program.RunAsync(Request())).ExitCode, Is.Zero);
            Assert.That(log.Lines, Has.One.Contains("cannot be used"));
            Assert.That(Directory.EnumerateFiles(Cache, "*.tmp"), Is.Empty);
        }
    }

    [Test]
    public async Task Open_AfterAProcessThatWasKilled_RemovesWhatItLeft()
    {
        await LoadAsync(Command(""));
        string old = Path.Combine(Cache, "a.cwasm.1.tmp");
        string young = Path.Combine(Cache, "a.cwasm.2.tmp");
        await File.WriteAllBytesAsync(old, [1]);
        await File.WriteAllBytesAsync(young, [1]);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        Assert.That(await LoadAsync(Command("")), Is.Empty);

        Assert.That(File.Exists(old), Is.False);
        Assert.That(File.Exists(young), Is.True, "another process may be writing it");
    }

    [Test]
    public async Task Store_WhereThereIsNoRoom_RemovesWhatWasLongestUnused()
    {
        WasmBinary[] programs = [Command(""), Command("nop"), Command("nop nop"), Command("nop nop nop")];
        await LoadAsync(programs[0]);
        long size = new DirectoryInfo(Cache).EnumerateFiles("*.cwasm").Single().Length;
        void Limit(WasmtimeOptions options) => options.MaxCacheBytes = (size * 3) + (size / 2);
        await LoadAsync(programs[1], Limit);
        await LoadAsync(programs[2], Limit);
        foreach (FileInfo file in new DirectoryInfo(Cache).EnumerateFiles("*.cwasm"))
        {
            file.LastWriteTimeUtc = DateTime.UtcNow.AddDays(-1);
        }

        Assert.That(await LoadAsync(programs[0], Limit), Is.Empty, "it is used");
        Assert.That(await LoadAsync(programs[2], Limit), Is.Empty, "it is used");
        Assert.That(await LoadAsync(programs[3], Limit), Is.EqualTo(new[] { Compiled }));

        Assert.That(Directory.EnumerateFiles(Cache, "*.cwasm").Count(), Is.EqualTo(3));
        Assert.That(await LoadAsync(programs[0], Limit), Is.Empty);
        Assert.That(await LoadAsync(programs[1], Limit), Is.EqualTo(new[] { Compiled }));
        Assert.That(
            await LoadAsync(Command("nop nop nop nop"), options => options.MaxCacheBytes = 10),
            Is.EqualTo(new[] { Compiled }));
        Assert.That(Directory.EnumerateFiles(Cache, "*.cwasm").Count(), Is.EqualTo(3), "it is too large to be kept");
    }

    [Test]
    public async Task Load_FromTheCache_ChargesTablesThatGrowAsBefore()
    {
        WasmBinary binary = Command("(drop (table.grow (ref.null func) (i32.const 5)))", "(table 1 funcref)");
        List<long> peaks = [];
        for (int i = 0; i < 2; i++)
        {
            using WasmtimeEngine engine = CreateEngine(new WasmtimeOptions { CacheDirectory = Cache });
            using IWasmProgram program = await engine.LoadAsync(binary);
            peaks.Add((await program.RunAsync(Request())).PeakMemoryBytes);
        }

        Assert.That(peaks[0], Is.GreaterThan(Limits.MaxMemoryBytes / 5));
        Assert.That(peaks[1], Is.EqualTo(peaks[0]));
    }

    [Test]
    public async Task Load_WithoutVectorsWhatWasKeptWithThem_IsRefusedAllTheSame()
    {
        WasmBinary binary = Command("(drop (i32x4.extract_lane 0 (v128.const i32x4 0 0 0 0)))");
        using WasmtimeEngine engine = CreateEngine(new WasmtimeOptions { CacheDirectory = Cache });
        using IWasmProgram program = await engine.LoadAsync(binary);

        await Assert.ThrowsAsync<SkillLinkException>(
            () => engine.LoadAsync(binary, new WasmLoadOptions { AllowSimd = false }).AsTask());
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Load_FromTheCache_IsNotValidatedAgain(bool isKept)
    {
        // What only a holder of the key can do: say of an invalid program that it was found valid.
        WasmBinary valid = Assemble("(module (memory (export \"memory\") 1) (func (export \"_start\")))");
        byte[] bytes = valid.Bytes.ToArray();
        Assert.That(bytes[^6..], Is.EqualTo(new byte[] { 10, 4, 1, 2, 0, 0x0B }));
        WasmBinary invalid = valid with { Bytes = (byte[])[.. bytes[..^6], 10, 5, 1, 3, 0, 0x1A, 0x0B] };
        var options = new WasmtimeOptions { CacheDirectory = Cache };
        using WasmtimeEngine engine = CreateEngine(options);
        using IWasmProgram first = await engine.LoadAsync(valid);
        var cache = ArtifactCache.Open(options, NullLogger.Instance)!;
        Artifact artifact = cache.Find(engine.KeyOf(valid))!;
        if (isKept)
        {
            cache.Store(engine.KeyOf(invalid), artifact.Findings.Span, artifact.Code.Span);
        }

        if (isKept)
        {
            using IWasmProgram program = await engine.LoadAsync(invalid);
            Assert.That((await program.RunAsync(Request())).ExitCode, Is.Zero);
        }
        else
        {
            await Assert.ThrowsAsync<SkillLinkException>(() => engine.LoadAsync(invalid).AsTask());
        }
    }

    [Test]
    public void Open_ADirectoryThatOthersCanReach_IsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(Cache);
        File.SetUnixFileMode(
            Cache,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupWrite);

        Assert.That(() => Create(), Throws.InstanceOf<IOException>().With.Message.Contains("open to others"));
    }

    [Test]
    public void Open_BelowADirectoryThatAllCanWriteTo_IsRefusedUnlessNobodyCanReplaceWhatIsInIt()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode All = (UnixFileMode)0b111_111_111;
        Directory.CreateDirectory(Path.Combine(Cache, "below"));
        File.SetUnixFileMode(
            Path.Combine(Cache, "below"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        void Below(WasmtimeOptions options) => options.CacheDirectory = Path.Combine(Cache, "below");
        File.SetUnixFileMode(Cache, All);
        Assert.That(
            () => Create(Below), Throws.InstanceOf<IOException>().With.Message.Contains("every user can write to"));

        File.SetUnixFileMode(Cache, All | UnixFileMode.StickyBit);
        using WasmtimeEngine engine = Create(Below).Engine;
    }

    [Test]
    public void Open_BelowADirectoryThatAllCanWriteToWithAKeyOfTheHosts_IsTaken()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(Cache);
        File.SetUnixFileMode(Cache, (UnixFileMode)0b111_111_111);

        using WasmtimeEngine engine = Create(options =>
        {
            options.CacheDirectory = Path.Combine(Cache, "below");
            options.CacheKey = new byte[32];
        }).Engine;
        Assert.That(Directory.EnumerateFiles(Path.Combine(Cache, "below")), Is.Empty, "the key is not kept there");
    }

    [Test]
    public async Task Open_WithFilesOfOthersInIt_LeavesThem()
    {
        await LoadAsync(Command(""));
        string other = Path.Combine(Cache, "notes.tmp");
        await File.WriteAllBytesAsync(other, [1]);
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddHours(-2));

        await LoadAsync(Command(""));

        Assert.That(File.Exists(other), Is.True);
    }

    [Test]
    public void Open_ADirectoryOfAnotherUser_IsRefused()
    {
        // Root can change owners, and must not take its power over a directory for owning it.
        string directory = Directory.CreateDirectory(Cache).FullName;
        using Process chown = Process.Start(
            new ProcessStartInfo("chown", ["65534", directory]) { RedirectStandardError = true })!;
        chown.WaitForExit();
        if (OperatingSystem.IsWindows() || chown.ExitCode != 0)
        {
            Assert.Ignore("Only root can give a directory away: run the tests as root.");
            return;
        }

        File.SetUnixFileMode(Cache, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.That(() => Create(), Throws.InstanceOf<IOException>().With.Message.Contains("is another user's"));
    }

    [Test]
    public void Open_ALink_IsRefused()
    {
        Directory.CreateDirectory(_disk.PathOf("elsewhere"));
        File.CreateSymbolicLink(Cache, _disk.PathOf("elsewhere"));

        Assert.That(() => Create(), Throws.InstanceOf<IOException>().With.Message.Contains("is a link"));
    }

    [Test]
    public async Task Open_ANewDirectory_IsItsUsersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await LoadAsync(Command(""));

        Assert.That(
            File.GetUnixFileMode(Cache),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(
            File.GetUnixFileMode(Path.Combine(Cache, "key")),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private (WasmtimeEngine Engine, ListLogger<WasmtimeEngine> Log) Create(Action<WasmtimeOptions>? configure = null)
    {
        var options = new WasmtimeOptions { CacheDirectory = Cache };
        configure?.Invoke(options);
        var log = new ListLogger<WasmtimeEngine>();
        return (new WasmtimeEngine(Options.Create(options), log), log);
    }

    /// <summary>Loads a program in an engine of its own and runs it.</summary>
    /// <returns>What was logged: which of the two.</returns>
    private async Task<string[]> LoadAsync(WasmBinary binary, Action<WasmtimeOptions>? configure = null)
    {
        (WasmtimeEngine engine, ListLogger<WasmtimeEngine> log) = Create(configure);
        using (engine)
        {
            using IWasmProgram program = await engine.LoadAsync(binary);
            try
            {
                await program.RunAsync(Request());
            }
            catch (SkillTrapException)
            {
                // One of the programs does nothing else.
            }

            return
            [
                .. log.Lines.Select(
                    line => new[] { Compiled, Refused }.First(
                        known => line.Contains(known, StringComparison.Ordinal))),
            ];
        }
    }
}
