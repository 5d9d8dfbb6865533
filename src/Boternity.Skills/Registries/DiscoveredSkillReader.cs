using System.Text;
using Boternity.Skills.Manifests;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries;

/// <summary>Makes a registry's answer from the bytes of a SKILL.md.</summary>
internal static class DiscoveredSkillReader
{
    /// <summary>The answer of a package that was read already.</summary>
    public static DiscoveredSkill Read(SkillPackage package) => new()
    {
        Source = package.Source,
        Manifest = package.Manifest,
        Diagnostics = package.Document.Diagnostics,
        Headings = SkillHeadings.Read(Encoding.UTF8.GetBytes(package.Document.Body)),
    };

    /// <summary>Null, and a line in the log, where the frontmatter cannot be read.</summary>
    /// <param name="utf8">The SKILL.md, or as much of it as holds the frontmatter.</param>
    /// <param name="source">Where it is.</param>
    /// <param name="frontmatterLength">How many bytes the frontmatter takes, closing line included.</param>
    /// <param name="logger">Is told of what is left out.</param>
    /// <param name="unreadable">Gets what is left out, where it is wanted.</param>
    public static DiscoveredSkill? TryRead(
        ReadOnlySpan<byte> utf8,
        SkillSource source,
        out int frontmatterLength,
        ILogger logger,
        ICollection<UnreadableSkill>? unreadable = null)
    {
        var options = new SkillManifestReadOptions { FolderName = source.FolderName };
        if (SkillManifestReader.TryReadFrontmatter(
            utf8, options, out SkillFrontmatter? frontmatter, out IReadOnlyList<SkillDiagnostic> diagnostics))
        {
            frontmatterLength = frontmatter.Body.GetOffsetAndLength(utf8.Length).Offset;
            return new DiscoveredSkill
            {
                Source = source,
                Manifest = frontmatter.Manifest,
                Diagnostics = diagnostics,
                Headings = SkillHeadings.Read(utf8[frontmatterLength..]),
            };
        }

        frontmatterLength = 0;
        unreadable?.Add(new UnreadableSkill(source, diagnostics));
        RegistryLog.SkillLeftOut(
            logger, source.ToString(), new SkillManifestException(SkillPackage.ManifestFileName, diagnostics).Message);
        return null;
    }
}
