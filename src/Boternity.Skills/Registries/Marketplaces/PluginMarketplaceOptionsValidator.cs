using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>Refuses settings with which a <see cref="PluginMarketplaceRegistry"/> cannot work.</summary>
internal sealed class PluginMarketplaceOptionsValidator : IValidateOptions<PluginMarketplaceOptions>
{
    private const int MostRepositories = 1_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PluginMarketplaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = HttpRegistryOptionsRules.FindProblems(options);
        Require(
            MarketplacePlace.TryParse(options.Place, out _),
            nameof(options.Place),
            "must be owner/repo, the address of a repository or of a marketplace.json, or an absolute path; it is "
                + $"'{options.Place}'");
        Require(
            HttpRegistryOptionsRules.IsSafe(options.GitHubApiBaseAddress),
            nameof(options.GitHubApiBaseAddress),
            $"must be an absolute HTTPS address, or HTTP on this machine; it is '{options.GitHubApiBaseAddress}'");
        Require(
            HttpRegistryOptionsRules.IsToken(options.GitHubToken),
            nameof(options.GitHubToken),
            "must be visible ASCII characters");
        Require(
            options.RevalidateAfter >= TimeSpan.Zero,
            nameof(options.RevalidateAfter),
            $"must not be negative; it is {options.RevalidateAfter}");
        Require(
            options.MaxRemoteRepositories is >= 0 and <= MostRepositories,
            nameof(options.MaxRemoteRepositories),
            $"must be 0 to {MostRepositories}; it is {options.MaxRemoteRepositories}");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool condition, string option, string rule) =>
            HttpRegistryOptionsRules.Require(failures, options, condition, option, rule);
    }
}
