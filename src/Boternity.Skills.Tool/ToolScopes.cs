using System.CommandLine;
using Boternity.Skills.Locking;

namespace Boternity.Skills.Tool;

/// <summary>A store that a command can use: the user's, the project's, or the one that was named.</summary>
internal sealed record ToolScope(string Name, string StorePath, SkillProject? Project);

/// <summary>
/// Which store a command uses. In a project that has a lock file or a store, the project's comes first; what is looked
/// for by its name is looked for in the user's too.
/// </summary>
internal static class ToolScopes
{
    public const string User = "user";
    public const string Project = "project";

    private static readonly ToolScope OfUser = new(User, new BoternitySkillsOptions().StorePath, null);

    /// <summary>The store that is written to, and listed.</summary>
    public static ToolScope Chosen(ParseResult parsed) => All(parsed)[0];

    /// <summary>The stores in which a skill is looked for, the first one first.</summary>
    /// <exception cref="ToolUsageException">Several of them were asked for.</exception>
    public static IReadOnlyList<ToolScope> All(ParseResult parsed)
    {
        DirectoryInfo? store = parsed.GetValue(GlobalOptions.Store);
        bool isUser = parsed.GetValue(GlobalOptions.User);
        bool isProject = parsed.GetValue(GlobalOptions.Project);
        if ((store is not null ? 1 : 0) + (isUser ? 1 : 0) + (isProject ? 1 : 0) > 1)
        {
            throw new ToolUsageException("Of --store, --user and --project, one can be given.");
        }

        if (store is not null)
        {
            return [new ToolScope("store", store.FullName, null)];
        }

        string here = Directory.GetCurrentDirectory();
        SkillProject? project = isUser ? null : SkillProject.Find(here) ?? (isProject ? SkillProject.At(here) : null);
        if (project is null)
        {
            return [OfUser];
        }

        var scope = new ToolScope(Project, project.StorePath, project);
        return isProject ? [scope]
            : File.Exists(project.LockFilePath) || Directory.Exists(project.StorePath) ? [scope, OfUser]
            : [OfUser];
    }
}
