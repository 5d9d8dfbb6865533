namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// The skills of a repository at a commit, sorted by path, and those that are there and cannot be read.
/// </summary>
internal sealed record RepositoryIndex(
    string Commit, IReadOnlyList<DiscoveredSkill> Skills, IReadOnlyList<UnreadableSkill> Unreadable)
{
    /// <summary>Gets the index of a repository or revision that is not there.</summary>
    public static RepositoryIndex Empty { get; } = new("", [], []);
}

/// <summary>
/// A skill of an index, with the bytes of its frontmatter, which is what the cache keeps; of one that cannot be read,
/// it keeps the diagnostics.
/// </summary>
internal sealed record IndexedSkill(DiscoveredSkill? Skill, UnreadableSkill? Unreadable, byte[] Frontmatter)
{
    public string Path => (Skill?.Source ?? Unreadable!.Source).Path;

    /// <summary>The same at a commit.</summary>
    public IndexedSkill At(string commit) => this with
    {
        Skill = Skill is null ? null : Skill with { Source = Skill.Source with { Commit = commit } },
        Unreadable = Unreadable is null
            ? null
            : Unreadable with { Source = Unreadable.Source with { Commit = commit } },
    };

    public static RepositoryIndex IndexOf(string commit, IReadOnlyCollection<IndexedSkill> skills) =>
        new(
            commit,
            [.. skills.Select(skill => skill.Skill).OfType<DiscoveredSkill>()],
            [.. skills.Select(skill => skill.Unreadable).OfType<UnreadableSkill>()]);
}
