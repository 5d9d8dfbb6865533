namespace Boternity.Skills.Capabilities;

/// <summary>The default secret provider: has none.</summary>
internal sealed class NullSecretProvider : ISecretProvider
{
    public ValueTask<string?> FindSecretAsync(
        SkillContext context, string name, CancellationToken cancellationToken = default) =>
        new((string?)null);
}
