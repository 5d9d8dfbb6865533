using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace Boternity.Skills.Mcp;

/// <summary>What an MCP server offers of the installed skills.</summary>
public sealed class InstalledSkillsServerOptions
{
    /// <summary>
    /// Gets or sets the name of the profile (<c>AddProfile</c>) whose skills are offered, with its settings. A session
    /// can have another: <see cref="InstalledSkillsServerBuilderExtensions.UseSkillProfile"/>.
    /// </summary>
    /// <value>Null: all that are installed.</value>
    public string? Profile { get; set; }

    /// <summary>Gets or sets which skills are offered; null for all. Stubs, which execute nothing, never.</summary>
    public Func<InstalledSkill, bool>? Filter { get; set; }

    /// <summary>
    /// Gets or sets what the server's filters see of a skill's tools, prompts and resources, such as an
    /// <c>AuthorizeAttribute</c> of ASP.NET Core for <c>AddAuthorizationFilters</c>: what a user may not use is then
    /// neither listed nor given. The index of all skills has that of all of them together.
    /// </summary>
    /// <value>Null: nothing.</value>
    public Func<InstalledSkill, IReadOnlyList<object>>? CreateMetadata { get; set; }

    /// <summary>
    /// Gets or sets what makes the options of an execution: its limits, its grants, on whose behalf it is. The server
    /// is that of the client's session. Where no caller is named, it is the session and the user whom the transport
    /// authenticated (<c>NameIdentifier</c>, <c>sub</c> or the name).
    /// </summary>
    /// <value>Null: the defaults.</value>
    public Func<InstalledSkill, McpServer, SkillExecutionOptions?>? CreateExecutionOptions { get; set; }

    /// <summary>
    /// Gets or sets what makes the options of a script's run; arguments and input are the client's. The caller is as
    /// that of an execution.
    /// </summary>
    /// <value>Null: the defaults, in a private directory.</value>
    public Func<InstalledSkill, McpServer, SkillScriptOptions?>? CreateScriptOptions { get; set; }

    /// <summary>Gets or sets the most characters of an output that a client gets; what was cut is said.</summary>
    /// <value>100,000.</value>
    public int MaxOutputLength { get; set; } = 100_000;
}
