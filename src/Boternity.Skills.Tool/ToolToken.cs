using System.CommandLine;

namespace Boternity.Skills.Tool;

/// <summary>
/// What a host is shown, from <c>--token HOST=VARIABLE</c>: the value stays in the environment, and off the command
/// line, which others of this machine can see.
/// </summary>
/// <param name="Host">The host, with a port other than 443.</param>
/// <param name="Secret">A token, or a user, a colon and a password.</param>
internal sealed record ToolToken(string Host, string Secret)
{
    /// <summary>Gets the user; empty for a token by itself.</summary>
    public string UserName => Secret.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? Secret[..colon] : "";

    /// <summary>Gets the password, or the token.</summary>
    public string Password => Secret[(Secret.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Those of a command line.</summary>
    /// <exception cref="ToolUsageException">One is not written as it should be, or has no value.</exception>
    public static IReadOnlyList<ToolToken> Read(ParseResult parsed) =>
        [.. (parsed.GetValue(GlobalOptions.Tokens) ?? []).Select(Read)];

    /// <summary>The host alone.</summary>
    public override string ToString() => Host;

    private static ToolToken Read(string text)
    {
        if (text.Split('=') is not [{ Length: > 0 } host, { Length: > 0 } variable]
            || host.Contains('/', StringComparison.Ordinal))
        {
            throw new ToolUsageException("--token takes HOST=VARIABLE, such as ghcr.io=GHCR_TOKEN.");
        }

        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } secret
            ? new ToolToken(host, secret)
            : throw new ToolUsageException($"--token {host}: there is no environment variable '{variable}'.");
    }
}
