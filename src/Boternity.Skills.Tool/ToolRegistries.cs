using Boternity.Skills.Registries.Oci;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tool;

/// <summary>Adds the registries that <c>--registry</c> names.</summary>
internal static class ToolRegistries
{
    public const string ClawHub = "clawhub";
    public const string SkillsSh = "skills.sh";

    private const string GitHub = "github.com";
    private const string Artefact = "oci://";
    private const string SitePrefix = "well-known:";
    private const string PluginsPrefix = "plugins:";

    /// <summary>
    /// Adds what is named, and the catalogues that references begin with; GitHub with its default repositories where
    /// nothing is named, or where skills.sh needs it. Any artefact can be named by a reference.
    /// </summary>
    /// <param name="builder">Gets them.</param>
    /// <param name="named">The registries of the command line.</param>
    /// <param name="words">All of the command line, references among them.</param>
    /// <param name="tokens">What hosts are shown.</param>
    /// <exception cref="ToolUsageException">One of them is no registry.</exception>
    public static void Add(
        IBoternitySkillsBuilder builder,
        IReadOnlyList<string> named,
        IEnumerable<string> words,
        IReadOnlyList<ToolToken> tokens)
    {
        string? gitHub = tokens.FirstOrDefault(static token => token.Host == GitHub)?.Password;
        bool isAnyNamed = named.Count > 0;
        named = [.. named, .. FindCatalogues(words).Except(named, StringComparer.Ordinal)];
        List<string> artefacts = [];
        bool hasGitHub = false;
        foreach ((int index, string registry) in named.Index())
        {
            if (Directory.Exists(registry))
            {
                builder.AddDirectoryRegistry(NameOf("local", index), Path.GetFullPath(registry));
            }
            else if (registry == ClawHub)
            {
                builder.AddClawHub();
            }
            else if (registry == SkillsSh)
            {
                builder.AddSkillsSh();
            }
            else if (registry.StartsWith(Artefact, StringComparison.OrdinalIgnoreCase))
            {
                artefacts.Add(registry);
            }
            else if (FindMarketplace(registry) is { } marketplace)
            {
                builder.AddPluginMarketplace(NameOf("plugins", index), marketplace);
            }
            else if (FindSite(registry) is { } site)
            {
                builder.AddWellKnownRegistry(NameOf(site.Host, index), options => options.Site = site);
            }
            else
            {
                // skills.sh installs by the one that is called so.
                builder.AddGitHubRegistry(
                    NameOf("github", hasGitHub ? index : 0),
                    options =>
                    {
                        options.Repositories.Add(registry);
                        options.Token = gitHub;
                    });
                hasGitHub = true;
            }
        }

        if (!hasGitHub && (!isAnyNamed || named.Contains(SkillsSh, StringComparer.Ordinal)))
        {
            builder.AddGitHubRegistry(configure: options => options.Token = gitHub);
        }

        builder.AddOciRegistry(configure: options =>
        {
            foreach (string artefact in artefacts)
            {
                options.Repositories.Add(artefact);
            }

            foreach (ToolToken token in tokens)
            {
                options.Credentials[token.Host] =
                    new OciCredential { UserName = token.UserName, Password = token.Password };
            }
        });
        builder.ConfigureAddresses(options =>
        {
            foreach (ToolToken token in tokens)
            {
                options.Tokens[token.Host] = token.Secret;
            }
        });
    }

    /// <summary>The catalogues that sources are of, as <see cref="Add"/> knows them from a reference.</summary>
    public static IReadOnlyList<string> CataloguesOf(IEnumerable<SkillSource> sources) =>
    [
        .. sources
            .Select(static source => source.Registry)
            .Where(static registry => registry is ClawHub or SkillsSh)
            .Distinct(StringComparer.Ordinal)
            .Select(static registry => $"{registry}:"),
    ];

    private static IEnumerable<string> FindCatalogues(IEnumerable<string> words) => words
        .SelectMany(static word => ((string[])[ClawHub, SkillsSh])
            .Where(name => word.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)))
        .Distinct(StringComparer.Ordinal);

    private static string NameOf(string name, int index) => index == 0 ? name : $"{name}{index}";

    private static string? FindMarketplace(string text)
    {
        bool isNamed = text.StartsWith(PluginsPrefix, StringComparison.OrdinalIgnoreCase);
        text = isNamed ? text[PluginsPrefix.Length..] : text;
        return isNamed ? Directory.Exists(text) ? Path.GetFullPath(text) : text
            : text.Contains("://", StringComparison.Ordinal)
                && text.EndsWith("/marketplace.json", StringComparison.OrdinalIgnoreCase) ? text
            : null;
    }

    private static Uri? FindSite(string text)
    {
        bool isNamed = text.StartsWith(SitePrefix, StringComparison.OrdinalIgnoreCase);
        text = isNamed ? text[SitePrefix.Length..] : text;
        if (isNamed && !text.Contains("://", StringComparison.Ordinal))
        {
            text = $"https://{text}";
        }

        return !text.Contains("://", StringComparison.Ordinal) ? null
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? site) && site.IdnHost.Length > 0 ? site
            : throw new ToolUsageException($"'{text}' is no site.");
    }
}
