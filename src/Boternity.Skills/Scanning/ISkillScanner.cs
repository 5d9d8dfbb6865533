namespace Boternity.Skills.Scanning;

/// <summary>
/// Looks for signs of harm in a skill's folder. It advises: what becomes of the skill is for the trust policy and the
/// approver to decide.
/// </summary>
public interface ISkillScanner
{
    /// <summary>Reads every file of a package.</summary>
    /// <param name="package">The package to look through.</param>
    /// <param name="installedNames">The names of installed skills that come near, to find one that is imitated.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    /// <returns>What was found, by file and line; empty when nothing was, which promises nothing.</returns>
    ValueTask<IReadOnlyList<SkillFinding>> ScanAsync(
        SkillPackage package,
        IReadOnlyCollection<string> installedNames,
        CancellationToken cancellationToken = default);
}
