using Microsoft.Extensions.Primitives;

namespace Boternity.Skills.Storage;

/// <summary>
/// Tells when something in the store has changed: a skill was installed, updated, removed or rolled back, or what it is
/// granted. Safe for concurrent use.
/// </summary>
public interface ISkillStoreChanges
{
    /// <summary>
    /// A token that changes with the next write to the store, by this process at once, and by others after at most
    /// <see cref="BoternitySkillsOptions.StoreChangeInterval"/>. Take it before reading the store, so that no change
    /// falls between. A write that left the store as it was may change it too.
    /// </summary>
    IChangeToken GetChangeToken();
}
