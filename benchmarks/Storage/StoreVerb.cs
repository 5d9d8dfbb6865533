using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Boternity.Skills.Benchmarks.Storage;

/// <summary><c>store</c>: installing, listing, finding and verifying.</summary>
internal static class StoreVerb
{
    public static int Run()
    {
        // In this process: a store's cost is the disk's, and a process for each benchmark would install 1,000 skills each time.
        ManualConfig config = DefaultConfig.Instance.AddJob(
            Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10));
        BenchmarkRunner.Run<StoreBenchmarks>(config);
        return 0;
    }
}
