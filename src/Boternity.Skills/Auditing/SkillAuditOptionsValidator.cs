using Microsoft.Extensions.Options;

namespace Boternity.Skills.Auditing;

internal sealed class SkillAuditOptionsValidator : IValidateOptions<SkillAuditOptions>
{
    private const long MinFileBytes = 1024;
    private const int MinKeyBytes = 32;

    public ValidateOptionsResult Validate(string? name, SkillAuditOptions options)
    {
        List<string> failures = [];
        if (!Path.IsPathFullyQualified(options.DirectoryPath))
        {
            failures.Add(
                $"{nameof(SkillAuditOptions)}.{nameof(options.DirectoryPath)} must be an absolute path; it is "
                    + $"'{options.DirectoryPath}'.");
        }

        if (options.MaxFileBytes < MinFileBytes)
        {
            failures.Add(
                $"{nameof(SkillAuditOptions)}.{nameof(options.MaxFileBytes)} must be at least {MinFileBytes}; it is "
                    + $"{options.MaxFileBytes}.");
        }

        if (!Enum.IsDefined(options.OnFailure))
        {
            failures.Add(
                $"{nameof(SkillAuditOptions)}.{nameof(options.OnFailure)} is not a defined value: "
                    + $"{options.OnFailure}.");
        }

        if (options.Key is { Length: < MinKeyBytes })
        {
            failures.Add(
                $"{nameof(SkillAuditOptions)}.{nameof(options.Key)} must have at least {MinKeyBytes} bytes; it has "
                    + $"{options.Key.Length}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
