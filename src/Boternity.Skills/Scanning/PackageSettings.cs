using System.Buffers;
using System.Text;

namespace Boternity.Skills.Scanning;

/// <summary>Settings of package managers that name where packages come from.</summary>
internal static class PackageSettings
{
    private static readonly SearchValues<string> Keys = SearchValues.Create(
        [
            "registry", "index-url", "index_url", "find-links", "find_links", "--index", "replace-with", "url",
            "<add ", "-i ", ":sources:", "yarnpath", "npmregistryserver", "proxy",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>The first line that redirects a package manager; null where none does.</summary>
    /// <param name="name">The file's name, in lower case.</param>
    /// <param name="content">What the file holds.</param>
    public static int? FindLine(string name, ReadOnlySpan<byte> content)
    {
        bool isSettings = name is ".npmrc" or ".yarnrc" or ".yarnrc.yml" or "pip.conf" or "pip.ini" or ".pip.conf"
            or "bunfig.toml" or "nuget.config" or ".gemrc" or ".condarc" or "uv.toml";
        bool isRequirements = (name.StartsWith("requirements", StringComparison.Ordinal)
                || name.StartsWith("constraints", StringComparison.Ordinal))
            && name.EndsWith(".txt", StringComparison.Ordinal);
        bool isProject = name is "pyproject.toml" or "pipfile";
        if (!isSettings && !isRequirements && !isProject)
        {
            return null;
        }

        int number = 0;
        bool isIndex = false;
        foreach (ReadOnlySpan<char> line in Encoding.UTF8.GetString(content).AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> text = line.Trim();
            if (text.StartsWith("[", StringComparison.Ordinal))
            {
                isIndex = text.Contains("index", StringComparison.Ordinal)
                    || text.Contains("source", StringComparison.Ordinal);
            }

            bool mayRedirect = isSettings
                ? text.ContainsAny(Keys)
                : isRequirements
                    ? text.StartsWith("-", StringComparison.Ordinal)
                    : text.Contains("index-url", StringComparison.Ordinal)
                        || (isIndex && text.StartsWith("url", StringComparison.Ordinal));
            if (mayRedirect && text[0] is not ('#' or ';') && PackageIndexes.IsForeign(text))
            {
                return number;
            }
        }

        return null;
    }
}
