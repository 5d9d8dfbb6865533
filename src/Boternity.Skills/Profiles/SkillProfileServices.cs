using Boternity.Skills.Storage;

namespace Boternity.Skills.Profiles;

/// <summary>
/// What the bot of a profile has of the host's services: the skills that the profile enables, and nothing of the
/// others. Safe for concurrent use.
/// </summary>
public sealed class SkillProfileServices
{
    internal SkillProfileServices(
        SkillProfile profile, ISkillStore store, ISkillGrantStore grants, ISkillExecutor executor)
    {
        Profile = profile;
        Store = store;
        Grants = grants;
        Executor = executor;
    }

    /// <summary>Gets the profile.</summary>
    public SkillProfile Profile { get; }

    /// <summary>
    /// Gets the host's store as the bot sees it, read-only: what would change it is refused
    /// (<see cref="SkillErrorCodes.ProfileReadOnly"/>). A list has what is enabled and there; beside it
    /// (<see cref="SkillInventory.Damaged"/>) are those that are enabled and not installed
    /// (<see cref="SkillNotInstalledException"/>), or not what the profile pins (<see cref="SkillPinException"/>).
    /// Whoever asks for one of these gets the error, and for one that is not enabled
    /// <see cref="SkillNotEnabledException"/>.
    /// </summary>
    public ISkillStore Store { get; }

    /// <summary>Gets what the bot's skills are granted: by the profile, else at install. Read-only.</summary>
    public ISkillGrantStore Grants { get; }

    /// <summary>
    /// Gets the host's executor as the bot has it: it executes what is enabled and as it is pinned, within the
    /// profile's limits, under the bot's name. What a call grants takes the place of what the profile grants.
    /// </summary>
    public ISkillExecutor Executor { get; }
}
