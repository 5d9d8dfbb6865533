namespace Boternity.Skills.Registries.Addresses;

/// <summary>The software of a host of repositories.</summary>
public enum GitHostKind
{
    /// <summary>GitLab, API version 4.</summary>
    GitLab,

    /// <summary>Gitea or Forgejo, API version 1.</summary>
    Gitea,

    /// <summary>Bitbucket Cloud, API version 2.0.</summary>
    Bitbucket,

    /// <summary>Any other, by Git's own protocol over HTTP ("smart").</summary>
    Git,
}
