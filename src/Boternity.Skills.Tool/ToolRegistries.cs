using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tool;

/// <summary>What <c>--registry</c> names.</summary>
internal static class ToolRegistries
{
    private const string SitePrefix = "well-known:";

    /// <summary>Adds a directory, a site, or a repository on GitHub.</summary>
    /// <param name="builder">Gets it.</param>
    /// <param name="index">Which of the command line's registries it is.</param>
    /// <param name="registry">What was given.</param>
    /// <exception cref="ToolUsageException">It is none of them.</exception>
    public static void Add(IBoternitySkillsBuilder builder, int index, string registry)
    {
        if (Directory.Exists(registry))
        {
            builder.AddDirectoryRegistry(NameOf("local", index), Path.GetFullPath(registry));
        }
        else if (FindSite(registry) is { } site)
        {
            builder.AddWellKnownRegistry(NameOf(site.Host, index), options => options.Site = site);
        }
        else
        {
            builder.AddGitHubRegistry(NameOf("github", index), options =>
            {
                options.Repositories.Clear();
                options.Repositories.Add(registry);
            });
        }
    }

    private static string NameOf(string name, int index) => index == 0 ? name : $"{name}{index}";

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
