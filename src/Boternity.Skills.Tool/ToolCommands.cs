using System.CommandLine;
using Boternity.Skills.Tool.Commands;

namespace Boternity.Skills.Tool;

/// <summary>The command line.</summary>
internal static class ToolCommands
{
    public static RootCommand Create()
    {
        var root = new RootCommand("""
            Finds, installs, runs and checks agent skills. A skill runs in a sandbox and gets what it is granted.

            Examples:
              boternity new js shout && boternity run shout --input hello
              boternity find "release notes"
              boternity add owner/repo/skills/notes --read ./reports
              boternity mcp
            """);
        foreach (Option option in GlobalOptions.All)
        {
            root.Add(option);
        }

        foreach (Command command in (Command[])
        [
            RunCommand.Create(),
            ScriptCommand.Create(),
            CheckCommand.Create(),
            NewCommand.Create(),
            InstallCommands.Add(),
            InstallCommands.Find(),
            StoreCommands.List(),
            StoreCommands.Show(),
            StoreCommands.Remove(),
            InstallCommands.Update(),
            InstallCommands.Outdated(),
            StoreCommands.Rollback(),
            GrantCommands.Grant(),
            GrantCommands.Revoke(),
            LockCommands.Lock(),
            LockCommands.Restore(),
            LockCommands.Import(),
            TrustCommands.Sign(),
            TrustCommands.Verify(),
            TrustCommands.Audit(),
            McpCommand.Create(),
        ])
        {
            root.Add(command);
        }

        return root;
    }
}
