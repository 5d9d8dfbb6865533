using System.Globalization;
using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// What a skill of a store is at one time: its version and the number of its grants; null for a skill that is
/// not installed.
/// </summary>
internal sealed record ChurnState(int Version, int Grants)
{
    public SkillGrants ToGrants() => Grants == 0 ? SkillGrants.None : new SkillGrants { Secrets = [$"G{Grants}"] };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version} {Grants}");

    public static ChurnState? Parse(string version, string grants) => version == "-"
        ? null
        : new ChurnState(
            int.Parse(version, CultureInfo.InvariantCulture), int.Parse(grants, CultureInfo.InvariantCulture));
}

/// <summary>
/// Installs, updates, grants and removes without end, and says before each what the skill will be and after each that
/// it is: whoever kills the process knows what may be there.
/// </summary>
internal static class StoreChurn
{
    public const string Ready = "ready";
    public const string Begin = "begin";
    public const string End = "end";

    public static readonly string[] Skills = ["one", "two", "three"];

    public static FileSystemGrantStore OpenGrants(string root) => new(
        Options.Create(new BoternitySkillsOptions { StorePath = root }),
        new FileSystem(),
        TimeProvider.System,
        NullLogger<FileSystemGrantStore>.Instance);

    public static async Task RunAsync(string root, int seed)
    {
        FileSystemSkillStore store = StoreBench.OpenAt(root, new FileSystem());
        FileSystemGrantStore grants = OpenGrants(root);
        var random = new Random(seed);
        Say(Ready);
        for (int number = 1; ; number++)
        {
            string skillId = Skills[random.Next(Skills.Length)];
            InstalledSkill? there = await store.FindAsync(skillId);
            int granted = random.Next(3) == 0 ? 0 : random.Next(1, 1000);
            int version = there is null ? 0 : int.Parse(there.Manifest.Version!, CultureInfo.InvariantCulture);
            switch (random.Next(5))
            {
                case 0 when there is not null:
                    Say($"{Begin} {skillId} - -");
                    await store.RemoveAsync(skillId);
                    break;
                case 1 when there is not null:
                    Say($"{Begin} {skillId} {new ChurnState(version, granted)}");
                    await grants.SetAsync(there, new ChurnState(version, granted).ToGrants());
                    break;
                case 2 when there is not null:
                    // The same content with other grants.
                    await InstallAsync(store, skillId, new ChurnState(version, granted));
                    break;
                default:
                    await InstallAsync(store, skillId, new ChurnState((seed * 10_000) + number, granted));
                    break;
            }

            Say(End);
        }
    }

    private static Task<InstalledSkill> InstallAsync(FileSystemSkillStore store, string skillId, ChurnState state)
    {
        Say($"{Begin} {skillId} {state}");
        string version = state.Version.ToString(CultureInfo.InvariantCulture);
        return store.InstallAsync(
            StoreBench.Tool(version, "a.txt", "scripts/run.py") with { SkillId = skillId }, state.ToGrants());
    }

    private static void Say(string line)
    {
        Console.Out.Write(line + "\n");
        Console.Out.Flush();
    }
}
