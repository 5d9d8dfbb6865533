using System.Diagnostics;
using System.Text;
using Boternity.Skills.Execution;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime.Tests.Processes;

/// <summary>Real processes that share a cache of compiled programs, and die in it.</summary>
[TestFixture]
[Platform(Exclude = "Win", Reason = "The key that is made is Unix's.")]
internal sealed class CacheProcessTests : WasmtimeTests
{
    private const string Compiled = "Debug: Compiled a program";

    private TemporaryDirectory _disk = null!;

    private string Cache => _disk.PathOf("cache");

    private string Program => _disk.PathOf("program.wasm");

    [SetUp]
    public void SetUp()
    {
        _disk = new TemporaryDirectory();
        var functions = new StringBuilder();
        for (int i = 0; i < 4_000; i++)
        {
            functions.Append("(func (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))");
        }

        File.WriteAllBytes(Program, Command("", functions.ToString()).Bytes.Span);
    }

    [TearDown]
    public void TearDown() => _disk.Dispose();

    [Test]
    public async Task Load_InFourProcessesAtOnce_FailsInNoneAndLeavesOneWholeFile()
    {
        List<Process> children = await StartAsync(4);
        string[] said = await Task.WhenAll(children.Select(EndAsync));

        foreach (string lines in said)
        {
            Assert.That(lines, Does.EndWith("exit code 0\n"));
            Assert.That(lines.Split('\n'), Has.None.StartsWith("Warning"));
        }

        Assert.That(said, Has.Some.StartsWith(Compiled));
        Assert.That(
            Directory.EnumerateFiles(Cache).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "key", Path.GetFileName(Directory.EnumerateFiles(Cache, "*.cwasm").Single()) }));
        Assert.That(await LoadAsync(), Is.Empty, "it is taken from the cache");
    }

    [Test]
    public async Task Load_WhereOneOfFourProcessesIsKilledAsItStores_ServesTheOthers()
    {
        List<Process> children = await StartAsync(4);
        Task<string?>[] first = [.. children.Select(child => child.StandardOutput.ReadLineAsync())];
        Task<string?> earliest = await Task.WhenAny(first);
        int killed = Array.IndexOf(first, earliest);
        children[killed].Kill();
        await children[killed].WaitForExitAsync();
        foreach (Process child in children)
        {
            if (child != children[killed])
            {
                string? line = await first[children.IndexOf(child)];
                string said = $"{line}\n{await EndAsync(child)}";
                Assert.That(said, Does.EndWith("exit code 0\n").And.Not.Contain("Warning"));
            }
        }

        children[killed].Dispose();
        Assert.That(await earliest, Does.StartWith(Compiled));
        Assert.That(Directory.EnumerateFiles(Cache, "*.cwasm").Count(), Is.EqualTo(1));
        Assert.That(await LoadAsync(), Is.Empty, "what the others kept is whole");
    }

    [Test]
    public async Task Load_AfterProcessesThatWereKilledAsTheyStored_TakesNothingThatIsNotWhole()
    {
        // What is compiled of it is as large, and takes a while to be written.
        const int Bytes = 32 << 20;
        await File.WriteAllBytesAsync(
            Program, Command("", $"(data \"{new string('x', Bytes)}\")").Bytes.ToArray());
        int left = 0;
        for (int i = 0; i < 3; i++)
        {
            Process child = (await StartAsync(1)).Single();
            await KillAtFirstFileAsync(child);
            foreach (string file in Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*.tmp") : [])
            {
                left++;
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-2));
            }

            bool isThere = Directory.EnumerateFiles(Cache, "*.cwasm").Any();
            Assert.That(
                await LoadAsync(),
                isThere ? Is.Empty : Has.One.Contains("Compiled a program").And.None.Contains("Warning"),
                "nothing is half there");
            Assert.That(Directory.EnumerateFiles(Cache, "*.tmp"), Is.Empty, "what was left goes away");
            Directory.Delete(Cache, recursive: true);
        }

        TestContext.Out.WriteLine($"{left} files were left of killed processes.");
    }

    /// <summary>Starts processes, and has all of them begin at once.</summary>
    private async Task<List<Process>> StartAsync(int count)
    {
        List<Process> children =
            [.. Enumerable.Range(0, count).Select(_ => WasmtimeChild.Start("compile", Cache, Program))];
        foreach (Process child in children)
        {
            Assert.That(await child.StandardOutput.ReadLineAsync(), Is.EqualTo(WasmtimeChild.Ready));
        }

        foreach (Process child in children)
        {
            await child.StandardInput.WriteLineAsync("go");
        }

        return children;
    }

    private async Task KillAtFirstFileAsync(Process child)
    {
        var clock = Stopwatch.StartNew();
        while (!child.HasExited
            && clock.Elapsed < TimeSpan.FromMinutes(1)
            && !(Directory.Exists(Cache) && Directory.EnumerateFiles(Cache, "*.cwasm*").Any()))
        {
            Thread.SpinWait(100);
        }

        child.Kill();
        await child.WaitForExitAsync();
        child.Dispose();
    }

    private static async Task<string> EndAsync(Process child)
    {
        string said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.That(child.ExitCode, Is.Zero, await child.StandardError.ReadToEndAsync());
        child.Dispose();
        return said;
    }

    /// <summary>Loads the program in this process.</summary>
    /// <returns>What was logged.</returns>
    private async Task<IReadOnlyList<string>> LoadAsync()
    {
        var log = new ListLogger<WasmtimeEngine>();
        using var engine = new WasmtimeEngine(Options.Create(new WasmtimeOptions { CacheDirectory = Cache }), log);
        using IWasmProgram program = await engine.LoadAsync(
            new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = await File.ReadAllBytesAsync(Program) });
        Assert.That((await program.RunAsync(Request())).ExitCode, Is.Zero);
        return [.. log.Lines];
    }
}
