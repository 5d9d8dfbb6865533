namespace Boternity.Skills.Capabilities;

/// <summary>
/// The host's secrets. It is asked only for those that a skill's manifest declares and the host granted. Safe for
/// concurrent use. The default has none.
/// </summary>
public interface ISecretProvider
{
    /// <summary>The secret's value; null when there is none.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="cancellationToken">Stops the search when the run ends.</param>
    ValueTask<string?> FindSecretAsync(
        SkillContext context, string name, CancellationToken cancellationToken = default);
}
