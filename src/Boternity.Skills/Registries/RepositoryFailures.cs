using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries;

/// <summary>
/// The repositories that failed while several were read. One that fails is reported and passed over; where all of them
/// fail, the registry does.
/// </summary>
internal sealed class RepositoryFailures(int repositories, string registry, ILogger logger)
{
    private int _failed;

    /// <summary>Gets whether all of them are on one server, whose limits are then for all of them.</summary>
    public bool AreOnOneServer { get; init; } = true;

    /// <summary>Whether the others are still to be read, or have been; reports the failure if so.</summary>
    public bool MayGoOn(string repository, SkillRegistryException failure)
    {
        if ((AreOnOneServer && failure.Code == SkillErrorCodes.RateLimited) || ++_failed == repositories)
        {
            return false;
        }

        RegistryLog.RepositoryLeftOut(logger, repository, registry, failure.Message);
        return true;
    }
}
