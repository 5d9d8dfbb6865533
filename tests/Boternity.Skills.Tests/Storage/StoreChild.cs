using System.Diagnostics;
using System.IO.Abstractions;
using Boternity.Skills.Auditing;
using Boternity.Skills.Execution;
using Boternity.Skills.Tests.Execution;
using Boternity.Skills.Tests.Registries.Archives;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Another process that writes to a store.</summary>
internal static class StoreChild
{
    /// <summary>The key of the logs that are sealed.</summary>
    public static byte[] AuditKey { get; } = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    /// <summary>Starts this assembly again.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
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

    /// <summary>
    /// The other side: <c>install ROOT NAME COUNT</c>, <c>stop ROOT VERSION MOVE</c>, or <c>churn ROOT SEED</c>.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["install", string root, string name, string count]:
                Console.Out.WriteLine("ready");
                Console.In.ReadLine();
                for (int i = 1; i <= int.Parse(count, System.Globalization.CultureInfo.InvariantCulture); i++)
                {
                    await StoreBench.OpenAt(root, new FileSystem()).InstallAsync(
                        StoreBench.Tool($"{name}{i}", $"{name}.txt", "both.txt"));
                }

                return 0;
            case ["stop", string root, string version, string operation]:
                var disk = new FaultyFileSystem { Before = op => StopAt(op, operation) };
                await StoreBench.OpenAt(root, disk).InstallAsync(StoreBench.Tool(version, "a.txt"));
                return 0;
            case ["churn", string root, string seed]:
                await StoreChurn.RunAsync(root, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            case ["together", string root, string number]:
                return await StoreTransactionTests.StopAtMoveAsync(
                    root, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
            case ["audit", string directory, string name, string count]:
                await RecordAsync(
                    directory, name, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), null);
                return 0;
            case ["sealed-audit", string directory, string name, string count]:
                await RecordAsync(
                    directory, name, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), AuditKey);
                return 0;
            case ["crowd", string root, string name, string count]:
                await StoreCrowd.RunAsync(
                    root, name, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            case ["caches", string directory, string seed, string count]:
                await CacheCrowd.RunAsync(
                    directory,
                    int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture),
                    int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            case ["hang", string root, string audit]:
                await HangAsync(root, audit);
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

    private static async Task RecordAsync(string directory, string name, int count, byte[]? key)
    {
        using var log = new SkillAuditLog(
            Options.Create(new SkillAuditOptions { DirectoryPath = directory, MaxFileBytes = 2048, Key = key }),
            TimeProvider.System,
            NullLogger<SkillAuditLog>.Instance);
        for (int i = 0; i < count; i++)
        {
            await log.RecordAsync(new SkillAuditEvent
            {
                Time = DateTimeOffset.UnixEpoch,
                Action = SkillAuditAction.Installed,
                Outcome = "success",
                Skill = $"{name}-{i}",
            });
        }
    }

    // Executes a skill that never ends, and says when the guest runs.
    private static async Task HangAsync(string root, string audit)
    {
        var engine = new ProgrammableEngine
        {
            OnRun = async (_, token) =>
            {
                Console.Out.WriteLine("in the guest");
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException("unreachable");
            },
        };
        var services = new ServiceCollection();
        services.AddSingleton<IWasmEngine>(engine);
        services
            .AddBoternitySkills(options => options.StorePath = root)
            .AddAuditLog(options => options.DirectoryPath = audit);
        await using ServiceProvider provider = services.BuildServiceProvider();
        InstalledSkill skill = await provider.GetRequiredService<ISkillStore>().GetAsync("c-skill");
        await provider.GetRequiredService<ISkillExecutor>().ExecuteAsync(skill, "x", new SkillExecutionOptions
        {
            InvocationId = "hangs",
            Limits = SkillLimits.Verified with { Timeout = TimeSpan.FromMinutes(5) },
        });
    }
}
