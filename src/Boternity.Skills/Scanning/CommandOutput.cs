namespace Boternity.Skills.Scanning;

/// <summary>What a command prints by itself.</summary>
internal static class CommandOutput
{
    public static CarriedData Of(CommandFrame command, int name, CommandKinds kinds)
    {
        CarriedData output = CarriedData.None;
        for (int at = 0; at < command.Count; at++)
        {
            if (CommandDownload.Is(command, at, name))
            {
                output |= CarriedData.Downloaded;
                break;
            }
        }

        if (name < 0)
        {
            return output;
        }

        ReadOnlySpan<char> text = KnownCommands.NameOf(command[name]);
        output |= IsDecoder(command, name, text) ? CarriedData.Decoded : CarriedData.None;
        output |= PrintsEnvironment(command, name, kinds, text) ? CarriedData.Environment : CarriedData.None;
        output |= kinds.HasFlag(CommandKinds.Archiver) ? CarriedData.Files : CarriedData.None;
        output |= kinds.HasFlag(CommandKinds.HostFacts) ? CarriedData.HostFacts : CarriedData.None;
        output |= (kinds & (CommandKinds.Reader | CommandKinds.Archiver)) != 0
            && SecretPlaces.AnyIn(command, name + 1)
            ? CarriedData.Secrets
            : CarriedData.None;
        bool isInteractive = kinds.HasFlag(CommandKinds.Shell)
            && (CommandOptions.Has(command, name, "-i") || (command.IsPiped && command.Count == name + 1));
        return output | (isInteractive ? CarriedData.ShellOutput : CarriedData.None);
    }

    private static bool IsDecoder(CommandFrame command, int name, ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case "base64" or "base32" or "gbase64":
                return CommandOptions.HasLetter(command, name, 'd')
                    || CommandOptions.HasLetter(command, name, 'D')
                    || CommandOptions.Has(command, name, "--decode");
            case "xxd":
                return CommandOptions.HasLetter(command, name, 'r');
            case "openssl":
                return CommandOptions.Has(command, name, "-d");
            case "uudecode" or "rev":
                return true;
            case "tr":
                for (int at = name + 1; at < command.Count; at++)
                {
                    if (command[at].StartsWith("N-ZA-M", StringComparison.OrdinalIgnoreCase))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private static bool PrintsEnvironment(
        CommandFrame command, int name, CommandKinds kinds, ReadOnlySpan<char> text)
    {
        if (kinds.HasFlag(CommandKinds.Environment))
        {
            return true;
        }

        switch (text)
        {
            case "set" or "export" or "declare":
                return command.Count == name + 1
                    || CommandOptions.Has(command, name, "-p")
                    || CommandOptions.Has(command, name, "-x");
            case "gci" or "ls" or "dir" or "get-childitem" or "Get-ChildItem":
                for (int at = name + 1; at < command.Count; at++)
                {
                    if (command[at].StartsWith("env:", StringComparison.OrdinalIgnoreCase))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }
}
