namespace Boternity.Skills.Manifests;

/// <summary>
/// Reads <c>allowed-tools</c>: by the specification a space-separated string such as <c>Bash(git:*) Read</c>.
/// </summary>
internal static class ToolList
{
    /// <summary>The tools; null for a map.</summary>
    public static IReadOnlyList<string>? Read(YamlNode value, DiagnosticSink sink)
    {
        switch (value)
        {
            case YamlText text:
                if (text.Value.Contains(',', StringComparison.Ordinal)
                    && Split(text.Value, " \t\n").Exists(tool => tool.EndsWith(',')))
                {
                    sink.Breach(
                        SkillDiagnosticCodes.AllowedToolsForm,
                        value,
                        "allowed-tools is separated by commas; separate the tools by spaces.");
                }

                return Split(text.Value, ", \t\n");
            case YamlList list when list.Items.TrueForAll(item => item is YamlText):
                sink.Breach(
                    SkillDiagnosticCodes.AllowedToolsForm,
                    value,
                    "allowed-tools is a list; write the tools in one string, separated by spaces.");
                return [
                    .. list.Items.Cast<YamlText>().Select(item => item.Value.Trim()).Where(tool => tool.Length > 0),
                ];
            default:
                return null;
        }
    }

    /// <summary>Splits outside parentheses: <c>Bash(git add:*)</c> is one tool.</summary>
    private static List<string> Split(string text, string separators)
    {
        var tools = new List<string>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (depth > 0 || !separators.Contains(text[i], StringComparison.Ordinal)))
            {
                depth += text[i] == '(' ? 1 : text[i] == ')' && depth > 0 ? -1 : 0;
                continue;
            }

            if (i > start)
            {
                tools.Add(text[start..i]);
            }

            start = i + 1;
        }

        return tools;
    }
}
