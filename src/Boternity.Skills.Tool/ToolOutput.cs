using System.Text.Json;
using System.Text.Json.Nodes;
using Boternity.Skills.Text;
using Spectre.Console;

namespace Boternity.Skills.Tool;

/// <summary>
/// What a command shows: a table where a person looks, lines with tabs in a pipe, one document with <c>--json</c>. Text
/// of skills is made harmless.
/// </summary>
internal static class ToolOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Json(JsonNode document) => Console.Out.WriteLine(document.ToJsonString(Indented));

    /// <summary>A sentence about what was done.</summary>
    public static void Line(string text) => Console.Out.WriteLine(DisplayText.OneLine(text));

    /// <summary>What is beside the result: it goes to standard error.</summary>
    public static void Note(string text) => Console.Error.WriteLine(DisplayText.OneLine(text));

    /// <summary>Rows under headings.</summary>
    public static void Table(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (IReadOnlyList<string> row in rows)
            {
                Console.Out.WriteLine(string.Join('\t', row.Select(DisplayText.OneLine)));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (string heading in headings)
        {
            table.AddColumn(Markup.Escape(heading));
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(DisplayText.OneLine(cell)))]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>
    /// Shows an install on standard error: with a bar where a person looks, a line for each step in a pipe, nothing
    /// beside a JSON document.
    /// </summary>
    public static IProgress<SkillInstallProgress>? Steps(bool isJson)
    {
        if (isJson)
        {
            return null;
        }

        return Console.IsErrorRedirected
            ? new StepLines()
            : new InstallProgressBar(
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
                TimeProvider.System);
    }

    public static async Task ErrorAsync(bool isJson, string message, string? code)
    {
        if (isJson)
        {
            Json(new JsonObject { ["error"] = message, ["code"] = code });
        }
        else
        {
            await Console.Error
                .WriteLineAsync(DisplayText.OneLine(code is null ? message : $"{code}: {message}"));
        }
    }

    /// <summary>What went wrong with some of several skills, a line each, on standard error.</summary>
    public static void Failures(IReadOnlyList<SkillFailure> failures)
    {
        foreach (SkillFailure failure in failures)
        {
            Note($"{failure.Error.Code}: {failure.Skill}: {failure.Error.Message}");
        }
    }

    private sealed class StepLines : IProgress<SkillInstallProgress>
    {
        public void Report(SkillInstallProgress value)
        {
            if (value is { Bytes: null, Step: not SkillInstallStep.Installed })
            {
                Note(value.Message);
            }
        }
    }
}
