using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>Refuses settings with which a <see cref="ClawHubSkillRegistry"/> cannot work.</summary>
internal sealed class ClawHubRegistryOptionsValidator : IValidateOptions<ClawHubRegistryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClawHubRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures =
        [
            .. HttpRegistryOptionsRules.FindProblems(options),
            .. HttpRegistryOptionsRules.FindServerProblems(options, options.BaseAddress, options.Token),
        ];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
