namespace Boternity.Skills.Scanning;

/// <summary>Says what a command prints, and lets every rule about commands look at it.</summary>
internal sealed class CommandEvaluator(CommandFindings findings, DownloadedFiles files)
{
    private const int MaxPrefixes = 16;
    private const int MaxWordsAfterWrapper = 6;
    private const int ShortestAnywhere = 4;

    /// <summary>What the command prints, as far as it matters.</summary>
    public CarriedData Evaluate(CommandFrame command)
    {
        findings.CheckTime();
        CarriedData output = command.Input | command.Nested | command.Grouped;
        if (command.Count == 0)
        {
            if (command.Nested.HasFlag(CarriedData.Decoded))
            {
                // What a substitution prints at the place of a command is one.
                InterpreterRule.ReportDecoded(findings);
            }

            return output;
        }

        int name = FindName(command);
        CommandKinds kinds = name < 0 ? CommandKinds.None : command.Words[name].Kinds;
        CheckPieces(command, name);
        InterpreterRule.Check(command, name, kinds, findings);
        if (kinds != CommandKinds.None)
        {
            ExfiltrationRule.Check(command, name, kinds, findings);
            ReverseShellRule.Check(command, name, kinds, findings);
            RemotePackageRule.Check(command, name, kinds, findings);
        }

        if (name >= 0)
        {
            ContainerRule.Check(command, name, findings);
            EditorCommandRule.Check(command, name, findings);
        }

        DestructiveCommandRule.Check(command, name, findings);
        output |= CommandOutput.Of(command, name, kinds);
        output |= files.Watch(command, name, kinds, output, findings);
        return kinds.HasFlag(CommandKinds.Shell) || kinds.HasFlag(CommandKinds.Interpreter)
            ? output & CarriedData.ShellOutput
            : output;
    }

    /// <summary>
    /// Where the command's name stands, behind list marks, labels, assignments and commands that run another; −1
    /// where it has none.
    /// </summary>
    private static int FindName(CommandFrame command)
    {
        int wrapper = -1;
        int plain = -1;
        int end = Math.Min(command.Count, MaxPrefixes);
        for (int at = 0; at < end; at++)
        {
            ShellWord word = command.Words[at];
            if (!word.IsArgument)
            {
                continue;
            }

            if (word.Kinds.HasFlag(CommandKinds.Wrapper))
            {
                wrapper = at;
                continue;
            }

            if (IsNoName(command[at], at + 1 < command.Count || command.HasSubstitution))
            {
                continue;
            }

            if (wrapper < 0 || word.Kinds != CommandKinds.None)
            {
                return at;
            }

            plain = plain < 0 ? at : plain;
            if (at - wrapper >= MaxWordsAfterWrapper)
            {
                break;
            }
        }

        return plain >= 0 ? plain : wrapper;
    }

    private static bool IsNoName(ReadOnlySpan<char> word, bool hasMore)
    {
        if (word is ".")
        {
            return !hasMore;
        }

        return word[0] == '-'
            || word[^1] == ':'
            || (!word.ContainsAnyInRange('a', 'z') && !word.ContainsAnyInRange('A', 'Z'))
            || ShellAssignment.TryRead(word, out _, out _);
    }

    private void CheckPieces(CommandFrame command, int name)
    {
        for (int at = 0; at < command.Count; at++)
        {
            ShellWord word = command.Words[at];
            if (word.Form.HasFlag(ShellWordForm.Split)
                && word.Kinds != CommandKinds.None
                && (at == name || word.Length >= ShortestAnywhere)
                && word.Kinds is not (CommandKinds.Wrapper or CommandKinds.HostFacts or CommandKinds.Reader))
            {
                findings.Danger(
                    SkillScanRules.ObfuscatedCommand,
                    $"The command '{KnownCommands.NameOf(command[at])}' is spelled in pieces.");
                return;
            }
        }
    }
}
