namespace Boternity.Skills.Scripts;

/// <summary>Where a script finds things in its sandbox.</summary>
internal static class ScriptPaths
{
    /// <summary>The skill's folder, read-only.</summary>
    public const string Skill = "/skill";

    /// <summary>The work directory: the current directory at the start.</summary>
    public const string Workspace = "/workspace";

    /// <summary>Private to the run.</summary>
    public const string Temporary = "/tmp";

    /// <summary>A script as the guest sees it.</summary>
    public static string OfScript(string path) => $"{Skill}/{path}";
}
