namespace Boternity.Skills.Manifests;

/// <summary>
/// What agentskills.io/specification says about single fields. Lengths are counted in Unicode characters.
/// </summary>
internal static class SpecificationRules
{
    public static void CheckName(string name, YamlNode at, DiagnosticSink sink)
    {
        int length = Characters(name);
        if (length > SkillManifestLimits.MaxNameLength)
        {
            sink.Breach(
                SkillDiagnosticCodes.NameTooLong,
                at,
                $"The name has {length} characters; {SkillManifestLimits.MaxNameLength} are allowed.");
        }

        if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            sink.Breach(
                SkillDiagnosticCodes.NameCharacters,
                at,
                $"The name {Quoted.Of(name)} has characters other than a-z, 0-9 and hyphen.");
        }

        if (name.StartsWith('-') || name.EndsWith('-') || name.Contains("--", StringComparison.Ordinal))
        {
            sink.Breach(
                SkillDiagnosticCodes.NameHyphens,
                at,
                $"The name {Quoted.Of(name)} begins or ends with a hyphen, or has two in a row.");
        }

        if (sink.Options.FolderName is { Length: > 0 } folder && !string.Equals(name, folder, StringComparison.Ordinal))
        {
            sink.Breach(
                SkillDiagnosticCodes.NameFolderMismatch,
                at,
                $"The name {Quoted.Of(name)} is not that of its folder, {Quoted.Of(folder)}.");
        }
    }

    public static void CheckDescription(string description, YamlNode at, DiagnosticSink sink)
    {
        int length = Characters(description);
        if (length > SkillManifestLimits.MaxDescriptionLength)
        {
            sink.Breach(
                SkillDiagnosticCodes.DescriptionTooLong,
                at,
                $"The description has {length} characters; {SkillManifestLimits.MaxDescriptionLength} are allowed.");
        }
    }

    public static void CheckCompatibility(string compatibility, YamlNode at, DiagnosticSink sink)
    {
        int length = Characters(compatibility);
        if (length is 0 or > SkillManifestLimits.MaxCompatibilityLength)
        {
            sink.Breach(
                SkillDiagnosticCodes.CompatibilityLength,
                at,
                $"compatibility has {length} characters; 1 to {SkillManifestLimits.MaxCompatibilityLength} are "
                    + $"allowed.");
        }
    }

    private static int Characters(string text)
    {
        int pairs = 0;
        foreach (char c in text)
        {
            pairs += char.IsLowSurrogate(c) ? 1 : 0;
        }

        return text.Length - pairs;
    }
}
