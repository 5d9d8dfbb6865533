using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>Commands that stand in the script of an editor: <c>sed '1e id'</c>, <c>vim -c '!id'</c>.</summary>
internal static class EditorCommandRule
{
    private const int Delimiters = 3;

    private static readonly SearchValues<char> Addresses = SearchValues.Create("0123456789$,");
    private static readonly SearchValues<char> Flags = SearchValues.Create("egpiImM0123456789");

    public static void Check(CommandFrame command, int name, CommandFindings findings)
    {
        ReadOnlySpan<char> text = KnownCommands.NameOf(command[name]);
        bool runs = text switch
        {
            "sed" or "gsed" => RunsFromSed(command, name),
            "vim" or "vi" or "nvim" or "ex" or "view" => RunsFromVim(command, name),
            _ => false,
        };
        if (runs)
        {
            findings.Warning(
                SkillScanRules.ObfuscatedCommand, $"'{text}' runs a command that stands in its own script.");
        }
    }

    private static bool RunsFromSed(CommandFrame command, int name)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            bool hasMore = at + 1 < command.Count;
            if (command.Words[at].IsArgument
                && word[0] != '-'
                && ((hasMore && IsExecution(word)) || IsSubstitutionThatRuns(word)))
            {
                return true;
            }
        }

        return false;
    }

    // 1e command, $e command, 1,3e command
    private static bool IsExecution(ReadOnlySpan<char> word) =>
        word.Length > 1 && word[^1] == 'e' && !word[..^1].ContainsAnyExcept(Addresses);

    // s/a/b/e, s|a|b|ge
    private static bool IsSubstitutionThatRuns(ReadOnlySpan<char> word)
    {
        if (word.Length < Delimiters + 2 || word[0] != 's' || char.IsAsciiLetterOrDigit(word[1]) || word[1] == '\\')
        {
            return false;
        }

        char delimiter = word[1];
        int seen = 0;
        int flags = 0;
        for (int at = 1; at < word.Length && seen < Delimiters; at++)
        {
            if (word[at] == '\\')
            {
                at++;
            }
            else if (word[at] == delimiter)
            {
                seen++;
                flags = at + 1;
            }
        }

        ReadOnlySpan<char> after = word[flags..];
        return seen == Delimiters && after.Contains('e') && !after.ContainsAnyExcept(Flags);
    }

    private static bool RunsFromVim(CommandFrame command, int name)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            bool isCommand = word[0] == '+' || command[at - 1] is "-c" or "--cmd" or "-S";
            ReadOnlySpan<char> run = word.TrimStart("+:%rw$");
            if (isCommand
                && run.Length > 1
                && run[0] == '!'
                && (char.IsAsciiLetter(run[1]) || run[1] is '/' or '.' or '$'))
            {
                return true;
            }
        }

        return false;
    }
}
