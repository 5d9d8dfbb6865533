using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// The repositories that failed while several were read. One that fails is reported and passed over; where all of them
/// fail, the registry does.
/// </summary>
internal sealed class RepositoryFailures(int repositories, string registry, ILogger logger)
{
    private int _failed;

    /// <summary>Whether the others are still to be read, or have been; reports the failure if so.</summary>
    public bool MayGoOn(GitHubRepository repository, SkillRegistryException failure)
    {
        // A limit is the server's for all of them.
        if (failure.Code == SkillErrorCodes.RateLimited || ++_failed == repositories)
        {
            return false;
        }

        RegistryLog.RepositoryLeftOut(logger, repository.FullName, registry, failure.Message);
        return true;
    }
}
