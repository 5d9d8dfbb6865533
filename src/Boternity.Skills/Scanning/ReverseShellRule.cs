namespace Boternity.Skills.Scanning;

/// <summary>Shells whose commands come from another machine.</summary>
internal static class ReverseShellRule
{
    public static void Check(CommandFrame command, int name, CommandKinds kinds, CommandFindings findings)
    {
        if ((kinds.HasFlag(CommandKinds.Netcat) && IsNetcatShell(command, name))
            || (kinds.HasFlag(CommandKinds.Shell) && HasSocket(command)))
        {
            findings.Danger(SkillScanRules.ReverseShell, "A shell is given to another machine.");
        }
        else if (KnownCommands.NameOf(command[name]) is "exec" && HasForeignSocket(command))
        {
            findings.Warning(SkillScanRules.ReverseShell, "A shell opens a connection to another machine.");
        }
    }

    private static bool IsNetcatShell(CommandFrame command, int name)
    {
        if (command.IsPiped && command.Input.HasFlag(CarriedData.ShellOutput))
        {
            return true;
        }

        for (int at = name + 1; at < command.Count; at++)
        {
            if (command[at].Contains("exec:", StringComparison.OrdinalIgnoreCase)
                || command[at].Contains("system:", StringComparison.OrdinalIgnoreCase)
                || (command.Words[at].Kinds.HasFlag(CommandKinds.Shell) && command[at - 1][0] == '-'))
            {
                return true;
            }
        }

        return false;
    }

    // exec 3<>/dev/tcp/host/port: what comes then is in other lines. A check of this machine's own ports names it, or a
    // variable that nobody set.
    private static bool HasForeignSocket(CommandFrame command)
    {
        for (int at = 0; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (!command.Words[at].IsArgument
                && (word.StartsWith("/dev/tcp/", StringComparison.Ordinal)
                    || word.StartsWith("/dev/udp/", StringComparison.Ordinal)))
            {
                ReadOnlySpan<char> host = word["/dev/tcp/".Length..];
                return !host.IsEmpty
                    && !host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
                    && !host.StartsWith("127.", StringComparison.Ordinal)
                    && host[0] is not ('$' or '{' or '<' or '/');
            }
        }

        return false;
    }

    // Reading from such a path alone is how scripts wait for a port.
    private static bool HasSocket(CommandFrame command)
    {
        for (int at = 0; at < command.Count; at++)
        {
            if (!command.Words[at].IsArgument
                && (command[at].StartsWith("/dev/tcp/", StringComparison.Ordinal)
                    || command[at].StartsWith("/dev/udp/", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
