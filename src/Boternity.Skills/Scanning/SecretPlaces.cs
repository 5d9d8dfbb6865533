using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>Files in which a person's credentials lie.</summary>
internal static class SecretPlaces
{
    private static readonly SearchValues<string> Places = SearchValues.Create(
        [
            "/.ssh/", "id_rsa", "id_ed25519", ".aws/credentials", "/etc/shadow", "/etc/passwd", "/.netrc", "/.npmrc",
            "/.pypirc", "/.kube/config", "/.docker/config.json",
            "application_default_credentials", ".git-credentials", "wallet.dat", "/.gnupg/", "Login Data",
            "login.keychain", "/proc/self/environ",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>The next place in a text, or −1.</summary>
    public static int IndexIn(ReadOnlySpan<char> text) => text.IndexOfAny(Places);

    public static bool Is(ReadOnlySpan<char> path) =>
        path.ContainsAny(Places) || path is ".env" || path.EndsWith("/.env", StringComparison.Ordinal)
        || path.TrimEnd("/*") is var directory
            && (directory.EndsWith("/.ssh", StringComparison.Ordinal)
                || directory.EndsWith("/.aws", StringComparison.Ordinal)
                || directory.EndsWith("/.gnupg", StringComparison.Ordinal)
                || directory.EndsWith("/.kube", StringComparison.Ordinal));

    public static bool AnyIn(CommandFrame command, int from)
    {
        for (int at = from; at < command.Count; at++)
        {
            if (command.Words[at].IsArgument && Is(command[at]))
            {
                return true;
            }
        }

        return false;
    }
}
