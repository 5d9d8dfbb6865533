using System.IO.Abstractions;
using Boternity.Skills.Locking;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// One of several processes that write to the same store at once, and says after each write that it is done: it updates
/// a skill of its own, adds to the grants of a skill that all share, installs and removes another one, and saves the
/// lock file that all share.
/// </summary>
internal static class StoreCrowd
{
    public const string Shared = "shared";
    public const string Ready = "ready";

    public static string OwnSkill(string name) => $"own-{name}";

    public static string Grant(string name, int number) => $"{name.ToUpperInvariant()}_{number}";

    public static string LockPath(string root) => Path.Combine(root, "..", SkillLock.FileName);

    /// <summary>A locker that only reads, and saves.</summary>
    public static SkillLocker OpenLocker(string root) => new(
        StoreBench.OpenAt(root, new FileSystem()),
        StoreChurn.OpenGrants(root),
        null!,
        new FileSystem(),
        Options.Create(new BoternitySkillsOptions { StorePath = root }),
        TimeProvider.System);

    public static async Task RunAsync(string root, string name, int count)
    {
        FileSystemSkillStore store = StoreBench.OpenAt(root, new FileSystem());
        FileSystemGrantStore grants = StoreChurn.OpenGrants(root);
        SkillLocker locker = OpenLocker(root);
        InstalledSkill shared = await store.GetAsync(Shared);
        Say(Ready);
        Console.In.ReadLine();
        for (int i = 1; i <= count; i++)
        {
            await store.InstallAsync(StoreBench.Tool($"{i}", "a.txt") with { SkillId = OwnSkill(name) });
            Say($"installed {i}");
            await grants.ChangeAsync(shared, now => now with { Secrets = [.. now.Secrets, Grant(name, i)] });
            Say($"granted {i}");
            await store.InstallAsync(StoreBench.Tool("0") with { SkillId = $"gone-{name}" });
            await store.RemoveAsync($"gone-{name}");
            Say($"removed {i}");
            await locker.SaveAsync(LockPath(root));
            Say($"saved {i}");
        }
    }

    private static void Say(string line)
    {
        Console.Out.Write(line + "\n");
        Console.Out.Flush();
    }
}
