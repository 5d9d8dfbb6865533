using System.Collections.Frozen;

namespace Boternity.Skills.Scanning;

/// <summary>The commands that the scanner knows, by name.</summary>
internal static class KnownCommands
{
    private const int LongestName = 20;
    private const int ShortestWithVersion = 3;

    private static readonly FrozenDictionary<string, CommandKinds> Names = Build();

    private static readonly FrozenDictionary<string, CommandKinds>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a word is as a command: its path, its extension and its version do not count.</summary>
    public static CommandKinds KindsOf(ReadOnlySpan<char> word)
    {
        ReadOnlySpan<char> name = NameOf(word);
        if (name.IsEmpty || name.Length > LongestName)
        {
            return CommandKinds.None;
        }

        if (Lookup.TryGetValue(name, out CommandKinds kinds))
        {
            return kinds;
        }

        ReadOnlySpan<char> unversioned = name.TrimEnd("0123456789.");
        return unversioned.Length < name.Length
            && unversioned.Length >= ShortestWithVersion
            && Lookup.TryGetValue(unversioned, out kinds)
                ? kinds
                : CommandKinds.None;
    }

    /// <summary>What a word's last part, behind a dot, is as a method: <c>client.DownloadString</c>.</summary>
    public static CommandKinds KindsOfMethod(ReadOnlySpan<char> word)
    {
        ReadOnlySpan<char> name = word[(word.LastIndexOf('.') + 1)..];
        return name.Length is > 0 and <= LongestName
            && Lookup.TryGetValue(name, out CommandKinds kinds)
            && kinds.HasFlag(CommandKinds.Method)
                ? kinds
                : CommandKinds.None;
    }

    /// <summary>A word without its path and extension.</summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> word)
    {
        ReadOnlySpan<char> name = word[(word.LastIndexOfAny('/', '\\') + 1)..].TrimStart('@');
        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }

    public static bool IsNamed(ReadOnlySpan<char> word, string name) =>
        NameOf(word).TrimEnd("0123456789.").Equals(name, StringComparison.OrdinalIgnoreCase);

    private static FrozenDictionary<string, CommandKinds> Build()
    {
        var names = new Dictionary<string, CommandKinds>(StringComparer.OrdinalIgnoreCase);
        Add(
            CommandKinds.Downloader | CommandKinds.Sender,
            "curl wget iwr irm invoke-webrequest invoke-restmethod http https xh");
        Add(CommandKinds.Downloader, "fetch aria2c axel lynx certutil bitsadmin start-bitstransfer");
        Add(CommandKinds.Downloader | CommandKinds.Netcat | CommandKinds.Sender, "nc ncat netcat socat telnet");
        Add(
            CommandKinds.Downloader | CommandKinds.Method,
            "downloadstring downloaddata downloadfile webclient getstringasync urlretrieve");
        Add(CommandKinds.Shell, "sh bash zsh dash ksh csh tcsh fish ash pwsh powershell cmd osascript");
        Add(CommandKinds.Interpreter, "python pypy node nodejs deno bun perl ruby php lua tclsh execpath");
        Add(CommandKinds.Interpreter | CommandKinds.Method, "executable");
        Add(CommandKinds.Evaluator, "eval source . iex invoke-expression");
        Add(CommandKinds.Resolver, "dig nslookup host drill kdig ping getent resolve-dnsname");
        Add(CommandKinds.Environment | CommandKinds.Wrapper, "env");
        Add(CommandKinds.Environment, "printenv compgen");
        Add(CommandKinds.Reader, "cat tac head tail less more gc get-content type base64 xxd gzip bat");
        Add(CommandKinds.Archiver, "tar zip 7z rar cpio compress-archive");
        Add(
            CommandKinds.Wrapper,
            "sudo doas command exec nohup time xargs timeout nice stdbuf setsid busybox builtin start then do else if "
            + "while until run cmd entrypoint parallel");
        Add(
            CommandKinds.Opener,
            "start-process invoke-item ii msiexec dpkg rpm installer open xdg-open rundll32 regsvr32 mshta");
        Add(CommandKinds.PackageRunner, "npx bunx pnpx uvx pipx ansible-pull");
        Add(
            CommandKinds.PackageInstaller,
            "pip npm pnpm yarn uv poetry gem cargo conda mamba easy_install go apt apt-get dnf yum zypper apk brew "
            + "nix");
        Add(CommandKinds.HostFacts, "whoami hostname id ifconfig ipconfig systeminfo");
        Add(CommandKinds.Sensitive, "rm chmod dd mkfs ssh scp crontab at batch rsync aws gsutil rclone s3cmd");
        Add(CommandKinds.Sensitive | CommandKinds.Downloader, "openssl");
        Add(CommandKinds.Sensitive | CommandKinds.Method, "system popen exec subprocess child_process execsync");
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(CommandKinds kinds, string list)
        {
            foreach (string name in list.Split(' '))
            {
                names[name] = names.GetValueOrDefault(name) | kinds;
            }
        }
    }
}
