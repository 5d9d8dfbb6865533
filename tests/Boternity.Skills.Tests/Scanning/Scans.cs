using System.Text;
using Boternity.Skills.Scanning;

namespace Boternity.Skills.Tests.Scanning;

/// <summary>Scans as the default scanner makes them, with time enough.</summary>
internal static class Scans
{
    /// <summary>The line of a body that is given to <see cref="OfBody"/>.</summary>
    public const int BodyLine = 6;

    public static IReadOnlyList<SkillFinding> Of(SkillPackage package, params string[] installedNames) =>
        SkillScanner.Scan(
            package, installedNames, TimeProvider.System, TimeSpan.FromMinutes(5), CancellationToken.None);

    public static IReadOnlyList<SkillFinding> OfBody(string body) =>
        Of(TestSkills.Package(TestSkills.Manifest(), "One line.\n" + body));

    /// <summary>The findings about one file, which SKILL.md mentions.</summary>
    public static IReadOnlyList<SkillFinding> OfFile(string path, string content) =>
        Of(TestSkills.Package(TestSkills.Manifest(), $"See {path}.", (path, Encoding.UTF8.GetBytes(content))));
}
