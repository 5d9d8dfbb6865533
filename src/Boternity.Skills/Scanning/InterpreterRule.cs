using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>What is downloaded or decoded, and run as code at once.</summary>
internal static class InterpreterRule
{
    private const int ShortestEncoded = 16;

    private static readonly SearchValues<char> CodeLetters = SearchValues.Create("cemnpr");

    public static void Check(CommandFrame command, int name, CommandKinds kinds, CommandFindings findings)
    {
        CarriedData runs = name < 0 ? CarriedData.None : RunAsCode(command, name, kinds);
        if (runs.HasFlag(CarriedData.Downloaded) || IsRemoteScript(command, name))
        {
            findings.Danger(
                SkillScanRules.PipeToShell, "What is downloaded goes straight into an interpreter.");
        }

        if (runs.HasFlag(CarriedData.Decoded) || HasEncodedCommand(command))
        {
            ReportDecoded(findings);
        }
    }

    public static void ReportDecoded(CommandFindings findings) =>
        findings.Danger(SkillScanRules.EncodedCommand, "Encoded text is decoded straight into an interpreter.");

    private static CarriedData RunAsCode(CommandFrame command, int name, CommandKinds kinds)
    {
        if (kinds.HasFlag(CommandKinds.Evaluator))
        {
            return command.Input | command.Nested | command.Grouped;
        }

        if (!kinds.HasFlag(CommandKinds.Shell) && !kinds.HasFlag(CommandKinds.Interpreter))
        {
            switch (KnownCommands.NameOf(command[name]))
            {
                case "at" or "batch" or "crontab" or "parallel" when command.IsPiped:
                    return command.Input;
                case "make" or "gmake" or "dpkg" or "rpm" or "docker" when command.HasSubstitution:
                    return command.Nested;
                default:
                    break;
            }

            // What a variable or a substitution holds at the place of a command's name is a command.
            return command.HasSubstitution && command.WordsBeforeNested == 0
                ? command.Nested & CarriedData.Decoded
                : CarriedData.None;
        }

        (bool hasCode, int program) = ProgramOf(command, name, kinds);
        CarriedData runs = CarriedData.None;
        if (command.IsPiped && program < 0 && (!hasCode || IsGivenItsInput(command, name)))
        {
            runs |= command.Input;
        }

        if (command.HasSubstitution && (hasCode || program < 0 || program >= command.WordsBeforeNested))
        {
            runs |= command.Nested;
        }

        bool groupsAreCode = KnownCommands.IsNamed(command[name], "powershell")
            || KnownCommands.IsNamed(command[name], "pwsh");
        return runs | (groupsAreCode || hasCode ? command.Grouped : CarriedData.None);
    }

    // xargs sh -c: what comes through the pipe is the code, or stands in it.
    private static bool IsGivenItsInput(CommandFrame command, int name)
    {
        for (int at = 0; at < name; at++)
        {
            if (KnownCommands.NameOf(command[at]) is "xargs" or "parallel")
            {
                return command[^1] is "-c" or "{}";
            }
        }

        return false;
    }

    /// <summary>Whether code stands among the arguments, and where the file with the program does.</summary>
    private static (bool HasCode, int Program) ProgramOf(CommandFrame command, int name, CommandKinds kinds)
    {
        bool hasCode = false;
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (!command.Words[at].IsArgument)
            {
                continue;
            }

            if (word is "-s" or "--")
            {
                return (hasCode, -1);
            }

            if (word[0] == '-')
            {
                hasCode |= IsCodeOption(word, kinds);
            }
            else if (word is not "/dev/stdin" && word.ContainsAny("./\\$"))
            {
                return (hasCode, at);
            }
        }

        return (hasCode, -1);
    }

    private static bool IsCodeOption(ReadOnlySpan<char> word, CommandKinds kinds) =>
        word is "--eval" or "--print" or "--command" or "--run"
        || word.Equals("-command", StringComparison.OrdinalIgnoreCase)
        || (CommandOptions.IsShort(word)
            && (kinds.HasFlag(CommandKinds.Shell) ? word[^1] == 'c' : word[1..].ContainsAny(CodeLetters)));

    /// <summary>Programs of Windows that run what an address gives.</summary>
    private static bool IsRemoteScript(CommandFrame command, int name)
    {
        if (name < 0 || !command.Words[name].Kinds.HasFlag(CommandKinds.Opener))
        {
            return false;
        }

        ReadOnlySpan<char> text = KnownCommands.NameOf(command[name]);
        bool runsAddresses = text.Equals("mshta", StringComparison.OrdinalIgnoreCase)
            || text.Equals("regsvr32", StringComparison.OrdinalIgnoreCase)
            || text.Equals("msiexec", StringComparison.OrdinalIgnoreCase);
        for (int at = name + 1; runsAddresses && at < command.Count; at++)
        {
            if (command[at].Contains("http", StringComparison.OrdinalIgnoreCase)
                || command[at].StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>PowerShell with a command in Base64.</summary>
    private static bool HasEncodedCommand(CommandFrame command)
    {
        bool isPowerShell = false;
        for (int at = 0; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (command.Words[at].Kinds.HasFlag(CommandKinds.Shell)
                && (KnownCommands.IsNamed(word, "powershell") || KnownCommands.IsNamed(word, "pwsh")))
            {
                isPowerShell = true;
            }
            else if (isPowerShell
                && IsEncodedOption(word)
                && at + 1 < command.Count
                && command[at + 1].Length >= ShortestEncoded
                && !command[at + 1][..ShortestEncoded].ContainsAny(".:-_$"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEncodedOption(ReadOnlySpan<char> word) =>
        word.Length >= 2
        && word[0] is '-' or '/'
        && (word[1..].Equals("ec", StringComparison.OrdinalIgnoreCase)
            || "encodedcommand".AsSpan().StartsWith(word[1..], StringComparison.OrdinalIgnoreCase));
}
