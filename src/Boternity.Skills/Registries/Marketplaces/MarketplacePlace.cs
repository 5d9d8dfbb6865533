using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>What holds a marketplace or a plugin.</summary>
internal enum MarketplaceHolder
{
    /// <summary>A repository on GitHub, <c>owner/repo</c>.</summary>
    GitHub,

    /// <summary>A repository on another host, by its address.</summary>
    Remote,

    /// <summary>A folder of this machine.</summary>
    Folder,

    /// <summary>A <c>marketplace.json</c> by itself.</summary>
    Document,
}

/// <summary>Where a marketplace or a plugin is.</summary>
internal sealed record MarketplacePlace
{
    public required MarketplaceHolder Holder { get; init; }

    /// <summary>Gets <c>owner/repo</c>, the address, or the absolute path.</summary>
    public required string Root { get; init; }

    /// <summary>Gets the folder inside; empty for all of it.</summary>
    public string Path { get; init; } = "";

    /// <summary>Gets the branch, tag or commit; null for the default.</summary>
    public string? Ref { get; init; }

    /// <summary>Whether both are in the same repository.</summary>
    public bool IsSameRepositoryAs(string? repository) =>
        Holder != MarketplaceHolder.Folder && string.Equals(Root, repository, StringComparison.OrdinalIgnoreCase);

    public static bool TryParse(string? text, [NotNullWhen(true)] out MarketplacePlace? place)
    {
        place = string.IsNullOrWhiteSpace(text) ? null
            : System.IO.Path.IsPathFullyQualified(text)
                ? new MarketplacePlace { Holder = MarketplaceHolder.Folder, Root = text }
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
                && uri.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                && HttpRegistryOptionsRules.IsSafe(uri)
                && uri.UserInfo.Length == 0
                    ? new MarketplacePlace { Holder = MarketplaceHolder.Document, Root = uri.AbsoluteUri }
            : ReadRepository(text);
        return place is not null;
    }

    /// <summary><c>owner/repo</c>, or an address of a repository as a person would paste it.</summary>
    public static MarketplacePlace? ReadRepository(string text)
    {
        if (text.Length > SkillReference.MaxLength
            || SkillAddress.Read(text, out SkillAddress? address, out string? gitHub) is not null)
        {
            return null;
        }

        if (address is not null)
        {
            return address.IsLocal
                || address.Name is not null
                || SkillAddress.IsArchive(new Uri(address.Root).AbsolutePath)
                || SkillAddress.IsSite(new Uri(address.Root))
                    ? null
                    : new MarketplacePlace
                    {
                        Holder = MarketplaceHolder.Remote,
                        Root = address.Root,
                        Path = address.Path ?? "",
                        Ref = address.Ref,
                    };
        }

        string[] halves = (gitHub ?? text).Split('#', 2);
        string[] parts = halves[0].Split('/');
        return parts.Length >= 2
            && GitHubRepository.TryParse($"{parts[0]}/{parts[1]}", out GitHubRepository? repository)
            && halves is not [_, ""]
                ? new MarketplacePlace
                {
                    Holder = MarketplaceHolder.GitHub,
                    Root = repository.FullName,
                    Path = string.Join('/', parts[2..]),
                    Ref = halves.Length > 1 ? halves[1] : null,
                }
                : null;
    }
}
