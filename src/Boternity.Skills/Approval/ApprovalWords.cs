using System.Globalization;
using Boternity.Skills.Grants;
using Boternity.Skills.Text;

namespace Boternity.Skills.Approval;

/// <summary>Says in words what a host is asked.</summary>
internal static class ApprovalWords
{
    private const int MaxFindings = 10;

    public static IReadOnlyList<string> Of(SkillApprovalRequest request)
    {
        SkillManifest manifest = request.Package.Manifest;
        List<string> lines =
        [
            $"{Shown(manifest.Name)}: {Shown(manifest.Description)}",
            $"from {Shown(request.Package.Source.ToString())}, {Count(request.Package.Files.Count, "file")}",
            $"trust: {TierOf(request.Trust.Tier)} ({Shown(request.Trust.Reason)})",
            request.Signer is { } signer ? $"signed by {Shown(signer.Name)}" : "signed by nobody that this host knows",
        ];
        if (request.Alternatives.Count > 0)
        {
            lines.Add($"a skill of this name is also in {Shown(string.Join(", ", request.Alternatives))}");
        }

        if (request.NeededBy.Count > 0)
        {
            lines.Add($"is installed because {Shown(string.Join(", ", request.NeededBy))} needs it");
        }

        if (request.Dependencies.Count > 0)
        {
            lines.Add(
                $"needs {Count(request.Dependencies.Count, "other skill")}, which would be installed with it: "
                    + Shown(string.Join(", ", request.Dependencies)));
        }

        if (request.IsStub)
        {
            lines.Add("it is a tool without a program: its own text is all that it answers");
        }

        string[] asked =
        [
            .. request.RequestedCapabilities.Select(static capability => capability.ToName()),
            .. request.RequestedSecrets.Select(static secret => $"the secret {Shown(secret)}"),
        ];
        lines.Add(asked.Length == 0 ? "asks for nothing" : $"asks for {string.Join(", ", asked)}");
        lines.AddRange(request.Findings
            .OrderByDescending(static finding => finding.Severity)
            .Take(MaxFindings)
            .Select(static finding => $"found: {Shown(finding.ToString())}"));
        if (request.Findings.Count > MaxFindings)
        {
            lines.Add($"and {Count(request.Findings.Count - MaxFindings, "more finding")}");
        }

        if (request.Difference is { } difference)
        {
            lines.Add(
                $"updates the installed version: {Count(difference.FilesAdded.Count, "file")} added, "
                    + $"{Count(difference.FilesChanged.Count, "file")} changed, "
                    + $"{Count(difference.FilesRemoved.Count, "file")} removed");
            lines.AddRange(difference.CapabilitiesAdded.Select(static one => $"newly asks for {one.ToName()}"));
        }

        return lines;
    }

    private static string TierOf(SkillTrustTier tier) => tier switch
    {
        SkillTrustTier.Verified => "verified",
        SkillTrustTier.Local => "local",
        _ => "untrusted",
    };

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Shown(string text)
    {
        string line = DisplayText.OneLine(text);
        return line.Length <= 300 ? line : $"{line[..300]}…";
    }
}
