using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>Runs a script for a model: its arguments are those of a command line, its answer what it printed.</summary>
internal static class ScriptRun
{
    public const string ArgumentsName = "arguments";
    public const string InputName = "input";

    private const int MaxErrorText = 4_000;

    public static IEnumerable<KeyValuePair<string, JsonElement>> Parameters { get; } =
    [
        new(ArgumentsName, Parse("""
            {
              "type": "array",
              "items": { "type": "string" },
              "description": "The script's command-line arguments, in order; empty for none."
            }
            """)),
        new(InputName, Parse("""
            { "type": "string", "description": "What the script reads from standard input; empty for nothing." }
            """)),
    ];

    public static async Task<object> RunAsync(
        InstalledSkill skill,
        string path,
        string function,
        AIFunctionArguments call,
        ISkillExecutor executor,
        SkillFunctionOptions options,
        CancellationToken cancellationToken)
    {
        if (!TryReadArguments(call, out IReadOnlyList<string> arguments))
        {
            return FunctionResults.Error(
                SkillErrorCodes.ExecutionInputInvalid,
                "The arguments were not accepted: expected an array of strings.");
        }

        SkillScriptOptions script = options.CreateScriptOptions?.Invoke(skill, call) ?? new SkillScriptOptions();
        var progress = new CallProgress(skill, function, path, options.Progress);
        progress.Started();
        SkillScriptResult result;
        try
        {
            result = await executor
                .ExecuteScriptAsync(
                    skill,
                    path,
                    progress.Listen(script) with
                    {
                        Arguments = arguments,
                        StandardInput = Encoding.UTF8.GetBytes(FunctionSchemas.TextOf(call, InputName)),
                    },
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            progress.Failed(error);
            throw;
        }

        progress.Completed(result);
        string output = FunctionResults.Output(WithFiles(result), options.MaxOutputLength);
        return result.ExitCode == 0
            ? output
            : FunctionResults.Error(
                SkillErrorCodes.ExecutionSkillFailed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The script exited with code {result.ExitCode}. {End(result.ErrorText)}\n{output}").Trim());
    }

    private static string WithFiles(SkillScriptResult result) =>
        result.Files.Count == 0
            ? result.OutputText
            : $"{result.OutputText}\n[Files written: {string.Join(", ", result.Files.Select(static file =>
                string.Create(CultureInfo.InvariantCulture, $"{file.Path}, {file.Size} bytes")))}]";

    private static string End(string text)
    {
        string trimmed = text.Trim();
        return trimmed.Length <= MaxErrorText ? trimmed : $"…{trimmed[^MaxErrorText..]}";
    }

    private static bool TryReadArguments(AIFunctionArguments call, out IReadOnlyList<string> arguments)
    {
        try
        {
            return TryReadTexts(call, out arguments);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair shows only when a text is read.
            arguments = [];
            return false;
        }
    }

    private static bool TryReadTexts(AIFunctionArguments call, out IReadOnlyList<string> arguments)
    {
        arguments = [];
        switch (call.TryGetValue(ArgumentsName, out object? value) ? value : null)
        {
            case null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }:
                return true;
            case IEnumerable<string> texts:
                arguments = [.. texts];
                return true;
            case JsonElement { ValueKind: JsonValueKind.Array } items:
                arguments = [.. items.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.String
                    ? item.GetString()!
                    : item.GetRawText())];
                return true;
            default:
                return false;
        }
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
