using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>What an MCP server offers of the installed skills.</summary>
public sealed class InstalledSkillsServerOptions
{
    /// <summary>Gets or sets which skills are offered; null for all. Stubs, which execute nothing, never.</summary>
    public Func<InstalledSkill, bool>? Filter { get; set; }

    /// <summary>
    /// Gets or sets what makes the options of an execution: on whose behalf it is, its limits, its grants. The server
    /// is that of the client's session.
    /// </summary>
    /// <value>Null: the defaults, for nobody in particular.</value>
    public Func<InstalledSkill, McpServer, SkillExecutionOptions?>? CreateExecutionOptions { get; set; }

    /// <summary>Gets or sets what makes the options of a script's run; arguments and input are the client's.</summary>
    /// <value>Null: the defaults, for nobody in particular, in a private directory.</value>
    public Func<InstalledSkill, McpServer, SkillScriptOptions?>? CreateScriptOptions { get; set; }

    /// <summary>Gets or sets the most characters of an output that a client gets; what was cut is said.</summary>
    /// <value>100,000.</value>
    public int MaxOutputLength { get; set; } = 100_000;
}
