using System.IO.Abstractions;
using System.Text;
using BenchmarkDotNet.Attributes;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Benchmarks.Storage;

/// <summary>A store on the disk of the temporary directory, flushes included.</summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Listed = 1_000;

    private readonly string _root = Directory.CreateTempSubdirectory("boternity-bench-").FullName;
    private FileSystemSkillStore _full = null!;
    private FileSystemSkillStore _store = null!;
    private SkillStoreRequest _large = null!;

    // Not async: the in-process toolchain does not wait for a set-up.
    [GlobalSetup(Target = nameof(Install))]
    public void SetUpOne()
    {
        _large = Request(files: 58, bytes: 1_000_000);
        _store = Open("one");
        _store.InstallAsync(_large).GetAwaiter().GetResult();
    }

    [GlobalSetup(Targets = [nameof(List), nameof(Get)])]
    public void SetUpMany()
    {
        _full = Open("full");
        SkillStoreRequest small = Request(files: 4, bytes: 8_000);
        for (int i = 0; i < Listed; i++)
        {
            _full.InstallAsync(small with { Directory = $"skill-{i:0000}" }).GetAwaiter().GetResult();
        }
    }

    [GlobalCleanup]
    public void CleanUp() => Directory.Delete(_root, recursive: true);

    [Benchmark(Description = "install a skill of 60 files, 1 MB, over another version")]
    public Task<InstalledSkill> Install() => _store.InstallAsync(_large);

    [Benchmark(Description = "list 1,000 installed skills")]
    public Task<SkillInventory> List() => _full.ListAsync();

    [Benchmark(Description = "get one of 1,000")]
    public Task<InstalledSkill> Get() => _full.GetAsync("skill-0500");

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
            new() { Path = SkillPackage.ManifestFileName, Content = Encoding.UTF8.GetBytes("---\nname: bench\ndescription: d\n---\nBody.\n") },
            .. Enumerable.Range(0, files).Select(i =>
            {
                var content = new byte[bytes / files];
                random.NextBytes(content);
                return new SkillPackageFile { Path = $"references/part-{i:00}.bin", Content = content };
            }),
        ];
        var manifest = new SkillManifest { Name = "bench", Description = "A skill to measure with.", Type = SkillType.Tool };
        return new SkillStoreRequest
        {
            Package = new SkillPackage
            {
                Source = new SkillSource { Registry = "local", Path = "bench" },
                Document = new SkillDocument(manifest, "Body.\n", []),
                Files = written,
            },
            Wasm = new WasmBinary(WasmBinaryKind.Stub, "{}"u8.ToArray()),
        };
    }
}
