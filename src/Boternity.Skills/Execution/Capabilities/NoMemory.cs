namespace Boternity.Skills.Execution.Capabilities;

/// <summary>The default memory: empty.</summary>
internal sealed class NoMemory : ISkillMemory
{
    public ValueTask<IReadOnlyList<string>> RecallAsync(
        SkillContext context, string query, int limit, CancellationToken cancellationToken = default) => new([]);
}
