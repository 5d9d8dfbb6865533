using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.Addresses;

/// <summary>Refuses settings with which addresses cannot be read.</summary>
internal sealed class SkillAddressOptionsValidator : IValidateOptions<SkillAddressOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SkillAddressOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Name = SkillAddress.WebRegistry;
        List<string> failures = HttpRegistryOptionsRules.FindProblems(options);
        failures.AddRange(options.Tokens
            .Where(pair => !HttpRegistryOptionsRules.IsToken(pair.Value))
            .Select(pair =>
                $"{nameof(SkillAddressOptions)}.{nameof(options.Tokens)} must be visible ASCII ({pair.Key})."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
