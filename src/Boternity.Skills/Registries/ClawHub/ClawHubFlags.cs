using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>What ClawHub says against a skill and against one version of it, and what follows from that.</summary>
internal static class ClawHubFlags
{
    private const string Suspicious = "suspicious";
    private const string Malicious = "malicious";

    public static bool IsMalware(ClawHubModeration? moderation) =>
        moderation is { IsMalwareBlocked: true } or { Verdict: Malicious };

    /// <summary>What whoever approves is to be told.</summary>
    /// <exception cref="SkillRegistryException">It is malware, or suspicious where the options do not allow
    /// that.</exception>
    public static IReadOnlyList<SkillRegistryWarning> Check(
        ClawHubName name,
        string? version,
        ClawHubModeration? moderation,
        ClawHubSecurity? security,
        ClawHubRegistryOptions options)
    {
        string what = version is null ? name.FullName : $"{name.FullName} {version}";
        if (IsMalware(moderation) || security?.Status == Malicious)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistrySkillFlagged,
                options.Name,
                $"The registry '{options.Name}' says that {what} is malware{Why(moderation)}.");
        }

        List<SkillRegistryWarning> warnings = [];
        if (moderation is { IsSuspicious: true } or { Verdict: Suspicious } || security?.Status == Suspicious)
        {
            if (!options.AllowSuspicious)
            {
                throw new SkillRegistryException(
                    SkillErrorCodes.RegistrySkillFlagged,
                    options.Name,
                    $"The registry '{options.Name}' says that {what} is suspicious{Why(moderation)}. Where "
                        + $"{nameof(ClawHubRegistryOptions)}.{nameof(ClawHubRegistryOptions.AllowSuspicious)} is set, "
                        + "whoever approves is asked.");
            }

            warnings.Add(new SkillRegistryWarning
            {
                Message = $"The registry '{options.Name}' says that it is suspicious{Why(moderation)}.",
                IsSuspicion = true,
            });
        }
        else if (security?.Status is "pending" or "error")
        {
            warnings.Add(new SkillRegistryWarning
            {
                Message = $"The registry '{options.Name}' has not scanned this version ({security.Status}).",
            });
        }
        else if (security is { HasWarnings: true })
        {
            warnings.Add(new SkillRegistryWarning
            {
                Message = $"The scans of the registry '{options.Name}' have warnings about this version.",
            });
        }

        return warnings;
    }

    private static string Why(ClawHubModeration? moderation)
    {
        IEnumerable<string?> said = moderation is null ? []
            : string.IsNullOrWhiteSpace(moderation.Summary) ? moderation.ReasonCodes
            : [moderation.Summary];
        string text = PackageErrors.Show(string.Join(", ", said.OfType<string>()).Trim().TrimEnd('.'));
        return text.Length == 0 ? "" : $": {text}";
    }
}
