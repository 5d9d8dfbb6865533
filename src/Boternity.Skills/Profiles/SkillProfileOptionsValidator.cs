using Microsoft.Extensions.Options;

namespace Boternity.Skills.Profiles;

internal sealed class SkillProfileOptionsValidator : IValidateOptions<SkillProfileOptions>
{
    /// <exception cref="SkillProfileException">It is no profile: the typed error says more than a failure of the
    /// options can.</exception>
    public ValidateOptionsResult Validate(string? name, SkillProfileOptions options)
    {
        if (options.FilePath is { } path
            && (!Path.IsPathFullyQualified(path)
                || options.Skills.Count > 0
                || options.BotName.Length > 0
                || options.Limits is not null))
        {
            return ValidateOptionsResult.Fail(
                $"{nameof(SkillProfileOptions)}.{nameof(options.FilePath)} of '{name}' must be an absolute path, and "
                    + $"the file has the skills, the limits and the bot's name; it is '{path}'.");
        }

        options.ToProfile(name ?? Options.DefaultName);
        return ValidateOptionsResult.Success;
    }
}
