namespace Boternity.Skills.Registries.Web;

/// <summary>What every validator of <see cref="HttpRegistryOptions"/> looks at.</summary>
internal static class HttpRegistryOptionsRules
{
    private const int MostRetries = 10;

    /// <summary>What is wrong with the settings that all have, each with the setting's name.</summary>
    public static List<string> FindProblems(HttpRegistryOptions options)
    {
        List<string> failures = [];
        void Require(bool condition, string option, string rule) =>
            HttpRegistryOptionsRules.Require(failures, options, condition, option, rule);

        if (RegistryNames.FindProblem(options.Name) is { } problem)
        {
            Require(false, nameof(options.Name), problem);
        }

        Require(
            options.MaxRetries is >= 0 and <= MostRetries,
            nameof(options.MaxRetries),
            $"must be 0 to {MostRetries}; it is {options.MaxRetries}");
        Require(
            options.MaxRateLimitWait >= TimeSpan.Zero,
            nameof(options.MaxRateLimitWait),
            $"must not be negative; it is {options.MaxRateLimitWait}");
        Require(
            options.Timeout > TimeSpan.Zero,
            nameof(options.Timeout),
            $"must be greater than zero; it is {options.Timeout}");
        Require(
            options.MaxDownloadTime > TimeSpan.Zero,
            nameof(options.MaxDownloadTime),
            $"must be greater than zero; it is {options.MaxDownloadTime}");
        Require(
            options.MaxDownloadBytes > 0,
            nameof(options.MaxDownloadBytes),
            $"must be greater than zero; it is {options.MaxDownloadBytes}");
        Require(
            options.MaxArchiveBytes > 0,
            nameof(options.MaxArchiveBytes),
            $"must be greater than zero; it is {options.MaxArchiveBytes}");
        return failures;
    }

    /// <summary>Notes what is wrong with a setting, unless a condition holds.</summary>
    public static void Require(
        List<string> failures, HttpRegistryOptions options, bool condition, string option, string rule)
    {
        if (!condition)
        {
            failures.Add($"{options.GetType().Name}.{option} {rule} (registry '{options.Name}').");
        }
    }

    /// <summary>What is wrong with the server of a registry that has one, and with the token for it.</summary>
    public static IEnumerable<string> FindServerProblems(HttpRegistryOptions options, Uri? baseAddress, string? token)
    {
        string type = options.GetType().Name;
        if (!IsSafe(baseAddress))
        {
            yield return $"{type}.BaseAddress must be an absolute HTTPS address, or HTTP on this machine; it is "
                + $"'{baseAddress}' (registry '{options.Name}').";
        }

        if (!IsToken(token))
        {
            yield return $"{type}.Token must be visible ASCII characters (registry '{options.Name}').";
        }
    }

    /// <summary>Whether an address may be asked: HTTPS, or HTTP on this machine.</summary>
    public static bool IsSafe(Uri? address) =>
        address is { IsAbsoluteUri: true }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>Whether a token can stand in a header.</summary>
    public static bool IsToken(string? token) =>
        token is null || (token.Length > 0 && token.All(c => c is > ' ' and < '\x7F'));
}
