using Boternity.Skills.Integrations.Tests.Mcp;

// The tests start this assembly as a process of its own, too.
if (args is ["mcp", var store])
{
    await McpChild.RunAsync(store);
}
