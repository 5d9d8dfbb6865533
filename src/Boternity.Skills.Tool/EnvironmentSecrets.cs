using Boternity.Skills.Capabilities;

namespace Boternity.Skills.Tool;

/// <summary>Secrets of the command line: environment variables, for those that were granted by name.</summary>
internal sealed class EnvironmentSecrets : ISecretProvider
{
    public ValueTask<string?> FindSecretAsync(
        SkillContext context, string name, CancellationToken cancellationToken = default) =>
        new(Environment.GetEnvironmentVariable(name));
}
