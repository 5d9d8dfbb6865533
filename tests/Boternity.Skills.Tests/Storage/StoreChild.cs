using System.Diagnostics;
using System.IO.Abstractions;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Another process that writes to a store.</summary>
internal static class StoreChild
{
    /// <summary>Starts this assembly again.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[typeof(StoreChild).Assembly.Location, "store", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>The other side: <c>install ROOT NAME COUNT</c>, <c>stop ROOT VERSION MOVE</c>, or <c>churn ROOT SEED</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["install", string root, string name, string count]:
                Console.Out.WriteLine("ready");
                Console.In.ReadLine();
                for (int i = 1; i <= int.Parse(count, System.Globalization.CultureInfo.InvariantCulture); i++)
                {
                    await StoreBench.OpenAt(root, new FileSystem()).InstallAsync(StoreBench.Tool($"{name}{i}", $"{name}.txt", "both.txt"));
                }

                return 0;
            case ["stop", string root, string version, string operation]:
                var disk = new FaultyFileSystem { Before = op => StopAt(op, operation) };
                await StoreBench.OpenAt(root, disk).InstallAsync(StoreBench.Tool(version, "a.txt"));
                return 0;
            case ["churn", string root, string seed]:
                await StoreChurn.RunAsync(root, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            default:
                return 2;
        }
    }

    // Prints that it has come to an operation, and then waits there to be killed.
    private static void StopAt(string operation, string wanted)
    {
        if (operation.Contains(wanted, StringComparison.Ordinal))
        {
            Console.Out.WriteLine(operation);
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
