using System.Net;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Capabilities;

internal sealed class SkillHostOptionsValidator : IValidateOptions<SkillHostOptions>
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SkillHostOptions options)
    {
        List<string> failures = [];
        (string Name, long Value)[] counts =
        [
            (nameof(options.MaxLogLines), options.MaxLogLines),
            (nameof(options.MaxLogBytes), options.MaxLogBytes),
            (nameof(options.MaxHttpRedirects), options.MaxHttpRedirects),
            (nameof(options.MaxHttpRequests), options.MaxHttpRequests),
            (nameof(options.MaxHttpRequestBytes), options.MaxHttpRequestBytes),
            (nameof(options.MaxHttpResponseBytes), options.MaxHttpResponseBytes),
            (nameof(options.MaxFileBytes), options.MaxFileBytes),
            (nameof(options.MaxFileBytesWritten), options.MaxFileBytesWritten),
            (nameof(options.MaxFilesCreated), options.MaxFilesCreated),
            (nameof(options.MaxOpenFiles), options.MaxOpenFiles),
            (nameof(options.MaxDirectoryEntries), options.MaxDirectoryEntries),
            (nameof(options.MaxRecalledMemories), options.MaxRecalledMemories),
            (nameof(options.MaxRecalledBytes), options.MaxRecalledBytes),
        ];

        // A query over tuples is code that no process has compiled before it starts.
        foreach ((string place, long value) in counts)
        {
            if (value < 0)
            {
                failures.Add($"{nameof(SkillHostOptions)}.{place} must not be negative; it is {value}.");
            }
        }

        if (options.MaxHttpHeaderKibibytes is < 1 or > 1024)
        {
            failures.Add(
                $"{nameof(SkillHostOptions)}.{nameof(options.MaxHttpHeaderKibibytes)} must be between 1 and 1024; it "
                    + $"is {options.MaxHttpHeaderKibibytes}.");
        }

        if (options.HttpTimeout <= TimeSpan.Zero || options.HttpTimeout > MaxTimeout)
        {
            failures.Add(
                $"{nameof(SkillHostOptions)}.{nameof(options.HttpTimeout)} must be more than zero and at most a day; "
                    + $"it is {options.HttpTimeout}.");
        }

        if (options.MaxFileBytes > Array.MaxLength)
        {
            failures.Add(
                $"{nameof(SkillHostOptions)}.{nameof(options.MaxFileBytes)} must be at most {Array.MaxLength}; it is "
                    + $"{options.MaxFileBytes}.");
        }

        failures.AddRange(options.DeniedNetworks
            .Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network =>
                $"{nameof(SkillHostOptions)}.{nameof(options.DeniedNetworks)} must hold ranges in CIDR notation; "
                    + $"'{network}' is none."));

        if (!Enum.IsDefined(options.OnViolation))
        {
            failures.Add(
                $"{nameof(SkillHostOptions)}.{nameof(options.OnViolation)} is not a defined value: "
                    + $"{options.OnViolation}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
