namespace Boternity.Skills.Scanning;

/// <summary>What is on this machine, and is sent away.</summary>
internal static class ExfiltrationRule
{
    private const CarriedData Private = CarriedData.Environment | CarriedData.Secrets;

    public static void Check(CommandFrame command, int name, CommandKinds kinds, CommandFindings findings)
    {
        if (kinds.HasFlag(CommandKinds.Resolver))
        {
            if (IsNamePutTogether(command, name))
            {
                findings.Danger(
                    SkillScanRules.Exfiltration, "What a command prints is sent as a part of a host's name.");
            }

            return;
        }

        if (kinds.HasFlag(CommandKinds.Sender))
        {
            CheckSender(command, name, kinds, findings);
        }
        else if (KnownCommands.NameOf(command[name]) is "scp" or "rsync" or "sftp" && HasRemotePlace(command, name))
        {
            CheckFiles(command, name, findings);
        }
        else if (IsSent(command, name))
        {
            findings.Danger(
                SkillScanRules.Exfiltration,
                Describe((command.Input & Private) == 0 ? CarriedData.Secrets : command.Input));
        }
    }

    // Through another machine's shell, or into a store of a cloud.
    private static bool IsSent(CommandFrame command, int name) => KnownCommands.NameOf(command[name]) switch
    {
        "ssh" => command.IsPiped && (command.Input & Private) != 0,
        "aws" or "gsutil" or "rclone" or "s3cmd" => SecretPlaces.AnyIn(command, name + 1),
        _ => false,
    };

    private static void CheckSender(CommandFrame command, int name, CommandKinds kinds, CommandFindings findings)
    {
        bool isNetcat = kinds.HasFlag(CommandKinds.Netcat);
        bool isPowerShell = command[name].StartsWith("i", StringComparison.OrdinalIgnoreCase);
        bool sends = isNetcat || isPowerShell || HasUpload(command, name);
        if (sends && command.IsPiped && (command.Input & Private) != 0)
        {
            findings.Danger(SkillScanRules.Exfiltration, Describe(command.Input));
        }
        else if (sends && command.IsPiped && command.Input.HasFlag(CarriedData.Files))
        {
            string message = "Packed directories are sent to another machine.";
            if (isNetcat)
            {
                findings.Danger(SkillScanRules.Exfiltration, message);
            }
            else
            {
                findings.Warning(SkillScanRules.Exfiltration, message);
            }
        }

        CarriedData nested = command.Nested | (isPowerShell ? command.Grouped : CarriedData.None);
        if ((nested & Private) != 0)
        {
            findings.Danger(SkillScanRules.Exfiltration, Describe(nested));
        }
        else if (nested.HasFlag(CarriedData.HostFacts))
        {
            findings.Warning(SkillScanRules.Exfiltration, "Who and where this machine is, is sent to another.");
        }

        if (HasUpload(command, name))
        {
            CheckFiles(command, name, findings);
        }
    }

    private static void CheckFiles(CommandFrame command, int name, CommandFindings findings)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            int value = word.LastIndexOfAny('@', '=');
            bool isFile = value >= 0 || command[at - 1] is "-T" or "--upload-file"
                || KnownCommands.NameOf(command[name]) is "scp" or "rsync" or "sftp";
            if (isFile && command.Words[at].IsArgument && SecretPlaces.Is(word[(value + 1)..]))
            {
                findings.Danger(SkillScanRules.Exfiltration, Describe(CarriedData.Secrets));
            }
        }
    }

    private static bool HasUpload(CommandFrame command, int name)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (word.StartsWith("--data", StringComparison.Ordinal)
                || word.StartsWith("--form", StringComparison.Ordinal)
                || word.StartsWith("--post-", StringComparison.Ordinal)
                || word.StartsWith("--body-", StringComparison.Ordinal)
                || word is "--upload-file" or "--json" or "@-"
                || word.Equals("-body", StringComparison.OrdinalIgnoreCase)
                || (CommandOptions.IsShort(word) && word[1..].ContainsAny("dFT")))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether what a substitution prints goes on as a name does.</summary>
    private static bool IsNamePutTogether(CommandFrame command, int name)
    {
        for (int at = name; at < command.Count; at++)
        {
            if (command.Words[at].Form.HasFlag(ShellWordForm.Joined) && command[at][0] == '.')
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasRemotePlace(CommandFrame command, int name)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            if (CommandOptions.IsPlain(command, at) && command[at].IndexOf(':') > 1)
            {
                return true;
            }
        }

        return false;
    }

    private static string Describe(CarriedData data) => data.HasFlag(CarriedData.Secrets)
        ? "A file in which credentials lie is sent to another machine."
        : "The environment, in which credentials often stand, is sent to another machine.";
}
