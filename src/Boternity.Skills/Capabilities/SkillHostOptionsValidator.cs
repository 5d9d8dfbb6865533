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
            (nameof(options.LogLines), options.LogLines),
            (nameof(options.LogBytes), options.LogBytes),
            (nameof(options.HttpRedirects), options.HttpRedirects),
            (nameof(options.HttpRequests), options.HttpRequests),
            (nameof(options.HttpRequestBytes), options.HttpRequestBytes),
            (nameof(options.HttpResponseBytes), options.HttpResponseBytes),
            (nameof(options.FileBytes), options.FileBytes),
            (nameof(options.FileBytesWritten), options.FileBytesWritten),
            (nameof(options.FilesCreated), options.FilesCreated),
            (nameof(options.OpenFiles), options.OpenFiles),
            (nameof(options.DirectoryEntries), options.DirectoryEntries),
            (nameof(options.Memories), options.Memories),
            (nameof(options.MemoryBytes), options.MemoryBytes),
        ];
        failures.AddRange(counts
            .Where(count => count.Value < 0)
            .Select(count => $"{nameof(SkillHostOptions)}.{count.Name} must not be negative; it is {count.Value}."));
        if (options.HttpHeaderKibibytes is < 1 or > 1024)
        {
            failures.Add($"{nameof(SkillHostOptions)}.{nameof(options.HttpHeaderKibibytes)} must be between 1 and 1024; it is {options.HttpHeaderKibibytes}.");
        }

        if (options.HttpTimeout <= TimeSpan.Zero || options.HttpTimeout > MaxTimeout)
        {
            failures.Add($"{nameof(SkillHostOptions)}.{nameof(options.HttpTimeout)} must be more than zero and at most a day; it is {options.HttpTimeout}.");
        }

        if (options.FileBytes > Array.MaxLength)
        {
            failures.Add($"{nameof(SkillHostOptions)}.{nameof(options.FileBytes)} must be at most {Array.MaxLength}; it is {options.FileBytes}.");
        }

        if (!Enum.IsDefined(options.OnViolation))
        {
            failures.Add($"{nameof(SkillHostOptions)}.{nameof(options.OnViolation)} is not a defined value: {options.OnViolation}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
