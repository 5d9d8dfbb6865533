using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Storage;

/// <summary>
/// Finds installed skills by what they are called and by what they say of others, without looking at all of them. For
/// each name there is a directory, with an empty file for each entry that is called so, or names it. A file too many
/// does no harm: the entry is read before anything is made of it.
/// </summary>
internal sealed class RelationIndex(StoreDisk disk, StoreLayout layout, StoreReader reader)
{
    /// <summary>Makes the index of a store that has none. Needs the store's lock.</summary>
    public void EnsureBuilt()
    {
        if (disk.Exists(layout.Relations))
        {
            return;
        }

        string staged = layout.NewStagingPath();
        disk.CreateDirectory(staged);
        foreach (string entry in reader.EntryNames())
        {
            if (FindReadable(entry) is { } skill)
            {
                Add(staged, skill);
            }
        }

        disk.Move(staged, layout.Relations);
        disk.FlushDirectory(layout.Root);
    }

    /// <summary>Adds a skill, before it is there. Needs the store's lock.</summary>
    public void Add(InstalledSkill skill)
    {
        EnsureBuilt();
        Add(layout.Relations, skill);
    }

    /// <summary>Takes a skill out that is no longer there, as it was. Needs the store's lock.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="now">What has its id now; null for nothing.</param>
    public void Remove(InstalledSkill skill, InstalledSkill? now)
    {
        foreach (string key in KeysOf(skill).Except(now is null ? [] : KeysOf(now)))
        {
            disk.Delete(disk.FileSystem.Path.Combine(
                DirectoryOf(layout.Relations, key), StoreLayout.EntryName(skill.SkillId)));
        }
    }

    /// <summary>The installed skills that go by a name, sorted by id (ordinal).</summary>
    public IReadOnlyList<InstalledSkill> FindNamed(string name) =>
    [
        .. Read([.. EntryOf(name), .. Entries(NameKey(name))])
            .Where(skill => DependencyNode.Of(skill).Names.Contains(name, StringComparer.OrdinalIgnoreCase)),
    ];

    /// <summary>The installed skills that name one of these names, sorted by id (ordinal).</summary>
    public IReadOnlyList<InstalledSkill> FindReferring(IReadOnlyList<string> names) =>
    [
        .. Read(names.SelectMany(name => Entries(MentionKey(name))))
            .Where(skill => Mentions(DependencyNode.Of(skill))
                .Any(wanted => names.Contains(wanted.Name, StringComparer.OrdinalIgnoreCase))),
    ];

    private static IEnumerable<SkillDependency> Mentions(DependencyNode node) => node.Required.Concat(node.Conflicts);

    private static string NameKey(string name) => $"name {name.ToLowerInvariant()}";

    private static string MentionKey(string name) => $"mention {name.ToLowerInvariant()}";

    // The id needs no file: the entry is found by it.
    private static HashSet<string> KeysOf(InstalledSkill skill)
    {
        DependencyNode node = DependencyNode.Of(skill);
        return
        [
            .. node.Names
                .Where(name => !string.Equals(name, skill.SkillId, StringComparison.OrdinalIgnoreCase))
                .Select(NameKey),
            .. Mentions(node).Select(static wanted => MentionKey(wanted.Name)),
        ];
    }

    private static string[] EntryOf(string name) =>
        SkillIdRules.FindProblem(name) is null ? [StoreLayout.EntryName(name)] : [];

    private void Add(string root, InstalledSkill skill)
    {
        foreach (string key in KeysOf(skill))
        {
            string directory = DirectoryOf(root, key);
            string path = disk.FileSystem.Path.Combine(directory, StoreLayout.EntryName(skill.SkillId));
            if (!disk.Exists(path))
            {
                disk.CreateDirectory(directory);
                disk.CreateNew(path).Dispose();
                disk.FlushDirectory(directory);
                disk.FlushDirectory(root);
            }
        }
    }

    private IEnumerable<string> Entries(string key) => disk.Exists(layout.Relations)
        ? disk.Names(DirectoryOf(layout.Relations, key))
        : reader.EntryNames();

    private IEnumerable<InstalledSkill> Read(IEnumerable<string> entries) =>
        entries
            .Distinct(StringComparer.Ordinal)
            .Select(FindReadable)
            .OfType<InstalledSkill>()
            .OrderBy(static skill => skill.SkillId, StringComparer.Ordinal);

    private InstalledSkill? FindReadable(string entry)
    {
        try
        {
            return reader.FindEntry(entry);
        }
        catch (SkillStoreException exception) when (exception.Code == SkillErrorCodes.StoreEntryDamaged)
        {
            // What it says is not known.
            return null;
        }
    }

    private string DirectoryOf(string root, string key) => disk.FileSystem.Path.Combine(
        root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]);
}
