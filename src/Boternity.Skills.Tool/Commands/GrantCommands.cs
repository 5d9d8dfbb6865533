using System.CommandLine;
using System.Text.Json.Nodes;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity grant</c> and <c>revoke</c>.</summary>
internal static class GrantCommands
{
    public static Command Grant()
    {
        var id = new Argument<string>("skill") { Description = "An installed skill." };
        var grants = new GrantOptions();
        var command = new Command("grant", """
            Grants a skill exactly what is given, in place of what it had; says what that means.

            Example:
              boternity grant notes --read ./reports --http GET@api.example.org
            """)
        {
            id,
        };
        grants.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            string skillId = parsed.GetRequiredValue(id);
            await using ToolHost host = await ToolHost.CreateForAsync(parsed, skillId, null, token);
            SkillGrants given = grants.Read(parsed)
                ?? throw new ToolUsageException("Nothing is given. To take everything away: boternity revoke.");
            InstalledSkill skill = await host.Store.GetAsync(skillId, token);
            await host.Get<ISkillGrantStore>().SetAsync(skill, given, token);
            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(JsonNode.Parse(given.ToCanonicalJson())!);
            }
            else
            {
                foreach (string line in given.Describe())
                {
                    ToolOutput.Line($"{skill.SkillId} {line}");
                }
            }

            return ToolExit.Success;
        });
        return command;
    }

    public static Command Revoke()
    {
        var id = new Argument<string>("skill") { Description = "An installed skill." };
        var command = new Command("revoke", """
            Takes away everything that a skill was granted.

            Example:
              boternity revoke notes
            """)
        {
            id,
        };
        command.SetAction(async (parsed, token) =>
        {
            string skillId = parsed.GetRequiredValue(id);
            await using ToolHost host = await ToolHost.CreateForAsync(parsed, skillId, null, token);
            await host.Store.GetAsync(skillId, token);
            await host.Get<ISkillGrantStore>().RevokeAsync(skillId, token);
            StoreCommands.Done(parsed, $"{skillId} has no grants.");
            return ToolExit.Success;
        });
        return command;
    }
}
