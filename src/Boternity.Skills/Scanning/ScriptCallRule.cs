using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>
/// Calls in Python, JavaScript, PowerShell and their like: code that is fetched or decoded and evaluated, in one line
/// or by way of a variable, and what is sent away.
/// </summary>
internal sealed class ScriptCallRule(CommandFindings findings, DownloadedFiles files)
{
    // What belongs together stands near together, also where a whole program stands in one line.
    private const int Near = 1000;
    private const int NearName = 120;

    // "-c",
    private const int CodeOptionLength = 5;

    private static readonly SearchValues<string> Triggers = SearchValues.Create(
        [
            "exec(", "eval(", "os.system(", "new function(", "iex", "invoke-expression", "execsync(", "loads(",
            "run_in_context(", "runinthiscontext(", "runinnewcontext(", "loadstring(", "requests.", "urlopen", "urllib",
            "fetch(", "http.get", "https.get", "axios", "webclient", "downloadstring", "httpx.", "irm ", "iwr ",
            "b64decode", "a85decode", "frombase64string", "atob(", "unhexlify", "fromhex", "'base64'", "\"base64\"",
            "fromcharcode", "codecs.decode", "zlib.decompress", "gethostby", "getaddrinfo", "dns.", "resolve-dnsname",
            "gethostaddresses", "gethostentry", "os.environ", "process.env", ":|:&", "pty.spawn", "dup2(",
            "scriptblock]::create(", "\"-c\",", "'-c',", "file_get_contents(", "import(", "/inet/tcp/", "zsh/net/tcp",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Evaluators = SearchValues.Create(
        [
            "exec(", "eval(", "os.system(", "new function(", "iex", "invoke-expression", "execsync(", "loads(",
            "runinthiscontext(", "runinnewcontext(", "loadstring(", "scriptblock]::create(", "\"-c\",", "'-c',",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Downloads = SearchValues.Create(
        [
            "requests.get", "urlopen", "urllib", "fetch(", "http.get", "https.get", "axios", "webclient",
            "downloadstring", "httpx.get", "irm ", "iwr ", "invoke-webrequest", "invoke-restmethod",
            "file_get_contents(\"http", "file_get_contents('http", "net::http.get", "uri.open(", "lwp::simple",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Decoders = SearchValues.Create(
        [
            "b64decode", "a85decode", "frombase64string", "atob(", "unhexlify", "fromhex", "'base64'", "\"base64\"",
            "fromcharcode", "codecs.decode", "zlib.decompress",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Senders = SearchValues.Create(
        [
            "requests.post", "requests.put", "requests.request", "httpx.post", "urlopen", "fetch(", "axios",
            "http.request", "https.request", "sendbeacon", "socket.send", ".sendall(", ".sendto(",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Environments =
        SearchValues.Create(["os.environ", "process.env"], StringComparison.Ordinal);

    private static readonly SearchValues<string> Resolvers = SearchValues.Create(
        [
            "gethostbyname", "getaddrinfo(", "dns.resolve", "dns.lookup", "resolve-dnsname", "gethostaddresses",
            "gethostentry",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_ ");

    private readonly ShellVariables _assigned = new();

    public void Scan(ReadOnlySpan<char> line)
    {
        if (!line.ContainsAny(Triggers))
        {
            return;
        }

        CarriedData assigned = CarriedData.None;
        if (line.ContainsAny(Downloads))
        {
            files.ScriptDownloads |= !findings.IsProse || findings.IsCode;
            assigned |= CarriedData.Downloaded;
        }

        assigned |= line.ContainsAny(Decoders) ? CarriedData.Decoded : CarriedData.None;
        CheckEvaluators(line);
        CheckEnvironment(line);
        CheckResolvers(line);
        if (line.Contains(":|:&", StringComparison.Ordinal))
        {
            findings.Warning(SkillScanRules.DestructiveCommand, "A function starts itself without end.");
        }

        CheckImports(line);
        if ((line.Contains("pty.spawn", StringComparison.Ordinal) && line.Contains("dup2", StringComparison.Ordinal))
            || line.Contains("/inet/tcp/", StringComparison.Ordinal)
            || line.Contains("zsh/net/tcp", StringComparison.Ordinal))
        {
            findings.Danger(SkillScanRules.ReverseShell, "A shell is given to another machine.");
        }

        if (assigned != CarriedData.None)
        {
            Assign(line, assigned);
        }
    }

    private void CheckEvaluators(ReadOnlySpan<char> line)
    {
        // The next of each only ever moves on, so that the line is searched once.
        int download = -1;
        int decoder = -1;
        for (int at = 0; at < line.Length;)
        {
            int found = line[at..].IndexOfAny(Evaluators);
            if (found < 0)
            {
                return;
            }

            int start = at + found;
            int length = line[start] is '"' or '\''
                ? CodeOptionLength
                : line[start..].IndexOfAnyExcept(NameCharacters);
            at = length < 0 ? line.Length : start + length;
            findings.CheckTime();
            if (IsMethod(line, start))
            {
                continue;
            }

            CarriedData data = VariableIn(line.Slice(at, Math.Min(Near, line.Length - at)));
            data |= IsNear(line, at, Downloads, ref download) ? CarriedData.Downloaded : CarriedData.None;
            data |= IsNear(line, at, Decoders, ref decoder) ? CarriedData.Decoded : CarriedData.None;
            Report(data);
        }
    }

    /// <summary>Modules of JavaScript that an address gives, or that stand in the address.</summary>
    private void CheckImports(ReadOnlySpan<char> line)
    {
        if (findings.IsProse && !findings.IsCode)
        {
            return;
        }

        for (int at = 0; line[at..].IndexOf("import(", StringComparison.Ordinal) is var found and >= 0;)
        {
            at += found + "import(".Length;
            ReadOnlySpan<char> module = line[at..].TrimStart(" \"'`");
            if (module.StartsWith("http", StringComparison.Ordinal)
                && module[..Math.Min(module.Length, 8)].Contains("://", StringComparison.Ordinal))
            {
                findings.Warning(SkillScanRules.RemotePackage, "A module is run that an address gives.");
            }
            else if (module.StartsWith("data:", StringComparison.Ordinal))
            {
                findings.Danger(SkillScanRules.EncodedCommand, "Encoded text is decoded straight into an interpreter.");
            }
        }
    }

    private static bool IsNear(ReadOnlySpan<char> line, int at, SearchValues<string> words, ref int next)
    {
        if (next < at)
        {
            int found = line[at..].IndexOfAny(words);
            next = found < 0 ? int.MaxValue : at + found;
        }

        return next - Near <= at;
    }

    private void Report(CarriedData data)
    {
        if (data.HasFlag(CarriedData.Downloaded))
        {
            findings.Danger(SkillScanRules.PipeToShell, "What is downloaded goes straight into an interpreter.");
        }

        if (data.HasFlag(CarriedData.Decoded))
        {
            findings.Danger(SkillScanRules.EncodedCommand, "Encoded text is decoded straight into an interpreter.");
        }
    }

    /// <summary>Whether it is a method of something else: <c>pattern.exec(</c>, <c>json.loads(</c>.</summary>
    private static bool IsMethod(ReadOnlySpan<char> line, int start)
    {
        bool isLoads = line[start..].StartsWith("loads", StringComparison.OrdinalIgnoreCase);
        if (start == 0)
        {
            return isLoads;
        }

        char before = line[start - 1];
        if (before != '.')
        {
            return isLoads || char.IsAsciiLetterOrDigit(before) || before is '_' or '$';
        }

        ReadOnlySpan<char> owner = line[..(start - 1)].TrimEnd("'\")");
        return !owner.EndsWith("builtins", StringComparison.Ordinal)
            && !owner.EndsWith("child_process", StringComparison.Ordinal)
            && !owner.EndsWith("cp", StringComparison.Ordinal)
            && !owner.EndsWith("window", StringComparison.Ordinal)
            && !owner.EndsWith("globalThis", StringComparison.Ordinal)
            && !owner.EndsWith("marshal", StringComparison.Ordinal)
            && !owner.EndsWith("pickle", StringComparison.Ordinal)
            && !owner.EndsWith("vm", StringComparison.Ordinal);
    }

    private CarriedData VariableIn(ReadOnlySpan<char> argument)
    {
        ReadOnlySpan<char> text = argument.TrimStart(" ($");
        foreach (string word in (ReadOnlySpan<string>)["await ", "compile(", "str(", "String("])
        {
            text = text.StartsWith(word, StringComparison.Ordinal) ? text[word.Length..].TrimStart(" (") : text;
        }

        int length = ShellEscape.NameLength(text);
        return length > 0 && _assigned.TryGet(text[..length], out (string Value, CarriedData Data) known)
            ? known.Data
            : CarriedData.None;
    }

    private void Assign(ReadOnlySpan<char> line, CarriedData data)
    {
        ReadOnlySpan<char> text = line.TrimStart();
        foreach (string word in (ReadOnlySpan<string>)["const ", "let ", "var ", "my ", "local "])
        {
            text = text.StartsWith(word, StringComparison.Ordinal) ? text[word.Length..] : text;
        }

        text = text.TrimStart(" $");
        int length = ShellEscape.NameLength(text);
        ReadOnlySpan<char> rest = text[length..].TrimStart();
        if (length > 0 && rest.Length > 1 && rest[0] == '=' && rest[1] is not ('=' or '>'))
        {
            _assigned.Mark(text[..length], data);
        }
    }

    private void CheckEnvironment(ReadOnlySpan<char> line)
    {
        for (int at = 0; at < line.Length;)
        {
            int found = line[at..].IndexOfAny(Environments);
            if (found < 0)
            {
                return;
            }

            int start = at + found;
            at = start + 10;
            ReadOnlySpan<char> rest = line[start..];
            rest = rest[(rest[0] == 'o' ? "os.environ".Length : "process.env".Length)..];

            // One variable of it is how a script gets its own key.
            if (!rest.IsEmpty && (rest[0] is '.' or '[' or '?' || char.IsAsciiLetterOrDigit(rest[0])))
            {
                continue;
            }

            int from = Math.Max(0, start - Near);
            if (line[from..Math.Min(line.Length, start + Near)].ContainsAny(Senders))
            {
                findings.Danger(
                    SkillScanRules.Exfiltration,
                    "The environment, in which credentials often stand, is sent to another machine.");
                return;
            }

            at = Math.Max(at, start + Near);
        }
    }

    private void CheckResolvers(ReadOnlySpan<char> line)
    {
        for (int at = 0; at < line.Length;)
        {
            int found = line[at..].IndexOfAny(Resolvers);
            if (found < 0)
            {
                return;
            }

            int start = at + found;
            ReadOnlySpan<char> near = line.Slice(start, Math.Min(NearName, line.Length - start));
            at = start + near.Length;
            if (IsPutTogether(near))
            {
                findings.Warning(
                    SkillScanRules.Exfiltration, "A host's name is put together from data and looked up.");
                return;
            }
        }
    }

    /// <summary>
    /// Whether a value stands before a dot: <c>f"{data}.example.org"</c>, <c>data + ".example.org"</c>.
    /// </summary>
    private static bool IsPutTogether(ReadOnlySpan<char> text)
    {
        if (text.Contains("}.", StringComparison.Ordinal) || text.Contains("%s.", StringComparison.Ordinal))
        {
            return true;
        }

        for (int at = 0; at < text.Length; at++)
        {
            ReadOnlySpan<char> rest = text[at..];
            if (rest[0] == '+')
            {
                ReadOnlySpan<char> value = rest[1..].TrimStart();
                if (value.Length > 1 && value[0] is '"' or '\'' && value[1] == '.')
                {
                    return true;
                }
            }
            else if (rest[0] == '$' && ShellEscape.NameLength(rest[1..]) is var name and > 0
                && rest.Length > name + 2 && rest[name + 1] == '.' && char.IsAsciiLetterLower(rest[name + 2]))
            {
                return text.StartsWith("resolve", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}
