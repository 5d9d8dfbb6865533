using System.CommandLine;

namespace Boternity.Skills.Tool;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON document to standard output.",
        Recursive = true,
    };

    public static Option<DirectoryInfo?> Store { get; } = new("--store")
    {
        Description = "The directory of the store; the project's where it has one, else this user's, by default.",
        Recursive = true,
    };

    public static Option<bool> Project { get; } = new("--project")
    {
        Description = "The store of the project that this folder is in.",
        Recursive = true,
    };

    public static Option<bool> User { get; } = new("--user")
    {
        Description = "The store of this user, in a project too.",
        Recursive = true,
    };

    public static Option<string[]> Registries { get; } = new("--registry")
    {
        Description = "Where skills are found: a directory, owner/repo on GitHub, a site (https://example.com), "
            + "a plugin marketplace (plugins:owner/repo), oci://host/repository, clawhub or skills.sh. May be given "
            + "more than once.",
        Recursive = true,
    };

    public static Option<string[]> Tokens { get; } = new("--token")
    {
        Description = "What a host of skills is shown: HOST=VARIABLE, where the environment variable holds a token, or "
            + "user:password. May be given more than once.",
        Recursive = true,
    };

    public static Option<FileInfo?> Policy { get; } = new("--policy")
    {
        Description = "A file that says which skills may be installed without asking, and with which grants.",
        Recursive = true,
    };

    public static Option<bool> Yes { get; } = new("--yes", "-y")
    {
        Description = "Ask nothing: install what the policy file allows, refuse everything else.",
        Recursive = true,
    };

    /// <summary>Of the commands that run a skill.</summary>
    public static Option<string> Engine { get; } = CreateEngine();

    private static Option<string> CreateEngine()
    {
        var engine = new Option<string>("--engine")
        {
            Description = $"The engine that runs it: {string.Join(", ", ToolEngines.Names)}.",
            DefaultValueFactory = static _ => ToolEngines.Default,
        };
        engine.AcceptOnlyFromAmong([.. ToolEngines.Names]);
        return engine;
    }

    public static IEnumerable<Option> All { get; } = [Json, Store, Project, User, Registries, Tokens, Policy, Yes];
}
