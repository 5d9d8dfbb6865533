using Microsoft.Extensions.Options;

namespace Boternity.Skills.Scanning;

/// <summary>
/// The default scanner: fixed rules over every file, in time linear in their size. It finds what is known and careless;
/// a determined author can write harm that it does not see, which is why skills run in a sandbox.
/// </summary>
internal sealed class SkillScanner : ISkillScanner
{
    /// <summary>The most findings of one rule in one file: 5. More of the same tell nobody more.</summary>
    public const int MaxFindingsPerRuleAndFile = 5;

    private readonly TimeSpan _maxTime;
    private readonly TimeProvider _time;

    /// <summary>Creates the scanner.</summary>
    public SkillScanner(IOptions<BoternitySkillsOptions> options, TimeProvider time)
    {
        _maxTime = options.Value.MaxScanTime;
        _time = time;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SkillFinding>> ScanAsync(
        SkillPackage package, IReadOnlyCollection<string> installedNames, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(installedNames);
        // A rule looks at the token between places; who cancels does not wait for the next one.
        return await Task
            .Run(() => Scan(package, installedNames, _time, _maxTime, cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    internal static IReadOnlyList<SkillFinding> Scan(
        SkillPackage package,
        IReadOnlyCollection<string> installedNames,
        TimeProvider time,
        TimeSpan maxTime,
        CancellationToken cancellationToken)
    {
        var clock = new ScanClock(time, maxTime, cancellationToken);
        var report = new ScanReport(clock);
        int scanned = 0;
        try
        {
            Scan(package, installedNames, clock, report, ref scanned);
        }
        catch (TimeoutException)
        {
            report.Add(
                SkillScanRules.ScanIncomplete,
                SkillFindingSeverity.Warning,
                $"The scan ended after {maxTime.TotalSeconds} s ({nameof(BoternitySkillsOptions.MaxScanTime)}): "
                    + $"{scanned} of {package.Files.Count} files were looked at.",
                SkillPackage.ManifestFileName,
                null);
        }

        return report.InOrder();
    }

    // What takes little time, and SKILL.md, come first: a large file must not hide them.
    private static void Scan(
        SkillPackage package,
        IReadOnlyCollection<string> installedNames,
        ScanClock clock,
        ScanReport report,
        ref int scanned)
    {
        EmbeddedRepositoryRule.Scan(package, report);
        AutomaticFileRule.Scan(package, report);
        ImitatedNameRule.Scan(package, installedNames, report);
        ScannedText? manifest = package.FindFile(SkillPackage.ManifestFileName) is { } file
            ? ScannedText.TryRead(file)
            : null;
        UnmentionedExecutableRule.Scan(package, manifest, report);
        ScanValues(package, manifest, report);
        foreach (SkillPackageFile next in package.Files.OrderBy(f => f.Path != SkillPackage.ManifestFileName))
        {
            clock.Look();
            ScannedText? text = next.Path == SkillPackage.ManifestFileName ? manifest : ScannedText.TryRead(next);
            if (text is not null)
            {
                ScanText(text, report);
            }

            scanned++;
        }
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

        string written = WithoutSpace(FrontmatterOf(manifest.Text));
        string values = string.Join(
            '\n',
            ManifestValues.Of(package.Manifest)
                .Where(value => !written.Contains(WithoutSpace(value), StringComparison.Ordinal)));
        if (values.Length > 0)
        {
            ScanText(ScannedText.OfValues(SkillPackage.ManifestFileName, values), report);
        }
    }

    private static string FrontmatterOf(string text)
    {
        int begin = text.IndexOf("---", StringComparison.Ordinal);
        int end = begin < 0 ? -1 : text.IndexOf("\n---", begin + 3, StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
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
