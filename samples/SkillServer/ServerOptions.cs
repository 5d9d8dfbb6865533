namespace Boternity.Skills.Samples.SkillServer;

/// <summary>The settings of this server: the section <c>Skills</c>.</summary>
internal sealed class ServerOptions
{
    /// <summary>Gets or sets where installed skills are kept, with the audit log.</summary>
    public string StorePath { get; set; } = new BoternitySkillsOptions().StorePath;

    /// <summary>Gets or sets the folder that skills are installed from: the registry <c>local</c>.</summary>
    public string RegistryPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "skills");

    /// <summary>
    /// Gets or sets the keys that callers send as <c>Authorization: Bearer KEY</c>, by the name of the user that each
    /// is for. Without any, whoever reaches the server may use it, and it listens on loopback alone.
    /// </summary>
    public Dictionary<string, string> ApiKeys { get; set; } = [];

    /// <summary>
    /// Gets or sets which skills may be installed. Everything else is refused: nobody can be asked here.
    /// </summary>
    public List<AllowedSkill> Allowed { get; set; } = [];
}

/// <summary>A skill that may be installed.</summary>
internal sealed class AllowedSkill
{
    /// <summary>Gets or sets where it comes from, such as <c>local:js-tour</c>.</summary>
    public string Source { get; set; } = "";

    /// <summary>Gets or sets what it is granted, as JSON; empty for nothing.</summary>
    public string Grants { get; set; } = "";
}
