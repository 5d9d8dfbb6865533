using System.CommandLine;
using System.Text.Json.Nodes;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Boternity.Skills.Text;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity list</c>, <c>show</c>, <c>remove</c> and <c>rollback</c>.</summary>
internal static class StoreCommands
{
    public static Command List()
    {
        var command = new Command("list", """
            Lists the installed skills.

            Example:
              boternity list --json
            """);
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            SkillInventory inventory = await host.Store.ListAsync(token);
            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonArray(
                    [.. inventory.Skills.Select(static skill => (JsonNode)SkillJson.Of(skill))]));
            }
            else
            {
                ToolOutput.Table(
                    ["skill", "kind", "trust", "source"],
                    [
                        .. inventory.Skills.Select(static skill => (string[])
                        [
                            skill.SkillId,
                            skill.IsStub ? "stub" : skill.Type == SkillType.Tool ? "tool" : "prompt",
                            skill.TrustTier.ToString(),
                            skill.Source.ToString(),
                        ]),
                    ]);
            }

            foreach (DamagedSkill damaged in inventory.Damaged)
            {
                ToolOutput.Note($"damaged: {damaged.Error.Message}");
            }

            return ToolExit.Success;
        });
        return command;
    }

    public static Command Show()
    {
        var id = new Argument<string>("skill") { Description = "An installed skill." };
        var command = new Command("show", """
            Shows what a skill is, what it was granted, its files and its text.

            Example:
              boternity show notes
            """)
        {
            id,
        };
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            InstalledSkill skill = await host.Store.GetAsync(parsed.GetRequiredValue(id), token);
            SkillGrants grants = await host.Get<ISkillGrantStore>().GetAsync(skill, token);
            string body = await host.Store.ReadBodyAsync(skill, token);
            if (parsed.GetValue(GlobalOptions.Json))
            {
                JsonObject document = SkillJson.Of(skill);
                document["grants"] = JsonNode.Parse(grants.ToCanonicalJson());
                document["files"] = new JsonArray([.. skill.Files.Select(static file => (JsonNode)file.Path)]);
                document["body"] = body;
                ToolOutput.Json(document);
                return ToolExit.Success;
            }

            ToolOutput.Line($"{skill.Name}: {skill.Manifest.Description}");
            ToolOutput.Line($"from {skill.Source}, {skill.TrustTier}, {skill.ContentDigest}");
            foreach (string line in SkillRelations.Describe(skill))
            {
                ToolOutput.Line(line);
            }

            foreach (string line in grants.IsEmpty ? ["was granted nothing"] : grants.Describe())
            {
                ToolOutput.Line(line);
            }

            foreach (InstalledFile file in skill.Files)
            {
                ToolOutput.Line($"  {file.Path}, {file.Size} bytes");
            }

            foreach (SkillScript script in skill.Scripts)
            {
                ToolOutput.Line(
                    $"  {script.Path} {(script.CanRun ? "can run here" : "cannot run here")}"
                        + string.Concat(script.Findings.Select(static finding => $"; {finding.Message}")));
            }

            Console.Out.WriteLine();
            Console.Out.Write(DisplayText.Lines(body));
            return ToolExit.Success;
        });
        return command;
    }

    public static Command Remove()
    {
        var id = new Argument<string?>("skill")
        {
            Description = "An installed skill; none with --orphans, for all that nobody needs.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var orphans = new Option<bool>("--orphans")
        {
            Description = "Removes what only it needed, too; alone, all that came for others and nobody needs.",
        };
        var force = new Option<bool>("--force") { Description = "Removes it though other skills need it." };
        var command = new Command("remove", """
            Removes a skill with its grants.

            Examples:
              boternity remove notes
              boternity remove notes --orphans
              boternity remove --orphans
            """)
        {
            id,
            orphans,
            force,
        };
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            bool withOrphans = parsed.GetValue(orphans);
            if (parsed.GetValue(id) is not { } skillId)
            {
                if (!withOrphans)
                {
                    throw new ToolUsageException("Name a skill, or say --orphans.");
                }

                Removed(parsed, await host.Store.PruneAsync(token));
                return ToolExit.Success;
            }

            var options = new SkillRemoveOptions
            {
                Dependents = parsed.GetValue(force) ? SkillDependentsPolicy.Force : SkillDependentsPolicy.Refuse,
                Orphans = withOrphans ? SkillOrphanPolicy.Remove : SkillOrphanPolicy.Keep,
            };
            IReadOnlyList<string> removed = await host.Store.RemoveAsync(skillId, options, token);
            if (removed.Count == 0)
            {
                throw new SkillNotInstalledException(skillId);
            }

            Removed(parsed, removed);
            return ToolExit.Success;
        });
        return command;
    }

    private static void Removed(ParseResult parsed, IReadOnlyList<string> ids)
    {
        string text = ids.Count == 0 ? "Nothing was removed." : $"Removed {string.Join(", ", ids)}.";
        if (parsed.GetValue(GlobalOptions.Json))
        {
            ToolOutput.Json(new JsonObject
            {
                ["done"] = text,
                ["removed"] = new JsonArray([.. ids.Select(static id => (JsonNode)id)]),
            });
        }
        else
        {
            ToolOutput.Line(text);
        }
    }

    public static Command Rollback()
    {
        var id = new Argument<string>("skill") { Description = "An installed skill." };
        var command = new Command("rollback", """
            Brings back the version before the installed one, with no grants.

            Example:
              boternity rollback notes
            """)
        {
            id,
        };
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            InstalledSkill skill = await host.Store
                .RollbackAsync(parsed.GetRequiredValue(id), token);
            Done(parsed, $"{skill.SkillId} is {skill.Source} again.");
            return ToolExit.Success;
        });
        return command;
    }

    /// <summary>Says what was done.</summary>
    public static void Done(ParseResult parsed, string text)
    {
        if (parsed.GetValue(GlobalOptions.Json))
        {
            ToolOutput.Json(new JsonObject { ["done"] = text });
        }
        else
        {
            ToolOutput.Line(text);
        }
    }
}
