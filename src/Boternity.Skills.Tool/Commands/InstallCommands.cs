using System.CommandLine;
using System.Text.Json.Nodes;
using Boternity.Skills.Registries;
using Boternity.Skills.Updates;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity add</c>, <c>find</c>, <c>update</c> and <c>outdated</c>.</summary>
internal static class InstallCommands
{
    public static Command Add()
    {
        var skill = new Argument<string>("skill") { Description = "A folder, or a reference such as owner/repo/path." };
        var id = new Option<string?>("--as") { Description = "The id to install under; the folder's name by default." };
        var grants = new GrantOptions();
        var command = new Command("add", """
            Installs a skill, after showing what it is and what it would be granted.

            Examples:
              boternity add owner/repo/skills/notes --read ./reports
              boternity add ./my-skill --policy policy.json --yes
              boternity add oci://ghcr.io/owner/notes:1.2
              boternity add clawhub:notes@1.2.0
            """)
        {
            skill,
            id,
        };
        grants.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            string text = parsed.GetRequiredValue(skill);
            bool isJson = parsed.GetValue(GlobalOptions.Json);
            DirectoryInfo? folder = SkillPlaces.FindFolder(text);
            await using ToolHost host = ToolHost.Create(parsed, grants.Read(parsed), folder);
            var options = new SkillInstallOptions { SkillId = parsed.GetValue(id) };
            var installer = host.Get<ISkillInstaller>();
            InstalledSkill installed = folder is not null
                ? await installer
                    .InstallAsync(SkillPlaces.SourceOf(folder), options, ToolOutput.Steps(isJson), token)
                : await installer
                    .InstallAsync(SkillReference.Parse(text), options, ToolOutput.Steps(isJson), token);
            if (isJson)
            {
                ToolOutput.Json(SkillJson.Of(installed));
            }
            else
            {
                ToolOutput.Line($"Installed {installed.SkillId} ({installed.Source}).");
                ToolOutput.Note(
                    installed.Type == SkillType.Tool
                        ? $"Run it: boternity run {installed.SkillId} --input …"
                        : $"Read it: boternity show {installed.SkillId}");
            }

            return ToolExit.Success;
        });
        return command;
    }

    public static Command Find()
    {
        var query = new Argument<string>("query") { Description = "Words of the name or the description." };
        var command = new Command("find", """
            Finds skills in the registries.

            Examples:
              boternity find "release notes" --registry owner/repo
              boternity find pdf --registry clawhub --registry skills.sh
            """)
        {
            query,
        };
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            List<DiscoveredSkill> found = [];
            foreach (ISkillRegistry registry in host.GetAll<ISkillRegistry>())
            {
                found.AddRange(await registry
                    .SearchAsync(parsed.GetRequiredValue(query), cancellationToken: token));
            }

            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonArray([.. found.Select(static skill => (JsonNode)new JsonObject
                {
                    ["reference"] = ReferenceOf(skill),
                    ["name"] = skill.Manifest.Name,
                    ["description"] = skill.Manifest.Description,
                    ["plugin"] = skill.Plugin,
                })]));
            }
            else
            {
                ToolOutput.Table(
                    ["reference", "description"],
                    [.. found.Select(static skill => (string[])[ReferenceOf(skill), skill.Manifest.Description])]);
            }

            return found.Count == 0 ? ToolExit.NotFound : ToolExit.Success;
        });
        return command;
    }

    public static Command Update()
    {
        var id = new Argument<string?>("skill")
        {
            Description = "An installed skill.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "All installed skills that have a newer version." };
        var grants = new GrantOptions();
        var command = new Command("update", """
            Installs a newer version of a skill, or of all skills, after asking again: once about all of them.

            Examples:
              boternity update notes --read ./reports
              boternity update --all
            """)
        {
            id,
            all,
        };
        grants.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            string? skill = parsed.GetValue(id);
            if (skill is null != parsed.GetValue(all))
            {
                throw new ToolUsageException("Name a skill, or say --all.");
            }

            await using ToolHost host = await ToolHost
                .CreateForSourcesAsync(parsed, skill, grants.Read(parsed), token);
            bool isJson = parsed.GetValue(GlobalOptions.Json);
            var updater = host.Get<ISkillUpdater>();
            return skill is null
                ? await UpdateAllAsync(updater, isJson, token)
                : await UpdateAsync(updater, skill, isJson, token);
        });
        return command;
    }

    private static async Task<int> UpdateAsync(
        ISkillUpdater updater, string skill, bool isJson, CancellationToken cancellationToken)
    {
        SkillUpdateResult result = await updater.UpdateAsync(skill, ToolOutput.Steps(isJson), cancellationToken);
        if (isJson)
        {
            ToolOutput.Json(Json(result));
        }
        else
        {
            ToolOutput.Line($"{result.After.SkillId}: {result.Reason}");
        }

        return ToolExit.Success;
    }

    private static async Task<int> UpdateAllAsync(
        ISkillUpdater updater, bool isJson, CancellationToken cancellationToken)
    {
        SkillUpdateReport report = await updater.UpdateAllAsync(ToolOutput.Steps(isJson), cancellationToken);
        if (isJson)
        {
            ToolOutput.Json(new JsonObject
            {
                ["results"] = new JsonArray([.. report.Results.Select(Json)]),
                ["failed"] = SkillJson.Of(report.Failed),
            });
        }
        else
        {
            foreach (SkillUpdateResult result in report.Results)
            {
                ToolOutput.Line($"{result.After.SkillId}: {result.Reason}");
            }

            ToolOutput.Failures(report.Failed);
        }

        return ToolExit.Of(report.Failed);
    }

    private static JsonObject Json(SkillUpdateResult result) => new()
    {
        ["reason"] = result.Reason,
        ["before"] = SkillJson.Of(result.Before),
        ["after"] = SkillJson.Of(result.After),
    };

    public static Command Outdated()
    {
        var command = new Command("outdated", """
            Lists the installed skills that have a newer version.

            Example:
              boternity outdated --json
            """);
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = await ToolHost.CreateForSourcesAsync(parsed, null, null, token);
            SkillUpdateStatus[] outdated =
            [
                .. (await host.Get<ISkillUpdater>().CheckAsync(token))
                    .Where(static status => status.State != SkillUpdateState.UpToDate),
            ];
            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonArray([.. outdated.Select(static status => (JsonNode)new JsonObject
                {
                    ["id"] = status.Skill.SkillId,
                    ["state"] = status.State?.ToString(),
                    ["reason"] = status.Reason,
                })]));
            }
            else
            {
                ToolOutput.Table(
                    ["skill", "state", "why"],
                    [
                        .. outdated.Select(static status => (string[])
                        [
                            status.Skill.SkillId, status.State?.ToString() ?? "unknown", status.Reason,
                        ]),
                    ]);
            }

            return ToolExit.Success;
        });
        return command;
    }

    private static string ReferenceOf(DiscoveredSkill skill) => skill.Source switch
    {
        var source when skill.Plugin is { } plugin =>
            $"{source.Registry}/{plugin[..plugin.LastIndexOf('@')]}/{skill.Manifest.Name}",
        { Registry: ToolRegistries.ClawHub or ToolRegistries.SkillsSh } source => source.ToString(),
        { Repository: { } root } source when root.Contains("://", StringComparison.Ordinal) => source.ToString(),
        { Repository: null } source => $"{source.Registry}/{skill.Manifest.Name}",
        { Path.Length: 0 } source => source.Repository,
        var source => $"{source.Repository}/{source.Path}",
    };
}
