namespace Boternity.Skills.Scanning;

/// <summary>The files that a text's commands download or decode, and whether it runs them later.</summary>
internal sealed class DownloadedFiles
{
    private const int MaxNames = 64;
    private const int MaxNameLength = 128;

    private readonly Dictionary<string, CarriedData> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private string _lastAddress = "";
    private int _unpackedAt = -1;

    /// <summary>Gets or sets a value indicating whether a script has fetched something by a function of its
    /// language.</summary>
    public bool ScriptDownloads { get; set; }

    /// <summary>Looks at a command; gives what the file that it prints holds.</summary>
    public CarriedData Watch(
        CommandFrame command, int name, CommandKinds kinds, CarriedData carried, CommandFindings findings)
    {
        CarriedData printed = CarriedData.None;
        RecordClone(command, name);
        if (_names.Count > 0 || _directories.Count > 0 || _unpackedAt >= 0)
        {
            Report(FindRun(command, name, kinds), findings);
            Report(FindRunOfWhatWasUnpacked(command, name, kinds, findings), findings);
            printed = kinds.HasFlag(CommandKinds.Reader) ? FindAny(command, name + 1) : CarriedData.None;
        }

        for (int at = 0; carried.HasFlag(CarriedData.Downloaded) && at < command.Count; at++)
        {
            if (CommandDownload.Is(command, at, name))
            {
                DownloadTargets.Record(command, at, this);
                RememberAddress(command, at);
                break;
            }
        }

        RecordUnpacked(command, name, findings);

        CarriedData content = carried & (CarriedData.Downloaded | CarriedData.Decoded);
        if (content != CarriedData.None)
        {
            RecordWritten(command, name, content);
        }

        DownloadTargets.RecordCall(command, this);
        return printed;
    }

    public void Add(ReadOnlySpan<char> path, CarriedData content)
    {
        ReadOnlySpan<char> name = NameOf(path);
        if (name.Length is 0 or > MaxNameLength || name is "-" or "null" or "stdout" or "stderr" or "x86_64")
        {
            return;
        }

        if (_names.Count < MaxNames)
        {
            _names[name.ToString()] = content;
        }
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> name = path.TrimEnd('/');
        int query = name.IndexOfAny('?', '#');
        name = query >= 0 ? name[..query] : name;
        return name[(name.LastIndexOfAny('/', '\\') + 1)..];
    }

    private void RecordWritten(CommandFrame command, int name, CarriedData content)
    {
        bool writes = name >= 0
            && KnownCommands.NameOf(command[name]) is "tee" or "out-file" or "Out-File" or "Set-Content" or "sponge";
        for (int at = 0; at < command.Count; at++)
        {
            if (!command.Words[at].IsArgument || (writes && at > name && CommandOptions.IsPlain(command, at)))
            {
                Add(command[at], content);
            }
        }
    }

    private static void Report(CarriedData content, CommandFindings findings)
    {
        if (content.HasFlag(CarriedData.Downloaded))
        {
            findings.Warning(SkillScanRules.PipeToShell, "A file that was downloaded is run.");
        }

        if (content.HasFlag(CarriedData.Decoded))
        {
            findings.Warning(SkillScanRules.EncodedCommand, "A file that was decoded is run.");
        }
    }

    private CarriedData FindRun(CommandFrame command, int name, CommandKinds kinds)
    {
        CarriedData content = DownloadTargets.IsRunningCall(command.CallerText)
            ? FindAny(command, 0)
            : CarriedData.None;
        if (name < 0)
        {
            return content;
        }

        const CommandKinds runFirst = CommandKinds.Shell | CommandKinds.Interpreter | CommandKinds.Evaluator;
        if ((kinds & runFirst) != 0)
        {
            int first = CommandOptions.FirstPlain(command, name);
            content |= first < 0 ? CarriedData.None : Find(command[first]) | FindDirectory(command[first]);
        }
        else if (kinds.HasFlag(CommandKinds.Opener) || MakesExecutable(command, name))
        {
            content |= FindAny(command, name + 1);
        }
        else if (command[name].ContainsAny('/', '\\') || command[name][0] == '$' || IsWindowsProgram(command[name]))
        {
            content |= command[name].Contains("://", StringComparison.Ordinal)
                ? CarriedData.None
                : Find(command[name]) | FindDirectory(command[name]);
        }

        return content;
    }

    private void RememberAddress(CommandFrame command, int at)
    {
        for (int i = at + 1; i < command.Count; i++)
        {
            if (command[i].Contains("://", StringComparison.Ordinal))
            {
                ReadOnlySpan<char> file = NameOf(command[i]);
                _lastAddress = file.Length <= MaxNameLength ? file.ToString() : "";
            }
        }
    }

    // curl … | tar x -C tool; tar xf tool.tgz: a directory of the archive's name, or the one that is named.
    private void RecordUnpacked(CommandFrame command, int name, CommandFindings findings)
    {
        if (name < 0 || KnownCommands.NameOf(command[name]) is not ("tar" or "bsdtar" or "unzip" or "7z" or "cpio"))
        {
            return;
        }

        bool isPiped = command.IsPiped && command.Input.HasFlag(CarriedData.Downloaded);
        ReadOnlySpan<char> archive = isPiped ? _lastAddress : default;
        ReadOnlySpan<char> target = default;
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (command[at - 1] is "-C" or "--directory" or "-d")
            {
                target = word;
            }
            else if (word.StartsWith("--directory=", StringComparison.Ordinal))
            {
                target = word[(word.IndexOf('=') + 1)..];
            }
            else if (!isPiped && archive.IsEmpty && Find(word).HasFlag(CarriedData.Downloaded))
            {
                archive = NameOf(word);
            }
        }

        if (!isPiped && archive.IsEmpty)
        {
            return;
        }

        _unpackedAt = target.IsEmpty ? findings.Offset : _unpackedAt;
        ReadOnlySpan<char> directory = target.IsEmpty ? StemOf(archive) : NameOf(target);
        if (directory.Length is > 0 and <= MaxNameLength
            && directory is not ("." or "..")
            && _directories.Count < MaxNames)
        {
            _directories.Add(directory.ToString());
        }
    }

    private static ReadOnlySpan<char> StemOf(ReadOnlySpan<char> archive)
    {
        foreach (string suffix in (ReadOnlySpan<string>)[".gz", ".xz", ".bz2", ".zst", ".tar", ".tgz", ".zip"])
        {
            archive = archive.EndsWith(suffix, StringComparison.Ordinal) ? archive[..^suffix.Length] : archive;
        }

        return archive;
    }

    // curl … | tar x && ./x/install: whatever the archive's directory is called, on the same line.
    private CarriedData FindRunOfWhatWasUnpacked(
        CommandFrame command, int name, CommandKinds kinds, CommandFindings findings)
    {
        if (name < 0 || _unpackedAt != findings.Offset)
        {
            return CarriedData.None;
        }

        const CommandKinds runFirst = CommandKinds.Shell | CommandKinds.Evaluator;
        int program = (kinds & runFirst) != 0 ? CommandOptions.FirstPlain(command, name) : name;
        return program >= 0 && command[program].StartsWith("./", StringComparison.Ordinal)
            ? CarriedData.Downloaded
            : CarriedData.None;
    }

    private static bool MakesExecutable(CommandFrame command, int name)
    {
        if (KnownCommands.NameOf(command[name]) is not "chmod")
        {
            return false;
        }

        int mode = CommandOptions.FirstPlain(command, name);
        return mode >= 0 && (command[mode].Contains('x') || command[mode].ContainsAny("1357"));
    }

    private CarriedData FindAny(CommandFrame command, int from)
    {
        CarriedData content = CarriedData.None;
        for (int at = from; at < command.Count; at++)
        {
            content |= command.Words[at].IsArgument ? Find(command[at]) : CarriedData.None;
        }

        return content;
    }

    // A program without a path is looked for where it was put, on Windows alone.
    private static bool IsWindowsProgram(ReadOnlySpan<char> name) =>
        name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".bat", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a repository that was cloned holds, whatever is run of it.</summary>
    private CarriedData FindDirectory(ReadOnlySpan<char> path)
    {
        if (_directories.Count == 0)
        {
            return CarriedData.None;
        }

        var lookup = _directories.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Range part in path.Split('/'))
        {
            if (part.End.Value < path.Length && lookup.Contains(path[part]))
            {
                return CarriedData.Downloaded;
            }
        }

        return CarriedData.None;
    }

    private void RecordClone(CommandFrame command, int name)
    {
        if (name < 0 || KnownCommands.NameOf(command[name]) is not "git" || _directories.Count >= MaxNames)
        {
            return;
        }

        int verb = CommandOptions.FirstPlain(command, name);
        int address = verb < 0 || command[verb] is not "clone" ? -1 : verb + 1;
        for (int at = address; at > 0 && at < command.Count; at++)
        {
            if (command[at].Contains("://", StringComparison.Ordinal) || command[at].StartsWith("git@"))
            {
                bool isNamed = at + 1 < command.Count && CommandOptions.IsPlain(command, at + 1);
                ReadOnlySpan<char> directory = NameOf(command[isNamed ? at + 1 : at]);
                directory = directory.EndsWith(".git", StringComparison.Ordinal) ? directory[..^4] : directory;
                if (directory.Length is > 0 and <= MaxNameLength)
                {
                    _directories.Add(directory.ToString());
                }

                return;
            }
        }
    }

    private CarriedData Find(ReadOnlySpan<char> path) =>
        _names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(NameOf(path), out CarriedData content)
            ? content
            : CarriedData.None;
}
