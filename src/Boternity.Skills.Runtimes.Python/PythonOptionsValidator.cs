using Microsoft.Extensions.Options;

namespace Boternity.Skills.Runtimes.Python;

/// <summary>Says what of the options cannot be, when the host starts.</summary>
internal sealed class PythonOptionsValidator : IValidateOptions<PythonOptions>
{
    private const int Sha256Digits = 64;

    public ValidateOptionsResult Validate(string? name, PythonOptions options)
    {
        List<string> failures = [];
        foreach (PythonPackageFile package in options.Packages)
        {
            if (!Path.IsPathFullyQualified(package.Path))
            {
                failures.Add($"{nameof(PythonOptions.Packages)}: '{package.Path}' is not an absolute path.");
            }

            if (package.Sha256.Length != Sha256Digits || !package.Sha256.All(char.IsAsciiHexDigit))
            {
                failures.Add($"{nameof(PythonOptions.Packages)}: '{package.Path}' needs a SHA-256 of 64 digits.");
            }
        }

        if (options.WheelDirectory is { } directory && !Path.IsPathFullyQualified(directory))
        {
            failures.Add($"{nameof(PythonOptions.WheelDirectory)}: '{directory}' is not an absolute path.");
        }

        CheckPositive(failures, nameof(PythonOptions.MaxWheelBytes), options.MaxWheelBytes);
        CheckPositive(failures, nameof(PythonOptions.MaxPackageFiles), options.MaxPackageFiles);
        CheckPositive(failures, nameof(PythonOptions.MaxPackageBytes), options.MaxPackageBytes);
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static void CheckPositive(List<string> failures, string name, int value)
    {
        if (value < 1)
        {
            failures.Add($"{name} must be at least 1.");
        }
    }
}
