namespace Boternity.Skills.Registries;

/// <summary>Checks for updates, as registries have them that ask about each skill by itself.</summary>
internal static class RegistryUpdates
{
    /// <summary>Asks about each skill of a registry.</summary>
    /// <param name="registry">The registry's name.</param>
    /// <param name="installed">The skills, those of others among them.</param>
    /// <param name="checkAsync">Asks about one; null where its source is none of the registry's.</param>
    public static async Task<IReadOnlyList<SkillUpdate>> CheckEachAsync(
        string registry, IReadOnlyList<SkillSource> installed, Func<SkillSource, Task<SkillUpdate?>> checkAsync)
    {
        List<SkillUpdate> updates = [];
        foreach (SkillSource source in installed)
        {
            if (string.Equals(source.Registry, registry, StringComparison.OrdinalIgnoreCase)
                && await checkAsync(source).ConfigureAwait(false) is { } update)
            {
                updates.Add(update);
            }
        }

        return updates;
    }

    /// <summary>What was found of a skill, without a newer revision.</summary>
    public static SkillUpdate Of(SkillSource source, SkillUpdateState state, string reason) =>
        new() { Installed = source, State = state, Reason = reason };
}
