namespace Boternity.Skills.Dependencies;

/// <summary>Where a <see cref="DependencyResolver"/> finds skills.</summary>
internal interface IDependencySource
{
    /// <summary>
    /// A skill that a dependency names, by preference: 0 is the one to be taken if it will do, then 1, and so on. Its
    /// version is not looked at.
    /// </summary>
    /// <returns>The skill; null where there is no further one.</returns>
    ValueTask<DependencyNode?> FindAsync(
        SkillDependency dependency, DependencyNode by, int index, CancellationToken cancellationToken);

    /// <summary>The installed skills that go by a name.</summary>
    ValueTask<IReadOnlyList<DependencyNode>> FindInstalledAsync(string name, CancellationToken cancellationToken);

    /// <summary>The installed skills that name one of these names in what they say of others.</summary>
    ValueTask<IReadOnlyList<DependencyNode>> FindReferringAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken);
}
