using System.Globalization;
using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Grants;
using Boternity.Skills.Text;
using Spectre.Console;

namespace Boternity.Skills.QuickStart;

/// <summary>What a person sees. Text from a skill is a stranger's: it is escaped before it is shown.</summary>
internal static class Output
{
    private const int MostLines = 12;

    public static IProgress<SkillInstallProgress> Steps { get; } = new StepLines();

    public static void Step(string title) =>
        AnsiConsole.Write(new Rule($"[bold]{Safe(title)}[/]").LeftJustified());

    /// <summary>Text of strangers, as it may be shown: it steers neither the terminal nor the markup.</summary>
    public static string Safe(string text) => Markup.Escape(DisplayText.Lines(text));

    public static void Text(string title, string text)
    {
        string[] lines = text.Trim().Split('\n');
        string shown = string.Join('\n', lines.Take(MostLines))
            + (lines.Length > MostLines ? $"\n… {lines.Length - MostLines} more lines" : "");
        AnsiConsole.Write(new Panel(Safe(shown)).Header(title));
    }

    /// <summary>What a person would be asked.</summary>
    public static void Approval(SkillApprovalRequest request, SkillGrants granted)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        table.AddRow(
            "may it be installed?", Safe($"{request.Package.Manifest.Name} from {request.Package.Source}"));
        table.AddRow("content", request.ContentDigest);
        table.AddRow(
            "trust",
            Safe(
                $"{request.Trust.Tier}: {request.Trust.Reason}; signed by {request.Signer?.Name ?? "nobody"}"));
        table.AddRow(
            "asks for",
            request.RequestedCapabilities.Count == 0
                ? "nothing"
                : string.Join(", ", request.RequestedCapabilities.Select(c => c.ToName())));
        table.AddRow(
            "findings", request.Findings.Count == 0 ? "none" : Safe(string.Join("\n", request.Findings)));
        table.AddRow(
            "changes",
            request.Difference is { } change
                ? (change.IsEmpty ? "nothing" : Safe(string.Join(", ", change.FilesChanged)))
                : "a first install");
        table.AddRow("granted", Safe(granted.IsEmpty ? "nothing" : granted.ToCanonicalJson()));
        AnsiConsole.Write(table);
    }

    /// <summary>The trail that this and earlier runs left, and whether it is whole.</summary>
    public static async Task AuditAsync(
        ISkillAuditVerifier verifier, string directory, CancellationToken cancellationToken)
    {
        Step("The audit trail");
        SkillAuditReport report = await verifier.VerifyAsync(cancellationToken: cancellationToken);
        string state = report.IsIntact ? "every one follows from the one before" : $"broken: {report.Error}";
        AnsiConsole.MarkupLineInterpolated($"{report.Lines} lines in {directory}, {state}. The last:");

        // The log is open for writing.
        await using var stream = new FileStream(
            Path.Combine(directory, "audit.jsonl"),
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        string text = await reader.ReadToEndAsync(cancellationToken);
        Console.WriteLine(text.TrimEnd().Split('\n')[^1]);
    }

    public static void Installed(InstalledSkill skill)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("source", Safe(skill.Source.ToString()));
        table.AddRow("directory", Safe(skill.RootPath));
        table.AddRow("files", skill.Files.Count.ToString(CultureInfo.InvariantCulture));
        table.AddRow("program", Program(skill));
        table.AddRow("trust", skill.TrustTier.ToString());
        AnsiConsole.Write(table);
    }

    public static void Result(SkillExecutionResult result)
    {
        Text("Output", result.Output);
        string memory = Memory(result.PeakMemoryBytes);
        double time = result.Duration.TotalMilliseconds;
        string stub = result.IsStub ? ", answered by the stub: no program ran" : "";
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"fuel [bold]{result.FuelConsumed:N0}[/], peak memory [bold]{memory}[/], time [bold]{time:N1} ms[/]{stub}");
    }

    /// <summary>What the skill did of what it was allowed, and what it was not.</summary>
    public static void Uses(SkillExecutionResult result)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Capability", "On", "Allowed", "Denied");
        foreach (SkillCapabilityUse use in result.CapabilityUses)
        {
            table.AddRow(
                use.Capability.ToName(),
                Safe(use.Scope),
                use.Allowed.ToString(CultureInfo.InvariantCulture),
                use.Denied.ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
    }

    private static string Program(InstalledSkill skill) =>
        skill.IsStub ? "[black on yellow] none: a stub answers with the skill's own text [/]"
        : skill.WasmKind is { } kind ? $"{kind}"
        : "none: a prompt skill is read, not executed";

    private static string Memory(long? bytes) =>
        bytes is { } some ? string.Create(CultureInfo.InvariantCulture, $"{some / 1024:N0} KiB") : "none";

    private sealed class StepLines : IProgress<SkillInstallProgress>
    {
        public void Report(SkillInstallProgress value) =>
            AnsiConsole.MarkupLineInterpolated($"  [grey]{value.Step,-10}[/] {value.Message}");
    }
}
