using Boternity.Skills.Dependencies;
using Boternity.Skills.Storage;
using Boternity.Skills.Text;

namespace Boternity.Skills.Profiles;

/// <summary>What a profile may say.</summary>
internal static class ProfileRules
{
    private const int MaxNameLength = 64;
    private const int MaxVariableName = 256;
    private const int DigestLength = 64;
    private const int MaxShown = 120;

    /// <exception cref="SkillProfileException">The profile says what it must not.</exception>
    public static void ThrowIfInvalid(SkillProfile profile, string? path)
    {
        if (FindProblem(profile) is { } problem)
        {
            string place = path is null ? "" : $" in '{path}'";
            throw new SkillProfileException(
                SkillErrorCodes.ProfileInvalid,
                profile.Name,
                $"The profile '{Shown(profile.Name)}'{place} is not valid: {problem}.",
                path);
        }
    }

    /// <summary>Why a profile cannot have a name; null where it can.</summary>
    public static string? FindNameProblem(string? name) =>
        name is { Length: > 0 and <= MaxNameLength }
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : $"its name must have 1 to {MaxNameLength} letters, digits, '-', '_' and '.', the first a letter or a "
                + "digit";

    private static string? FindProblem(SkillProfile profile)
    {
        if ((FindNameProblem(profile.Name) ?? Of("limits", FindProblem(profile.Limits))) is { } problem)
        {
            return problem;
        }

        if (profile.Skills.Count > SkillProfile.MaxSkills)
        {
            return $"it has {profile.Skills.Count} skills, and {SkillProfile.MaxSkills} are allowed";
        }

        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < profile.Skills.Count; i++)
        {
            SkillProfileEntry? entry = profile.Skills[i];
            if ((FindProblem(entry) ?? (ids.Add(entry!.SkillId) ? null : "it is there twice")) is { } found)
            {
                return $"skills[{i}] ('{Shown(entry?.SkillId)}'): {found}";
            }
        }

        return null;
    }

    private static string? FindProblem(SkillProfileEntry? entry) =>
        entry?.SkillId is null ? "it has no skillId"
        : SkillIdRules.FindProblem(entry.SkillId) is { } id ? $"the skillId is not a plain directory name: {id}"
        : entry.Version is { } version && !VersionRange.TryParse(version, out _)
            ? $"version: '{Shown(version)}' is not a range of versions"
        : entry.ContentDigest is { } digest && !IsDigest(digest)
            ? $"contentDigest: '{Shown(digest)}' is not {DigestLength} lower-case hexadecimal digits"
        : entry.Grants is { IsEmpty: false } && entry.ContentDigest is null
            ? "grants need a contentDigest: else they would pass to whatever is installed next under the name"
        : Of("limits", FindProblem(entry.Limits)) ?? Of("environment", FindProblem(entry.Environment));

    private static string? FindProblem(SkillProfileLimits? limits) =>
        limits?.Replace(new SkillLimits()).FindProblem()?.TrimEnd('.');

    private static string? FindProblem(IReadOnlyDictionary<string, string> environment)
    {
        foreach ((string name, string? value) in environment)
        {
            if (name.Length is 0 or > MaxVariableName || name.Any(static c => c == '=' || char.IsControl(c)))
            {
                return $"'{Shown(name)}' is not a name: 1 to {MaxVariableName} characters, without '=' and control "
                    + "characters";
            }

            if (value?.Contains('\0', StringComparison.Ordinal) != false)
            {
                return $"the value of '{Shown(name)}' is null, or contains a NUL";
            }
        }

        return null;
    }

    private static bool IsDigest(string text) =>
        text.Length == DigestLength && text.All(static c => char.IsAsciiHexDigitLower(c) || char.IsAsciiDigit(c));

    private static string? Of(string place, string? problem) => problem is null ? null : $"{place}: {problem}";

    private static string Shown(string? text)
    {
        string line = DisplayText.OneLine(text ?? "");
        return line.Length <= MaxShown ? line : $"{line[..MaxShown]}…";
    }
}
