namespace Boternity.Skills.Scanning;

/// <summary>Commands that fetch something.</summary>
internal static class CommandDownload
{
    /// <summary>Whether the word at a place fetches something, and is not a word of a sentence.</summary>
    public static bool Is(CommandFrame command, int at, int name)
    {
        CommandKinds kinds = command.Words[at].Kinds;
        if (!kinds.HasFlag(CommandKinds.Downloader))
        {
            return false;
        }

        if (kinds.HasFlag(CommandKinds.Method))
        {
            return true;
        }

        ReadOnlySpan<char> text = KnownCommands.NameOf(command[at]);
        switch (text)
        {
            case "certutil":
                return command.Count > at + 1
                    && command[at + 1].Equals("-urlcache", StringComparison.OrdinalIgnoreCase);
            case "openssl":
                return at == name && CommandOptions.Has(command, name, "s_client");
            case "fetch" or "http" or "https" or "xh" or "lynx" or "axel" or "telnet":
                return at == name && HasAddress(command, at);
            case "nc" or "ncat" or "netcat" or "socat":
                return at == name && command.Count > at + 1;
            default:
                return command.Count > at + 1 || command.HasSubstitution;
        }
    }

    private static bool HasAddress(CommandFrame command, int name)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            if (command[at].Contains("://", StringComparison.Ordinal) || command[at][0] == '$')
            {
                return true;
            }
        }

        return false;
    }
}
