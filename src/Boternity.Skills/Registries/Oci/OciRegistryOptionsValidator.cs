using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.Oci;

/// <summary>Refuses settings with which an <see cref="OciSkillRegistry"/> cannot work.</summary>
internal sealed class OciRegistryOptionsValidator : IValidateOptions<OciRegistryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OciRegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = HttpRegistryOptionsRules.FindProblems(options);
        foreach (string repository in options.Repositories)
        {
            Require(
                OciRepository.TryParse(repository, out _, out _),
                nameof(options.Repositories),
                $"must hold oci://host/repository; '{repository}' is none");
        }

        foreach ((string host, OciCredential credential) in options.Credentials)
        {
            Require(
                credential is { UserName: not null } && !credential.UserName.Contains(':', StringComparison.Ordinal),
                nameof(options.Credentials),
                $"must have a user's name without ':' for {host}");
            Require(
                !string.IsNullOrEmpty(credential?.Password),
                nameof(options.Credentials),
                $"must have a password for {host}");
        }

        Require(
            options.RevalidateAfter >= TimeSpan.Zero,
            nameof(options.RevalidateAfter),
            $"must not be negative; it is {options.RevalidateAfter}");
        Require(
            options.MaxLayers > 0, nameof(options.MaxLayers), $"must be greater than zero; it is {options.MaxLayers}");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool condition, string option, string rule) =>
            HttpRegistryOptionsRules.Require(failures, options, condition, option, rule);
    }
}
