using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime;

/// <summary>Says what of the options cannot be, when the host starts.</summary>
internal sealed class WasmtimeOptionsValidator : IValidateOptions<WasmtimeOptions>
{
    /// <summary>The smallest and the largest stack of a guest; the largest is half of its thread's.</summary>
    public const int MinStackBytes = 64 * 1024;

    /// <summary>See <see cref="MinStackBytes"/>.</summary>
    public const int MaxStackBytes = 512 * 1024;

    public ValidateOptionsResult Validate(string? name, WasmtimeOptions options)
    {
        List<string> failures = [];
        Require(
            options.CacheDirectory is null || Path.IsPathFullyQualified(options.CacheDirectory),
            nameof(options.CacheDirectory),
            "an absolute path",
            options.CacheDirectory);
        Require(
            options.CacheKey is null || options.CacheKey.Value.Length >= WasmtimeOptions.MinCacheKeyBytes,
            nameof(options.CacheKey),
            $"at least {WasmtimeOptions.MinCacheKeyBytes} bytes long",
            $"{options.CacheKey?.Length} bytes");
        Require(
            options.CacheDirectory is null || options.CacheKey is not null || !OperatingSystem.IsWindows(),
            nameof(options.CacheKey),
            "given where there is a cache, on Windows",
            "");
        Require(
            options.MaxCacheBytes > 0,
            nameof(options.MaxCacheBytes),
            "greater than zero",
            options.MaxCacheBytes);
        Require(
            options.MaxConcurrentCompilations > 0,
            nameof(options.MaxConcurrentCompilations),
            "greater than zero",
            options.MaxConcurrentCompilations);
        Require(
            options.MaxProgramBytes > 0,
            nameof(options.MaxProgramBytes),
            "greater than zero",
            options.MaxProgramBytes);
        Require(
            options.MaxCompilationTime > TimeSpan.Zero && options.MaxCompilationTime < TimeSpan.FromDays(1),
            nameof(options.MaxCompilationTime),
            "more than zero and less than a day",
            options.MaxCompilationTime);
        Require(
            options.MaxStackBytes is >= MinStackBytes and <= MaxStackBytes,
            nameof(options.MaxStackBytes),
            $"from {MinStackBytes} to {MaxStackBytes}",
            options.MaxStackBytes);
        Require(
            options.MaxPooledMemories >= 0,
            nameof(options.MaxPooledMemories),
            "zero or more",
            options.MaxPooledMemories);
        Require(
            options.MaxPooledBytes >= 0,
            nameof(options.MaxPooledBytes),
            "zero or more",
            options.MaxPooledBytes);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool condition, string place, string wanted, object? value)
        {
            if (!condition)
            {
                failures.Add($"{nameof(WasmtimeOptions)}.{place} must be {wanted}; it is '{value}'.");
            }
        }
    }
}
