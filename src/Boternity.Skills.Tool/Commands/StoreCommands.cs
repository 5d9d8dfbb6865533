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
            List<(InstalledSkill Skill, string Scope)> skills = [];
            List<DamagedSkill> damaged = [];
            foreach (ToolScope scope in ToolScopes.All(parsed))
            {
                await using ToolHost host = ToolHost.Create(parsed, scope: scope);
                SkillInventory inventory = await host.Store.ListAsync(token);

                // What the project has stands before what the user has.
                skills.AddRange(inventory.Skills
                    .Where(skill => skills.TrueForAll(one => one.Skill.SkillId != skill.SkillId))
                    .Select(skill => (skill, scope.Name))
                    .ToList());
                damaged.AddRange(inventory.Damaged);
            }

            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonArray([.. skills.Select(static one => (JsonNode)OfScope(one))]));
            }
            else
            {
                ToolOutput.Table(
                    ["skill", "kind", "trust", "source", "scope"],
                    [
                        .. skills.Select(static one => (string[])
                        [
                            one.Skill.SkillId,
                            one.Skill.IsStub ? "stub" : one.Skill.Type == SkillType.Tool ? "tool" : "prompt",
                            one.Skill.TrustTier.ToString(),
                            one.Skill.Source.ToString(),
                            one.Scope,
                        ]),
                    ]);
            }

            foreach (DamagedSkill one in damaged)
            {
                ToolOutput.Note($"damaged: {one.Error.Message}");
            }

            return ToolExit.Success;
        });
        return command;
    }

    private static JsonObject OfScope((InstalledSkill Skill, string Scope) one)
    {
        JsonObject document = SkillJson.Of(one.Skill);
        document["scope"] = one.Scope;
        return document;
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
            string skillId = parsed.GetRequiredValue(id);
            await using ToolHost host = await ToolHost.CreateForAsync(parsed, skillId, null, token);
            InstalledSkill skill = await host.Store.GetAsync(skillId, token);
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
            string? skillId = parsed.GetValue(id);
            await using ToolHost host = skillId is null
                ? ToolHost.Create(parsed)
                : await ToolHost.CreateForAsync(parsed, skillId, null, token);
            bool withOrphans = parsed.GetValue(orphans);
            if (skillId is null)
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
            string skillId = parsed.GetRequiredValue(id);
            await using ToolHost host = await ToolHost.CreateForAsync(parsed, skillId, null, token);
            InstalledSkill skill = await host.Store.RollbackAsync(skillId, token);
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
