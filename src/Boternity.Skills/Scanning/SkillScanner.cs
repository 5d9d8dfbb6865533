namespace Boternity.Skills.Scanning;

/// <summary>
/// The default scanner: fixed rules over every file, in time linear in their size. It finds what is known and careless;
/// a determined author can write harm that it does not see, which is why skills run in a sandbox.
/// </summary>
internal sealed class SkillScanner : ISkillScanner
{
    /// <summary>The most findings of one rule in one file: 5. More of the same tell nobody more.</summary>
    public const int MaxFindingsPerRuleAndFile = 5;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SkillFinding>> ScanAsync(
        SkillPackage package, IReadOnlyCollection<string> installedNames, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(installedNames);
        return await Task.Run(() => Scan(package, installedNames, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    internal static IReadOnlyList<SkillFinding> Scan(
        SkillPackage package, IReadOnlyCollection<string> installedNames, CancellationToken cancellationToken)
    {
        var report = new ScanReport();
        ScannedText? manifest = null;
        foreach (SkillPackageFile file in package.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ScannedText.TryRead(file) is { } text)
            {
                ScanText(text, report);
                manifest = file.Path == SkillPackage.ManifestFileName ? text : manifest;
            }
        }

        ScanValues(package, manifest, report);
        UnmentionedExecutableRule.Scan(package, manifest, report);
        ImitatedNameRule.Scan(package, installedNames, report);
        return report.InOrder();
    }

    /// <summary>
    /// Scans the values of the frontmatter that do not stand in the file as they read: escapes of YAML can
    /// spell anything.
    /// </summary>
    private static void ScanValues(SkillPackage package, ScannedText? manifest, ScanReport report)
    {
        if (manifest is null)
        {
            return;
        }

        string written = WithoutSpace(manifest.Text);
        string values = string.Join(
            '\n',
            ManifestValues.Of(package.Manifest)
                .Where(value => !written.Contains(WithoutSpace(value), StringComparison.Ordinal)));
        if (values.Length > 0)
        {
            ScanText(ScannedText.OfValues(SkillPackage.ManifestFileName, values), report);
        }
    }

    private static string WithoutSpace(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static void ScanText(ScannedText text, ScanReport report)
    {
        HiddenTextRule.Scan(text, report);
        PromptMarkupRule.Scan(text, report);
        CommandRule.Scan(text, report);
        RawAddressRule.Scan(text, report);
        CredentialRule.Scan(text, report);
    }
}
