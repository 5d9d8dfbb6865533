namespace Boternity.Skills.Scanning;

/// <summary>Words that set a variable.</summary>
internal static class ShellAssignment
{
    /// <summary>Reads <c>name=value</c>.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> text = word.TrimStart('$');
        int length = ShellEscape.NameLength(text);
        if (length == 0 || length >= text.Length || text[length] != '=')
        {
            name = [];
            value = [];
            return false;
        }

        name = text[..length];
        value = text[(length + 1)..];
        return true;
    }

    /// <summary>The variable that a command's output is assigned to; empty where there is none.</summary>
    public static ReadOnlySpan<char> TargetOf(CommandFrame command)
    {
        for (int i = 0; i < Math.Min(command.Count, 3); i++)
        {
            if (TryRead(command[i], out ReadOnlySpan<char> name, out _))
            {
                return name;
            }

            if (i > 0 && command[i] is "=")
            {
                return command[i - 1].TrimStart('$');
            }
        }

        return [];
    }
}
