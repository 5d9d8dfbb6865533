using System.IO.Abstractions;
using System.Text;
using BenchmarkDotNet.Attributes;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Benchmarks.Storage;

/// <summary>A store on the disk of the temporary directory, flushes included.</summary>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class StoreBenchmarks
{
    private const int Listed = 1_000;

    private readonly string _root = Directory.CreateTempSubdirectory("boternity-bench-").FullName;
    private FileSystemSkillStore _full = null!;
    private FileSystemSkillStore _store = null!;
    private SkillStoreRequest _large = null!;
    private InstalledSkill _small = null!;
    private InstalledSkill _installed = null!;

    // Not async: the in-process toolchain does not wait for a set-up.
    [GlobalSetup(Targets = [nameof(Install), nameof(InstallAlone)])]
    public void SetUpOne()
    {
        _large = Request(files: 58, bytes: 1_000_000);
        _store = Open("one");
        InstallAsync(_store, _large).GetAwaiter().GetResult();
    }

    [GlobalSetup(Targets = [nameof(List), nameof(Get), nameof(InstallBesideMany)])]
    public void SetUpMany()
    {
        _full = Open("full");
        InstalledSkill first = InstallAsync(_full, Request(files: 4, bytes: 8_000) with { SkillId = "skill-0000" })
            .GetAwaiter()
            .GetResult();
        for (int i = 1; i < Listed; i++)
        {
            // Copied, not installed: flushing a thousand times is not what is measured here.
            string directory = $"skill-{i:0000}";
            string target = Path.Combine(_root, "full", "skills", directory, directory);
            Directory.CreateDirectory(Path.Combine(target, "references"));
            foreach (InstalledFile file in first.Files)
            {
                File.Copy(Path.Combine(first.RootPath, file.Path), Path.Combine(target, file.Path));
            }

            string metadata = File.ReadAllText(Path.Combine(first.RootPath, "..", ".boternity-meta.json"));
            File.WriteAllText(
                Path.Combine(target, "..", ".boternity-meta.json"),
                metadata.Replace(first.SkillId, directory, StringComparison.Ordinal));
        }
    }

    [GlobalSetup(Targets = [nameof(CheckSmall), nameof(CheckLarge), nameof(CheckFully)])]
    public void SetUpChecks()
    {
        _store = Open("checked");
        _small = InstallAsync(_store, Request(files: 4, bytes: 100_000) with { SkillId = "small" })
            .GetAwaiter()
            .GetResult();
        _installed = InstallAsync(_store, Request(files: 58, bytes: 1_000_000)).GetAwaiter().GetResult();
        Thread.Sleep(100);
        CheckSmall();
        CheckLarge();
    }

    private static async Task<InstalledSkill> InstallAsync(FileSystemSkillStore store, SkillStoreRequest request) =>
        await store.CommitAsync(await store.StageAsync(request), SkillGrants.None);

    [GlobalCleanup]
    public void CleanUp() => Directory.Delete(_root, recursive: true);

    [Benchmark(Description = "install a skill of 60 files, 1 MB, over another version")]
    public Task<InstalledSkill> Install() => InstallAsync(_store, _large);

    [Benchmark(Description = "install a skill of 5 files, alone in the store")]
    public Task<InstalledSkill> InstallAlone() => InstallAsync(_store, SmallRequest);

    [Benchmark(Description = "the same beside 1,000 others")]
    public Task<InstalledSkill> InstallBesideMany() => InstallAsync(_full, SmallRequest);

    [Benchmark(Description = "list 1,000 installed skills")]
    public Task<SkillInventory> List() => _full.ListAsync();

    [Benchmark(Description = "get one of 1,000")]
    public Task<InstalledSkill> Get() => _full.GetAsync("skill-0500");

    [Benchmark(Description = "check an unchanged skill of 6 files before an execution")]
    public void CheckSmall() => _store.CheckAsync(_small).AsTask().GetAwaiter().GetResult();

    [Benchmark(Description = "check an unchanged skill of 60 files before an execution")]
    public void CheckLarge() => _store.CheckAsync(_installed).AsTask().GetAwaiter().GetResult();

    [Benchmark(Description = "read every byte of a skill of 60 files, 1 MB")]
    public void CheckFully() =>
        _store.CheckAsync(_installed, SkillIntegrityCheck.Full).AsTask().GetAwaiter().GetResult();

    private static SkillStoreRequest SmallRequest => Request(files: 4, bytes: 8_000) with { SkillId = "skill-0500" };

    private FileSystemSkillStore Open(string name) => new(
        Options.Create(new BoternitySkillsOptions { StorePath = Path.Combine(_root, name) }),
        new FileSystem(),
        TimeProvider.System,
        NullLogger<FileSystemSkillStore>.Instance);

    private static SkillStoreRequest Request(int files, int bytes)
    {
        var random = new Random(1);
        SkillPackageFile[] written =
        [
            new()
            {
                Path = SkillPackage.ManifestFileName,
                Content = Encoding.UTF8.GetBytes("---\nname: bench\ndescription: d\n---\nBody.\n"),
            },
            .. Enumerable.Range(0, files).Select(i =>
            {
                var content = new byte[bytes / files];
                random.NextBytes(content);
                return new SkillPackageFile { Path = $"references/part-{i:00}.bin", Content = content };
            }),
        ];
        var manifest = new SkillManifest
        {
            Name = "bench",
            Description = "A skill to measure with.",
            Type = SkillType.Tool,
        };
        return new SkillStoreRequest
        {
            Package = new SkillPackage
            {
                Source = new SkillSource { Registry = "local", Path = "bench" },
                Document = new SkillDocument { Manifest = manifest, Body = "Body.\n", Diagnostics = [] },
                Files = written,
            },
            Wasm = new WasmBinary { Kind = WasmBinaryKind.Stub, Bytes = "{}"u8.ToArray() },
        };
    }
}
