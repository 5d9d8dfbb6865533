namespace Boternity.Skills.Registries.GitHub;

/// <summary>A registry that reads whole repositories, for registries that know more of what is in them.</summary>
internal interface IRepositoryReader : ISkillRegistry
{
    /// <summary>The skills of a repository at a revision; null means the default branch.</summary>
    /// <exception cref="SkillNotFoundException">There is no such repository or revision.</exception>
    /// <exception cref="SkillRegistryException">It cannot be read.</exception>
    Task<RepositoryIndex> GetIndexAsync(string repository, string? revision, CancellationToken cancellationToken);

    /// <summary>Files of a repository at a commit; those that are not there are left out.</summary>
    /// <exception cref="SkillRegistryException">It cannot be read.</exception>
    Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        string repository, string commit, IReadOnlySet<string> paths, CancellationToken cancellationToken);
}
