using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.Directories;

/// <summary>Refuses settings with which a <see cref="DirectorySkillRegistry"/> cannot work.</summary>
internal sealed class DirectoryRegistryOptionsValidator : IValidateOptions<DirectoryRegistryOptions>
{
    private const int LargestDepth = 32;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DirectoryRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = [];
        if (RegistryNames.FindProblem(options.Name) is { } problem)
        {
            failures.Add($"{nameof(DirectoryRegistryOptions)}.{nameof(options.Name)} {problem}.");
        }

        if (!System.IO.Path.IsPathFullyQualified(options.Path ?? ""))
        {
            failures.Add(
                $"{nameof(DirectoryRegistryOptions)}.{nameof(options.Path)} must be an absolute path; it is "
                    + $"'{options.Path}' (registry '{options.Name}').");
        }

        if (options.MaxDepth is < 0 or > LargestDepth)
        {
            failures.Add(
                $"{nameof(DirectoryRegistryOptions)}.{nameof(options.MaxDepth)} must be 0 to {LargestDepth}; it is "
                    + $"{options.MaxDepth} (registry '{options.Name}').");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
