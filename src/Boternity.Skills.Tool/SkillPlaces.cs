using System.CommandLine;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tool;

/// <summary>Finds the skill that an argument means: a folder, an installed id, or a reference.</summary>
internal static class SkillPlaces
{
    /// <summary>The folder, where the argument is that of a skill.</summary>
    public static DirectoryInfo? FindFolder(string text)
    {
        string path = Path.GetFullPath(text);
        return File.Exists(Path.Combine(path, SkillPackage.ManifestFileName)) ? new DirectoryInfo(path) : null;
    }

    /// <summary>
    /// Makes a skill ready to run: a folder or a reference goes into a store that is removed afterwards, an installed
    /// skill is taken from its store.
    /// </summary>
    public static async Task<(ToolHost Host, InstalledSkill Skill, bool IsInstalled)> OpenAsync(
        string text, ParseResult parsed, CancellationToken cancellationToken)
    {
        // An installed skill first: a folder that happens to be here must not take its place.
        if (text.All(static c => c is not ('/' or '\\')) && !text.StartsWith('.'))
        {
            foreach (ToolScope scope in ToolScopes.All(parsed))
            {
                ToolHost host = ToolHost.Create(parsed, scope: scope);
                if (await host.Store.FindAsync(text, cancellationToken) is { } installed)
                {
                    return (host, installed, true);
                }

                await host.DisposeAsync();
            }
        }

        if (FindFolder(text) is { } folder)
        {
            ToolHost host = ToolHost.Create(parsed, folder: folder, isTemporary: true);
            return (host, await InstallFolderAsync(host, folder, cancellationToken), false);
        }

        if (!SkillReference.TryParse(text, out SkillReference? reference))
        {
            throw new ToolUsageException($"'{text}' is no folder of a skill, no installed skill and no reference.");
        }

        ToolHost temporary = ToolHost.Create(parsed, isTemporary: true);
        InstalledSkill skill = await temporary.Get<ISkillInstaller>()
            .InstallAsync(reference, null, ToolOutput.Steps(parsed.GetValue(GlobalOptions.Json)), cancellationToken);
        return (temporary, skill, false);
    }

    public static Task<InstalledSkill> InstallFolderAsync(
        ToolHost host, DirectoryInfo folder, CancellationToken cancellationToken) =>
        host.Get<ISkillInstaller>().InstallAsync(
            SourceOf(folder),
            new SkillInstallOptions { TrustTier = SkillTrustTier.Untrusted, Conflict = SkillConflictPolicy.Replace },
            null,
            cancellationToken);

    /// <summary>Reads the folder of a skill, without installing it.</summary>
    public static Task<SkillPackage> ReadAsync(
        ToolHost host, DirectoryInfo folder, CancellationToken cancellationToken) =>
        host.GetAll<ISkillRegistry>().Single(static registry => registry.Name == ToolHost.FolderRegistry)
            .FetchAsync(SourceOf(folder), cancellationToken);

    public static SkillSource SourceOf(DirectoryInfo folder) =>
        new() { Registry = ToolHost.FolderRegistry, Path = folder.Name };

    /// <summary>The grants of a run: those of the command line, else those of the install, else none.</summary>
    public static SkillGrants? GrantsOf(SkillGrants? given, bool isInstalled) =>
        given ?? (isInstalled ? null : SkillGrants.None);
}
