using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.WellKnown;

/// <summary>Refuses settings with which a <see cref="WellKnownSkillRegistry"/> cannot work.</summary>
internal sealed class WellKnownRegistryOptionsValidator : IValidateOptions<WellKnownRegistryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WellKnownRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = HttpRegistryOptionsRules.FindProblems(options);
        bool isSite = options.Site is { } site
            ? HttpRegistryOptionsRules.IsSafe(site) && site.UserInfo.Length == 0 && site.Query.Length == 0
            : Uri.TryCreate($"https://{options.Name}/", UriKind.Absolute, out Uri? named) && named.AbsolutePath == "/";
        Require(
            isSite,
            nameof(options.Site),
            "must be an absolute HTTPS address, or HTTP on this machine, without credentials and a query; it is "
                + $"'{options.Site?.ToString() ?? options.Name}'");
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
