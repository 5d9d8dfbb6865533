using Microsoft.Extensions.Options;

namespace Boternity.Skills.DependencyInjection;

internal sealed class BoternitySkillsOptionsValidator : IValidateOptions<BoternitySkillsOptions>
{
    public ValidateOptionsResult Validate(string? name, BoternitySkillsOptions options)
    {
        List<string> failures = [];
        Require(
            Path.IsPathFullyQualified(options.StorePath),
            nameof(options.StorePath),
            "an absolute path",
            options.StorePath);
        Require(
            Path.IsPathFullyQualified(options.CachePath),
            nameof(options.CachePath),
            "an absolute path",
            options.CachePath);
        Require(
            options.StoreLockTimeout >= TimeSpan.Zero,
            nameof(options.StoreLockTimeout),
            "zero or more",
            options.StoreLockTimeout);
        Require(
            options.StoreChangeInterval > TimeSpan.Zero && options.StoreChangeInterval < TimeSpan.FromDays(1),
            nameof(options.StoreChangeInterval),
            "more than zero and less than a day",
            options.StoreChangeInterval);
        Require(
            options.RuntimeStateLifetime >= TimeSpan.Zero,
            nameof(options.RuntimeStateLifetime),
            "zero or more",
            options.RuntimeStateLifetime);
        Require(
            options.MaxScanTime > TimeSpan.Zero, nameof(options.MaxScanTime), "greater than zero", options.MaxScanTime);
        Positive(options.MaxCachedPrograms, nameof(options.MaxCachedPrograms));
        Positive(options.MaxCachedProgramBytes, nameof(options.MaxCachedProgramBytes));
        Require(
            options.MaxCachedArchiveBytes >= 0,
            nameof(options.MaxCachedArchiveBytes),
            "zero or more",
            options.MaxCachedArchiveBytes);
        Positive(options.MaxDependencies, nameof(options.MaxDependencies));
        Positive(options.MaxDependencyDepth, nameof(options.MaxDependencyDepth));
        Positive(options.MaxTotalGuestBytes, nameof(options.MaxTotalGuestBytes));
        Positive(options.MaxConcurrentExecutions, nameof(options.MaxConcurrentExecutions));
        Positive(options.MaxConcurrentExecutionsPerSkill, nameof(options.MaxConcurrentExecutionsPerSkill));
        Require(
            options.MaxQueuedExecutions >= 0,
            nameof(options.MaxQueuedExecutions),
            "zero or more",
            options.MaxQueuedExecutions);
        Positive(
            options.PackageLimits.MaxFiles, $"{nameof(options.PackageLimits)}.{nameof(SkillPackageLimits.MaxFiles)}");
        Positive(
            options.PackageLimits.MaxFileBytes,
            $"{nameof(options.PackageLimits)}.{nameof(SkillPackageLimits.MaxFileBytes)}");
        Positive(
            options.PackageLimits.MaxTotalBytes,
            $"{nameof(options.PackageLimits)}.{nameof(SkillPackageLimits.MaxTotalBytes)}");
        Limits(options.UntrustedLimits, nameof(options.UntrustedLimits));
        Limits(options.VerifiedLimits, nameof(options.VerifiedLimits));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Limits(SkillLimits limits, string place)
        {
            if (limits.FindProblem() is { } problem)
            {
                failures.Add($"{nameof(BoternitySkillsOptions)}.{place}.{problem}");
            }
        }

        void Positive(long value, string place) => Require(value > 0, place, "greater than zero", value);

        void Require(bool condition, string place, string wanted, object value)
        {
            if (!condition)
            {
                failures.Add($"{nameof(BoternitySkillsOptions)}.{place} must be {wanted}; it is '{value}'.");
            }
        }
    }
}
