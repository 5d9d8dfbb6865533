namespace Boternity.Skills.Scanning;

/// <summary>Commands that delete a whole system, a whole home or a whole disk.</summary>
internal static class DestructiveCommandRule
{
    public static void Check(CommandFrame command, int name, CommandFindings findings)
    {
        ReadOnlySpan<char> caller = command.CallerText;
        ReadOnlySpan<char> method = caller[(caller.LastIndexOf('.') + 1)..];
        bool deletes = (method is "rmtree" or "rmSync" or "rmdirSync" or "rimraf" && HasProtected(command, 0))
            || (name >= 0 && Deletes(command, name))
            || WritesToDisk(command);
        if (deletes)
        {
            findings.Warning(
                SkillScanRules.DestructiveCommand, "A whole system, home or disk is deleted or overwritten.");
        }
    }

    private static bool Deletes(CommandFrame command, int name)
    {
        ReadOnlySpan<char> text = KnownCommands.NameOf(command[name]);
        switch (text)
        {
            case "rm":
                return (CommandOptions.HasLetter(command, name, 'r') || CommandOptions.HasLetter(command, name, 'R')
                        || CommandOptions.Has(command, name, "--recursive"))
                    && HasProtected(command, name + 1);
            case "find":
                return CommandOptions.Has(command, name, "-delete") && HasProtected(command, name + 1);
            case "chmod" or "chown":
                return (CommandOptions.HasLetter(command, name, 'R')
                        || CommandOptions.Has(command, name, "--recursive"))
                    && HasProtected(command, name + 1);
            case "dd":
                return HasDisk(command, name, "of=");
            case "shred" or "wipefs":
                return HasDisk(command, name, "");
            case "rd" or "rmdir" or "del":
                return CommandOptions.Has(command, name, "/s") && HasProtected(command, name + 1);
            default:
                return (text.StartsWith("mkfs", StringComparison.Ordinal) && HasDisk(command, name, ""))
                    || (text.Equals("remove-item", StringComparison.OrdinalIgnoreCase)
                        && HasProtected(command, name + 1));
        }
    }

    private static bool HasProtected(CommandFrame command, int from)
    {
        for (int at = from; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (word[0] != '-' && (IsDrive(word) || (word.ContainsAny("/\\~$") && IsProtected(word))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsProtected(ReadOnlySpan<char> path) =>
        path.TrimEnd("*/\\") is "" or "~" or "$HOME" or "/home" or "/usr" or "/etc" or "/var" or "/boot" or "/bin"
            or "/lib" or "/Users" or "$env:USERPROFILE";

    private static bool IsDrive(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> drive = path.TrimEnd("*/\\");
        return drive.Length == 2 && char.IsAsciiLetter(drive[0]) && drive[1] == ':';
    }

    // cat x > /dev/sda
    private static bool WritesToDisk(CommandFrame command)
    {
        for (int at = 0; at < command.Count; at++)
        {
            if (!command.Words[at].IsArgument
                && (command[at].StartsWith("/dev/sd", StringComparison.Ordinal)
                    || command[at].StartsWith("/dev/nvme", StringComparison.Ordinal)
                    || command[at].StartsWith("/dev/disk", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasDisk(CommandFrame command, int name, string prefix)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (word.StartsWith(prefix, StringComparison.Ordinal)
                && word[prefix.Length..].StartsWith("/dev/", StringComparison.Ordinal)
                && word[(prefix.Length + 5)..] is not ("null" or "zero" or "stdout" or "stderr"))
            {
                return true;
            }
        }

        return false;
    }
}
