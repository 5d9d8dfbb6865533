namespace Boternity.Skills.Scanning;

/// <summary>Where commands and functions put what they fetch.</summary>
internal static class DownloadTargets
{
    public static void Record(CommandFrame command, int at, DownloadedFiles files)
    {
        ReadOnlySpan<char> name = KnownCommands.NameOf(command[at]);
        if (name is "certutil" or "bitsadmin")
        {
            files.Add(command[^1], CarriedData.Downloaded);
            return;
        }

        bool isCurl = name.Equals("curl", StringComparison.OrdinalIgnoreCase);
        bool namedByUrl = name is "wget" or "aria2c" or "axel" or "fetch";
        for (int i = at + 1; i < command.Count; i++)
        {
            ReadOnlySpan<char> word = command[i];
            if (word[0] != '-')
            {
                continue;
            }

            int equals = word.IndexOf('=');
            if (equals > 0 && word[..equals] is "--output" or "--output-document" or "--out")
            {
                files.Add(word[(equals + 1)..], CarriedData.Downloaded);
            }
            else if (isCurl && (word is "--remote-name" || (CommandOptions.IsShort(word) && word[1..].Contains('O'))))
            {
                namedByUrl = true;
            }
            else if (IsOutputOption(word, isCurl) && i + 1 < command.Count)
            {
                namedByUrl = false;
                files.Add(command[i + 1], CarriedData.Downloaded);
            }
            else if (isCurl && word.StartsWith("-o", StringComparison.Ordinal))
            {
                files.Add(word[2..], CarriedData.Downloaded);
            }
        }

        if (namedByUrl)
        {
            RecordAddresses(command, at, files);
        }
    }

    /// <summary>Functions that write a file: <c>urlretrieve(url, "x")</c>, <c>open("x", "wb")</c>.</summary>
    public static void RecordCall(CommandFrame command, DownloadedFiles files)
    {
        ReadOnlySpan<char> caller = command.CallerText;
        if (caller.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<char> method = caller[(caller.LastIndexOf('.') + 1)..];
        if (method is "urlretrieve" or "DownloadFile" && command.Count > 1)
        {
            files.Add(command[1], CarriedData.Downloaded);
        }
        else if (files.ScriptDownloads
            && (method is "writeFile" or "writeFileSync" or "createWriteStream" or "WriteAllText" or "WriteAllBytes"
                || (method is "open" && command.Count > 1 && command[1][0] == 'w')))
        {
            files.Add(command[0], CarriedData.Downloaded);
        }
    }

    /// <summary>Functions that run the file that they are given, or make it a program.</summary>
    public static bool IsRunningCall(ReadOnlySpan<char> caller)
    {
        ReadOnlySpan<char> method = caller[(caller.LastIndexOf('.') + 1)..];
        return method is "chmod" or "chmodSync" or "system" or "popen" or "Popen" or "run" or "call" or "check_call"
            or "check_output" or "exec" or "execSync" or "execFile" or "execFileSync" or "spawn" or "spawnSync"
            or "startfile" or "require" or "runpy" or "run_path" or "Start";
    }

    private static bool IsOutputOption(ReadOnlySpan<char> word, bool isCurl) =>
        word is "--output" or "--output-document" or "--out"
        || word.Equals("-outfile", StringComparison.OrdinalIgnoreCase)
        || word.Equals("-destination", StringComparison.OrdinalIgnoreCase)
        || (CommandOptions.IsShort(word) && (isCurl ? word[^1] == 'o' : word[^1] is 'O' or 'o'));

    private static void RecordAddresses(CommandFrame command, int at, DownloadedFiles files)
    {
        for (int i = at + 1; i < command.Count; i++)
        {
            if (CommandOptions.IsPlain(command, i) && command[i].ContainsAny("/.$"))
            {
                files.Add(command[i], CarriedData.Downloaded);
            }
        }
    }
}
