using System.Text.RegularExpressions;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// The order of what is asked of the disk. A power cut can undo a rename until its directory is flushed, and lose the
/// content of a file until that is.
/// </summary>
public sealed partial class StoreFlushTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Writes_Renames_AreFlushedInBothDirectoriesBeforeTheCallReturns()
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1", "a/b.txt"));
        await _bench.Store.InstallAsync(StoreBench.Tool("2", "a/b.txt"));
        (string Name, Func<FaultyFileSystem, Task> Write)[] writes =
        [
            ("install", disk => _bench.Open(disk).InstallAsync(StoreBench.Tool("3", "a/b.txt"))),
            ("rollback", disk => _bench.Open(disk).RollbackAsync("probe")),
            ("grant",
                async disk =>
                    await OpenGrants(disk).SetAsync(
                        await _bench.Store.GetAsync("probe"), new SkillGrants { RecallMemory = true })),
            ("remove", disk => _bench.Open(disk).RemoveAsync("probe")),
        ];
        foreach ((string name, Func<FaultyFileSystem, Task> write) in writes)
        {
            var disk = new FaultyFileSystem();
            await write(disk);

            string[] log = [.. disk.Log];
            int moves = 0;
            for (int i = 0; i < log.Length; i++)
            {
                if (MoveOf().Match(log[i]) is not { Success: true } move)
                {
                    continue;
                }

                moves++;
                foreach (string directory
                    in (string[])[Path.GetDirectoryName(
                        move.Groups["from"].Value)!, Path.GetDirectoryName(move.Groups["to"].Value)!])
                {
                    bool isStaging = Path.GetFileName(directory) == "staging" && name == "grant";
                    Assert.That(
                        isStaging || log.Skip(i).Contains($"FlushDirectory {directory}"),
                        Is.True,
                        $"{name}: {log[i]} is not followed by a flush of {directory}");
                }
            }

            Assert.That(moves, Is.GreaterThan(0), name);
        }
    }

    [Test]
    public async Task Install_EverythingInTheNewVersion_IsFlushedBeforeItIsPutInPlace()
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1", "a/b.txt"));
        var disk = new FaultyFileSystem();

        await _bench.Open(disk).InstallAsync(StoreBench.Tool("2", "a/b.txt"));

        string[] log = [.. disk.Log];
        int published = Array.FindIndex(
            log,
            line =>
                MoveOf().Match(line) is { Success: true } move
                    && move.Groups["to"].Value.EndsWith("skills/probe", StringComparison.Ordinal));
        Assert.That(published, Is.GreaterThan(0));
        string staged = MoveOf().Match(log[published]).Groups["from"].Value;
        string[] files =
        [
            "probe/SKILL.md", "probe/skill.wasm", "probe/a/b.txt", ".boternity-meta.json", ".boternity-grants.json",
        ];
        Assert.That(
            files.Select(file => Array.IndexOf(log, $"Flush {Path.Combine(staged, file)}")),
            Is.All.InRange(0, published));
        string[] directories = ["", "/probe", "/probe/a"];
        Assert.That(
            directories.Select(directory => Array.IndexOf(log, $"FlushDirectory {staged}{directory}")),
            Is.All.InRange(0, published));
    }

    private Boternity.Skills.Storage.FileSystemGrantStore OpenGrants(FaultyFileSystem disk) => new(
        Microsoft.Extensions.Options.Options.Create(new BoternitySkillsOptions { StorePath = _bench.Root }),
        disk,
        TimeProvider.System,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<Boternity.Skills.Storage.FileSystemGrantStore>.Instance);

    [GeneratedRegex("^Move (?<from>\\S+) (?<to>\\S+)$")]
    private static partial Regex MoveOf();
}
