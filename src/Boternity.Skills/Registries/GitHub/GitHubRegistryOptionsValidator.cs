using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// Refuses settings with which a <see cref="GitHubSkillRegistry"/> cannot work, or would send its token in the open.
/// </summary>
internal sealed class GitHubRegistryOptionsValidator : IValidateOptions<GitHubRegistryOptions>
{
    private const int MostRetries = 10;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GitHubRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = [];
        if (RegistryNames.FindProblem(options.Name) is { } problem)
        {
            Fail(nameof(options.Name), problem);
        }

        foreach (string repository in options.Repositories)
        {
            Require(
                GitHubRepository.TryParse(repository, out _),
                nameof(options.Repositories),
                $"must hold owner/repo; '{repository}' is none");
        }

        Uri? api = options.ApiBaseAddress;
        Require(
            api is { IsAbsoluteUri: true }
                && (api.Scheme == Uri.UriSchemeHttps || (api.Scheme == Uri.UriSchemeHttp && api.IsLoopback)),
            nameof(options.ApiBaseAddress),
            $"must be an absolute HTTPS address, or HTTP on this machine; it is '{api}'");
        Require(
            options.Token is null || (options.Token.Length > 0 && options.Token.All(c => c is > ' ' and < '\x7F')),
            nameof(options.Token),
            "must be visible ASCII characters");
        Require(
            options.RevalidateAfter >= TimeSpan.Zero,
            nameof(options.RevalidateAfter),
            $"must not be negative; it is {options.RevalidateAfter}");
        Require(
            options.MaxRateLimitWait >= TimeSpan.Zero,
            nameof(options.MaxRateLimitWait),
            $"must not be negative; it is {options.MaxRateLimitWait}");
        Require(
            options.MaxRetries is >= 0 and <= MostRetries,
            nameof(options.MaxRetries),
            $"must be 0 to {MostRetries}; it is {options.MaxRetries}");
        Require(
            options.Timeout > TimeSpan.Zero,
            nameof(options.Timeout),
            $"must be greater than zero; it is {options.Timeout}");
        Require(
            options.MaxDownloadTime > TimeSpan.Zero,
            nameof(options.MaxDownloadTime),
            $"must be greater than zero; it is {options.MaxDownloadTime}");
        Require(
            options.MaxDownloadBytes > 0,
            nameof(options.MaxDownloadBytes),
            $"must be greater than zero; it is {options.MaxDownloadBytes}");
        Require(
            options.MaxArchiveBytes > 0,
            nameof(options.MaxArchiveBytes),
            $"must be greater than zero; it is {options.MaxArchiveBytes}");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool condition, string option, string rule)
        {
            if (!condition)
            {
                Fail(option, rule);
            }
        }

        void Fail(string option, string rule) =>
            failures.Add($"{nameof(GitHubRegistryOptions)}.{option} {rule} (registry '{options.Name}').");
    }
}
