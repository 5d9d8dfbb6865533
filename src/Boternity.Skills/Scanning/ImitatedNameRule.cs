using Boternity.Skills.Manifests;
using Boternity.Skills.Text;

namespace Boternity.Skills.Scanning;

/// <summary>Names that a person would take for that of an installed skill.</summary>
internal static class ImitatedNameRule
{
    private const int MaxLength = 128;

    // One slip is easily made in a name of four letters, two in one of eight; shorter names are alike by chance.
    private const int ShortestForOneSlip = 4;
    private const int ShortestForTwoSlips = 9;

    public static void Scan(SkillPackage package, IReadOnlyCollection<string> installedNames, ScanReport report)
    {
        string name = Bounded(package.Manifest.Name);
        string skeleton = Confusables.Skeleton(name);
        foreach (string installed in installedNames)
        {
            if (string.Equals(installed, package.Manifest.Name, StringComparison.Ordinal))
            {
                continue;
            }

            string other = Confusables.Skeleton(Bounded(installed));
            if (skeleton == other)
            {
                Report(SkillFindingSeverity.Danger, "looks the same as");
            }
            else if (Math.Min(skeleton.Length, other.Length) >= ShortestForOneSlip
                && EditDistance.IsWithin(skeleton, other, SlipsFor(skeleton, other)))
            {
                Report(SkillFindingSeverity.Warning, "is easily mistaken for");
            }

            void Report(SkillFindingSeverity severity, string relation) =>
                report.Add(
                    SkillScanRules.ImitatedName,
                    severity,
                    $"The name {Quoted.Of(name)} {relation} that of an installed skill, {Quoted.Of(installed)}.",
                    SkillPackage.ManifestFileName,
                    null);
        }
    }

    private static int SlipsFor(string a, string b) => Math.Min(a.Length, b.Length) >= ShortestForTwoSlips ? 2 : 1;

    private static string Bounded(string name) => name.Length <= MaxLength ? name : name[..MaxLength];
}
