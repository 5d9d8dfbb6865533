using System.Diagnostics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Boternity.Skills.Benchmarks.Storage;

/// <summary><c>store</c>: installing, listing, finding and verifying.</summary>
internal static class StoreVerb
{
    public static int Run(string[] arguments)
    {
        if (arguments is ["--processor-time"])
        {
            PrintProcessorTimes();
            return 0;
        }

        // In this process: a store's cost is the disk's, and a process for each benchmark would install 1,000
        // skills each time.
        ManualConfig config = DefaultConfig.Instance.AddJob(
            Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10));
        BenchmarkRunner.Run<StoreBenchmarks>(config);
        return 0;
    }

    // For a machine that has other work to do: wall time says more about that work there.
    private static void PrintProcessorTimes()
    {
        var store = new StoreBenchmarks();
        try
        {
            store.SetUpOne();
            Print("install", 10, () => store.Install().GetAwaiter().GetResult());
            Print("install, alone", 10, () => store.InstallAlone().GetAwaiter().GetResult());
            store.SetUpMany();
            Print("install, of 1,000", 10, () => store.InstallBesideMany().GetAwaiter().GetResult());
            Print("list", 10, () => store.List().GetAwaiter().GetResult());
            Print("get", 1_000, () => store.Get().GetAwaiter().GetResult());
            store.SetUpChecks();
            Print("check, 6 files", 5_000, store.CheckSmall);
            Print("check, 60 files", 1_000, store.CheckLarge);
            Print("read, 60 files", 50, store.CheckFully);
        }
        finally
        {
            store.CleanUp();
        }
    }

    private static void Print(string name, int count, Action action)
    {
        const int Rounds = 9;
        var micros = new double[Rounds];
        var wall = new double[Rounds];
        for (int round = -2; round < Rounds; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long started = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                action();
            }

            if (round >= 0)
            {
                wall[round] = Stopwatch.GetElapsedTime(started).TotalMicroseconds / count;
                micros[round] = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / count;
            }
        }

        Array.Sort(micros);
        Array.Sort(wall);
        Console.WriteLine(
            $"{name,-18} processor time: median {micros[Rounds / 2],12:N1} µs, least {micros[0],12:N1} µs; "
                + $"wall time: median {wall[Rounds / 2],12:N1} µs");
    }
}
