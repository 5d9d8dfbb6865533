namespace Boternity.Skills.Scanning;

/// <summary>The options of a command.</summary>
internal static class CommandOptions
{
    public static bool Has(CommandFrame command, int name, string option)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            if (command[at].Equals(option, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an option of one dash has a letter: <c>r</c> in <c>-fr</c>.</summary>
    public static bool HasLetter(CommandFrame command, int name, char letter)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            if (IsShort(command[at]) && command[at][1..].Contains(letter))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsShort(ReadOnlySpan<char> word) =>
        word.Length is >= 2 and <= 12 && word[0] == '-' && word[1] != '-';

    /// <summary>Whether a word is an argument that is no option.</summary>
    public static bool IsPlain(CommandFrame command, int at) =>
        command.Words[at].IsArgument && command[at][0] != '-' && !command.Words[at].Form.HasFlag(ShellWordForm.Joined);

    /// <summary>The first argument behind a place that is no option; −1 where there is none.</summary>
    public static int FirstPlain(CommandFrame command, int name)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            if (IsPlain(command, at))
            {
                return at;
            }
        }

        return -1;
    }
}
