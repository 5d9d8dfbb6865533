namespace Boternity.Skills;

/// <summary>Composes registries, compiler and store: a reference in, an installed skill out.</summary>
public interface ISkillInstaller
{
    /// <summary>
    /// Finds the one skill that a reference means. Registries have an order, that in which they were added: the first
    /// one with the best match wins, and <see cref="DiscoveredSkill.Alternatives"/> says what else there was.
    /// </summary>
    /// <param name="reference">What a person typed.</param>
    /// <param name="options">Which matches count; null for exact names only.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="Registries.SkillNotFoundException">No registry has it; the message names what comes
    /// close.</exception>
    /// <exception cref="Registries.SkillAmbiguousException">More than one skill of a place matches equally well, or
    /// skills of several places do and <see cref="SkillInstallOptions.Ambiguity"/> says to refuse; the exception lists
    /// them.</exception>
    /// <exception cref="SkillRegistryException">A registry that was asked cannot be read, and none before it has the
    /// skill.</exception>
    Task<DiscoveredSkill> ResolveAsync(
        SkillReference reference, SkillInstallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Finds, fetches, compiles and stores a skill.</summary>
    /// <param name="reference">What a person typed.</param>
    /// <param name="options">Trust, id, conflicts; null for the defaults.</param>
    /// <param name="progress">Is told of each step as it begins, and how much has been fetched.</param>
    /// <param name="cancellationToken">Stops the install; the store is then as it was.</param>
    /// <exception cref="SkillException">The step that failed tells why by its type: registry, package, manifest,
    /// compilation, store.</exception>
    Task<InstalledSkill> InstallAsync(
        SkillReference reference,
        SkillInstallOptions? options = null,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Fetches, compiles and stores the skill of a source: of one that was found, installed or locked before.
    /// </summary>
    /// <inheritdoc
    /// cref="InstallAsync(SkillReference, SkillInstallOptions, IProgress{SkillInstallProgress}, CancellationToken)"/>
    Task<InstalledSkill> InstallAsync(
        SkillSource source,
        SkillInstallOptions? options = null,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Installs several skills: all of them are found and fetched, each archive once, then whoever decides is asked
    /// about all of them at once, and what was approved is stored. One that fails or is refused does not stop the
    /// others.
    /// </summary>
    /// <param name="references">What a person typed; two that mean the same skill count once.</param>
    /// <param name="options">Trust and conflicts, for all of them; null for the defaults.</param>
    /// <param name="progress">Is told of each step as it begins.</param>
    /// <param name="cancellationToken">Stops it; what was stored stays.</param>
    /// <exception cref="ArgumentException">The options have an id or a digest, which are for one skill.</exception>
    /// <exception cref="SkillTrustException">The approver gave no answer for each skill; nothing was
    /// stored.</exception>
    Task<SkillBatchResult> InstallAsync(
        IReadOnlyList<SkillReference> references,
        SkillInstallOptions? options = null,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Installs the skills of several sources: all of them are fetched, each archive once, then whoever decides is
    /// asked about all of them at once, and what was approved is stored. An installer that does not implement it
    /// installs one after the other.
    /// </summary>
    /// <param name="requests">The skills, with what is said of each.</param>
    /// <param name="onFailure">What happens to the others when one fails or is refused.</param>
    /// <param name="progress">Is told of each step as it begins.</param>
    /// <param name="cancellationToken">Stops it; what was stored stays.</param>
    /// <returns>What was done; a failure is named by the id of its options, and by its source where they have
    /// none.</returns>
    /// <exception cref="SkillTrustException">The approver gave no answer for each skill; nothing of what it was asked
    /// about was stored.</exception>
    /// <exception cref="SkillException">A step failed, and <paramref name="onFailure"/> says to stop.</exception>
    async Task<SkillBatchResult> InstallAllAsync(
        IReadOnlyList<SkillInstallRequest> requests,
        SkillFailureMode onFailure = SkillFailureMode.Continue,
        IProgress<SkillInstallProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        List<InstalledSkill> installed = [];
        List<SkillFailure> failed = [];
        foreach (SkillInstallRequest request in requests)
        {
            try
            {
                installed.Add(await InstallAsync(request.Source, request.Options, progress, cancellationToken)
                    .ConfigureAwait(false));
            }
            catch (SkillException error) when (onFailure == SkillFailureMode.Continue)
            {
                failed.Add(new SkillFailure { Skill = request.Name, Error = error });
            }
        }

        return new SkillBatchResult { Installed = installed, Failed = failed };
    }
}
