using System.Text.Json;
using System.Text.Json.Serialization;
using Boternity.Skills.Text;

namespace Boternity.Skills.Scripts;

/// <summary>
/// Reads what a runtime's analysis prints. It looked at a stranger's script: its texts are bounded and made harmless.
/// </summary>
internal static class ScriptReport
{
    private const int MaxFindings = 100;
    private const int MaxRequirements = 100;
    private const int MaxTextLength = 400;

    /// <summary>The scripts with what was found; one that the report does not have stays as it was.</summary>
    /// <exception cref="JsonException">It is no report.</exception>
    public static IReadOnlyList<SkillScript> Apply(ReadOnlySpan<byte> report, IReadOnlyList<SkillScript> scripts)
    {
        ReportedScript[] read = JsonSerializer.Deserialize(report, ScriptReportJson.Default.ReportedScriptArray)
            ?? throw new JsonException("The report is empty.");
        var byPath = new Dictionary<string, ReportedScript>(StringComparer.Ordinal);
        foreach (ReportedScript? script in read)
        {
            if (script?.Path is { } path)
            {
                byPath[path] = script;
            }
        }

        return
        [
            .. scripts.Select(script => byPath.TryGetValue(ScriptPaths.OfScript(script.Path), out ReportedScript? found)
                ? script with
                {
                    Findings =
                    [
                        .. (found.Findings ?? [])
                            .OfType<ReportedFinding>()
                            .Take(MaxFindings)
                            .Select(ToFinding)
                            .OrderBy(static finding => finding.Line),
                    ],
                    Requirements =
                        [.. (found.Requirements ?? []).OfType<string>().Take(MaxRequirements).Select(Harmless)],
                }
                : script),
        ];
    }

    private static SkillScriptFinding ToFinding(ReportedFinding finding) => new()
    {
        Code = Harmless(finding.Code ?? "unknown"),
        Severity = finding.Severity == "error" ? SkillDiagnosticSeverity.Error : SkillDiagnosticSeverity.Warning,
        Message = Harmless(finding.Message ?? ""),
        Line = Math.Max(0, finding.Line),
        Name = finding.Name is { } name ? Harmless(name) : null,
    };

    private static string Harmless(string text) =>
        DisplayText.OneLine(text.Length > MaxTextLength ? $"{text[..MaxTextLength]}…" : text);
}

/// <summary>A script as an analysis prints it.</summary>
internal sealed record ReportedScript
{
    public string? Path { get; init; }

    public ReportedFinding?[]? Findings { get; init; }

    public string?[]? Requirements { get; init; }
}

/// <summary>A finding as an analysis prints it.</summary>
internal sealed record ReportedFinding
{
    public string? Code { get; init; }

    public string? Severity { get; init; }

    public string? Message { get; init; }

    public int Line { get; init; }

    public string? Name { get; init; }
}

/// <summary>Reads reports without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportedScript[]))]
internal sealed partial class ScriptReportJson : JsonSerializerContext;
