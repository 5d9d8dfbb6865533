using Boternity.Skills.Text;

namespace Boternity.Skills.Execution;

/// <summary>
/// Makes the error of a skill that failed by its own account. The message goes into logs: one line, and not long.
/// </summary>
internal static class SkillFailures
{
    private const int Excerpt = 1_000;

    public static SkillFailedException Of(string skill, string error, int? exitCode = null)
    {
        string text = DisplayText.OneLine(
            error.AsSpan().Trim() is { Length: > Excerpt } longText ? $"{longText[..Excerpt]}…" : error.Trim());
        string what = exitCode is { } code ? $"exited with code {code}" : "reported an error";
        return new SkillFailedException(
            error, text.Length == 0 ? $"'{skill}' {what}" : $"'{skill}' {what}: {text}", exitCode);
    }
}
