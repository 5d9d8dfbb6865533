using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// Refuses settings with which a <see cref="GitHubSkillRegistry"/> cannot work, or would send its token in the open.
/// </summary>
internal sealed class GitHubRegistryOptionsValidator : IValidateOptions<GitHubRegistryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GitHubRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = HttpRegistryOptionsRules.FindProblems(options);
        foreach (string repository in options.Repositories)
        {
            Require(
                GitHubRepository.TryParse(repository, out _),
                nameof(options.Repositories),
                $"must hold owner/repo; '{repository}' is none");
        }

        Require(
            HttpRegistryOptionsRules.IsSafe(options.ApiBaseAddress),
            nameof(options.ApiBaseAddress),
            $"must be an absolute HTTPS address, or HTTP on this machine; it is '{options.ApiBaseAddress}'");
        Require(
            HttpRegistryOptionsRules.IsToken(options.Token),
            nameof(options.Token),
            "must be visible ASCII characters");
        Require(
            options.RevalidateAfter >= TimeSpan.Zero,
            nameof(options.RevalidateAfter),
            $"must not be negative; it is {options.RevalidateAfter}");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool condition, string option, string rule) =>
            HttpRegistryOptionsRules.Require(failures, options, condition, option, rule);
    }
}
