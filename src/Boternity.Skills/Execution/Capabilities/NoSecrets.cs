namespace Boternity.Skills.Execution.Capabilities;

/// <summary>The default secret provider: has none.</summary>
internal sealed class NoSecrets : ISecretProvider
{
    public ValueTask<string?> FindSecretAsync(SkillContext context, string name, CancellationToken cancellationToken = default) =>
        new((string?)null);
}
