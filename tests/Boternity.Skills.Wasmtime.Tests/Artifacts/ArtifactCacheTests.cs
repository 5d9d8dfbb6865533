using System.Security.Cryptography;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime.Artifacts;
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

    [TestCase(0)]
    [TestCase(20)]
    [TestCase(50)]
    [TestCase(5_000)]
    [TestCase(-1)]
    public async Task Load_AFileWithAFlippedByte_CompilesAnew(int place)
    {
        await LoadAsync(Command(""));
        string file = Directory.EnumerateFiles(Cache, "*.cwasm").Single();
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[place < 0 ? bytes.Length + place : place] ^= 1;
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
