namespace Boternity.Skills.Registries.GitHub;

/// <summary>The server has no such repository or revision. Never leaves the registry.</summary>
internal sealed class GitHubNotFoundException(string message, int status) : Exception(message)
{
    /// <summary>
    /// What is missing, as far as the server tells: it answers alike for what is not there and for what is not shown.
    /// </summary>
    public string Describe(string repository, string revision) => status switch
    {
        409 => $"The repository {repository} is empty",
        422 => $"{repository} has no branch, tag or commit '{revision}'",
        451 => $"The repository {repository} was taken down",
        _ when revision != GitRevision.Default =>
            $"The repository {repository} was not found, may not be read with the token that is set, or has no "
                + $"'{revision}'",
        _ => $"The repository {repository} was not found, or may not be read with the token that is set",
    };
}
