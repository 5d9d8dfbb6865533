using Boternity.Skills.Scripts;
using Boternity.Skills.Text;

namespace Boternity.Skills.Execution;

/// <summary>Refuses scripts that cannot be run, before anything is done.</summary>
internal static class ScriptChecks
{
    /// <summary>The runtime for a script of a skill.</summary>
    /// <exception cref="SkillScriptException">There is no such script, no runtime, or it is sure to fail.</exception>
    public static async Task<LoadedRuntime> FindRuntimeAsync(
        ScriptRuntimes runtimes,
        InstalledSkill skill,
        string path,
        SkillScriptCheck check,
        CancellationToken cancellationToken)
    {
        string shown = DisplayText.OneLine(path);
        if (!skill.Files.Any(file => file.Path == path))
        {
            string scripts = string.Join(", ", skill.Scripts.Select(static script => script.Path).Take(10));
            throw new SkillScriptException(
                SkillErrorCodes.ScriptUnknown,
                path,
                $"'{skill.Name}' has no file '{shown}'. "
                    + (scripts.Length == 0 ? "It has no scripts." : $"Its scripts: {DisplayText.OneLine(scripts)}."));
        }

        IScriptRuntime runtime = runtimes.Find(path) ?? throw new SkillScriptException(
            SkillErrorCodes.ScriptNoRuntime,
            path,
            $"'{shown}' of '{skill.Name}' is {runtimes.FindLanguage(path) ?? "of an unknown language"}, and no runtime "
                + "for it is registered (AddPython(), AddJavaScript(), or a runtime of the host's own).");
        if (check == SkillScriptCheck.Refuse
            && skill.Scripts.FirstOrDefault(script => script.Path == path) is { } known
            && FindErrors(known) is { Count: > 0 } errors)
        {
            throw new SkillScriptException(
                SkillErrorCodes.ScriptCannotRun,
                path,
                $"'{shown}' of '{skill.Name}' cannot run in the sandbox: "
                    + string.Join("; ", errors.Select(static error => DisplayText.OneLine(error.Message).TrimEnd('.')))
                    + ".",
                errors);
        }

        return await runtimes.LoadAsync(runtime, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="SkillLimitExceededException">Input or arguments are over the limit.</exception>
    public static void CheckInput(string skill, SkillScriptOptions options, long maxBytes)
    {
        long bytes = options.StandardInput.Length
            + options.Arguments.Sum(static argument => (long)argument.Length)
            + options.Environment.Sum(static variable => (long)variable.Key.Length + variable.Value.Length);
        if (bytes > maxBytes)
        {
            throw new SkillLimitExceededException(
                SkillLimitKind.Input,
                maxBytes,
                $"The input of '{skill}' (standard input, arguments and environment) has {bytes} bytes; the limit is "
                    + $"{maxBytes}.");
        }
    }

    private static List<SkillScriptFinding> FindErrors(SkillScript script) =>
        [.. script.Findings.Where(static finding => finding.Severity == SkillDiagnosticSeverity.Error)];
}
