using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.SkillsSh;

/// <summary>Refuses settings with which a <see cref="SkillsShRegistry"/> cannot work.</summary>
internal sealed class SkillsShRegistryOptionsValidator : IValidateOptions<SkillsShRegistryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SkillsShRegistryOptions options)
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
