using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>Code that is fetched and run by package managers, beside the lists that they keep to.</summary>
internal static class RemotePackageRule
{
    private const int CommitLength = 40;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static void Check(CommandFrame command, int name, CommandKinds kinds, CommandFindings findings)
    {
        // In a sentence these are words like others.
        if (!findings.IsCommand(command))
        {
            return;
        }

        ReadOnlySpan<char> text = KnownCommands.NameOf(command[name]);
        int first = CommandOptions.FirstPlain(command, name);
        if (kinds.HasFlag(CommandKinds.PackageRunner)
            || (first > 0 && kinds.HasFlag(CommandKinds.PackageInstaller) && command[first] is "dlx" or "exec" or "x"))
        {
            if (first > 0 && text is not ("go" or "cargo" or "uv"))
            {
                findings.Information(
                    SkillScanRules.RemotePackage, $"'{text}' fetches a package and runs it at once.");
            }
        }
        else if ((text is "deno" or "bun" or "nix" && HasAddress(command, name))
            || (text is "rpm" && IndexOfAddress(command, name) > 0))
        {
            findings.Warning(SkillScanRules.RemotePackage, $"'{text}' runs what an address gives.");
        }
        else if (first > 0 && command[first] is "run" && IsRunOfAPackage(command, first, text))
        {
            findings.Information(SkillScanRules.RemotePackage, $"'{text}' fetches a package and runs it at once.");
        }
        else if (text is "python" or "python3" || kinds.HasFlag(CommandKinds.PackageInstaller))
        {
            CheckInstall(command, name, findings);
        }
    }

    private static void CheckInstall(CommandFrame command, int name, CommandFindings findings)
    {
        bool installs = false;
        bool isConda = KnownCommands.NameOf(command[name]) is "conda" or "mamba";
        for (int at = name + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if (!installs)
            {
                installs = word is "install" or "add" or "i" or "get";
                continue;
            }

            if (command[at - 1] is "-i" or "-f" || (isConda && command[at - 1] is "-c")
                || command[at - 1].StartsWith("--", StringComparison.Ordinal)
                || word[0] == '-')
            {
                CheckIndex(word, command[at - 1], findings);
            }
            else if (IsOutsideRegistry(word, command[at - 1]))
            {
                string message = "A package is installed from an address, not from a registry.";
                if (IsPinned(word))
                {
                    findings.Information(SkillScanRules.RemotePackage, message);
                }
                else
                {
                    findings.Warning(SkillScanRules.RemotePackage, message);
                }
            }
        }
    }

    private static void CheckIndex(ReadOnlySpan<char> word, ReadOnlySpan<char> before, CommandFindings findings)
    {
        int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=') : -1;
        ReadOnlySpan<char> option = equals > 0 ? word[..equals] : before;
        if (IsIndexOption(option) && PackageIndexes.IsForeign(word[(equals + 1)..]))
        {
            findings.Warning(SkillScanRules.PackageIndex, PackageIndexes.Message);
        }
        else if (option is "--git")
        {
            findings.Warning(
                SkillScanRules.RemotePackage, "A package is installed from an address, not from a registry.");
        }
    }

    private static bool IsIndexOption(ReadOnlySpan<char> option) => option is "-i" or "-f" or "-c" or "--index-url"
        or "--extra-index-url" or "--index" or "--default-index" or "--find-links" or "--registry" or "--source"
        or "--channel";

    private static bool IsOutsideRegistry(ReadOnlySpan<char> word, ReadOnlySpan<char> before) =>
        before is not "-c"
        && (word.StartsWith("git+", StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("git:", StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("github:", StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || word.Contains("@git+", StringComparison.OrdinalIgnoreCase));

    private static bool IsPinned(ReadOnlySpan<char> word)
    {
        int at = word.LastIndexOfAny('@', '#');
        ReadOnlySpan<char> revision = at < 0 ? [] : word[(at + 1)..];
        return revision.Length >= CommitLength && !revision[..CommitLength].ContainsAnyExcept(HexDigits);
    }

    // go run example.org/x@latest, uv run --with package script.py
    private static bool IsRunOfAPackage(CommandFrame command, int run, ReadOnlySpan<char> text)
    {
        for (int at = run + 1; at < command.Count; at++)
        {
            ReadOnlySpan<char> word = command[at];
            if ((text is "go" && word.Contains('@') && word.Contains('.'))
                || (text is "uv" && (word is "--with" || word.StartsWith("--with=", StringComparison.Ordinal))))
            {
                return true;
            }
        }

        return false;
    }

    private static int IndexOfAddress(CommandFrame command, int name)
    {
        for (int at = name + 1; at < command.Count; at++)
        {
            if (command[at].StartsWith("http", StringComparison.OrdinalIgnoreCase)
                && command[at].Contains("://", StringComparison.Ordinal))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool HasAddress(CommandFrame command, int name)
    {
        int run = CommandOptions.FirstPlain(command, name);
        for (int at = run; at > 0 && at < command.Count; at++)
        {
            if (command[at].StartsWith("http", StringComparison.OrdinalIgnoreCase)
                && command[at].Contains("://", StringComparison.Ordinal)
                && command[run] is "run" or "x" or "shell" or "profile")
            {
                return true;
            }
        }

        return false;
    }
}
