namespace Boternity.Skills.Capabilities;

/// <summary>
/// The host's memory, which skills with <c>recall_memory</c> may search. Safe for concurrent use. The default
/// remembers nothing.
/// </summary>
public interface ISkillMemory
{
    /// <summary>Searches the memory.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="query">The skill's words: text from a stranger.</param>
    /// <param name="limit">The most memories that are wanted; more are cut off.</param>
    /// <param name="cancellationToken">Stops the search when the run ends.</param>
    ValueTask<IReadOnlyList<string>> RecallAsync(
        SkillContext context, string query, int limit, CancellationToken cancellationToken = default);
}
