namespace Boternity.Skills.Capabilities;

/// <summary>The default memory: empty.</summary>
internal sealed class NullSkillMemory : ISkillMemory
{
    public ValueTask<IReadOnlyList<string>> RecallAsync(
        SkillContext context, string query, int limit, CancellationToken cancellationToken = default) => new([]);
}
