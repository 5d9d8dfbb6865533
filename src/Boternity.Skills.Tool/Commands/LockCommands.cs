using System.CommandLine;
using System.Text.Json.Nodes;
using Boternity.Skills.Locking;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity lock</c>, <c>restore</c> and <c>import</c>.</summary>
internal static class LockCommands
{
    private const string ForeignFile = "skills-lock.json";

    public static Command Lock()
    {
        Option<FileInfo?> file = File();
        var command = new Command("lock", """
            Writes a lock file of everything that is installed.

            Example:
              boternity lock --file skills.lock.json
            """)
        {
            file,
        };
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            SkillLock locked = await host.Get<ISkillLocker>()
                .SaveAsync(PathOf(parsed, file), token);
            StoreCommands.Done(
                parsed, $"Locked {locked.Skills.Count} skills in {Path.GetFileName(PathOf(parsed, file))}.");
            return ToolExit.Success;
        });
        return command;
    }

    public static Command Restore()
    {
        Option<FileInfo?> file = File();
        var frozen = new Option<bool>("--frozen")
        {
            Description = "Change nothing: fail where what is installed is not what is locked.",
        };
        var command = new Command("restore", """
            Installs exactly what a lock file says, after asking once about all that is missing. What cannot be had is
            reported, and the others are installed.

            Example:
              boternity restore --frozen
            """)
        {
            file,
            frozen,
        };
        command.SetAction(async (parsed, token) =>
        {
            string path = PathOf(parsed, file);
            SkillLock wanted = await ReadAsync(parsed, path, token);
            await using ToolHost host = ToolHost.Create(
                parsed,
                catalogues: ToolRegistries.CataloguesOf(wanted.Skills.Select(static entry => entry.Source)));
            var locker = host.Get<ISkillLocker>();
            if (parsed.GetValue(frozen))
            {
                foreach (SkillLockEntry entry in wanted.Skills)
                {
                    InstalledSkill? skill = await host.Store.FindAsync(entry.SkillId, token);
                    if (skill?.ContentDigest != entry.ContentDigest)
                    {
                        throw new SkillStoreException(
                            SkillErrorCodes.StoreContent,
                            entry.SkillId,
                            $"'{entry.SkillId}' is {(skill is null ? "not installed" : "another version")}; run it "
                                + "without --frozen to install what is locked.");
                    }
                }

                StoreCommands.Done(parsed, $"All {wanted.Skills.Count} locked skills are installed.");
                return ToolExit.Success;
            }

            SkillRestoreResult result = await locker.RestoreAsync(
                path,
                new SkillRestoreOptions
                {
                    Progress = ToolOutput.Steps(parsed.GetValue(GlobalOptions.Json)),
                    OnFailure = SkillFailureMode.Continue,
                },
                token);
            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonObject
                {
                    ["installed"] = new JsonArray([.. result.Installed.Select(static one => (JsonNode)one.SkillId)]),
                    ["unchanged"] = new JsonArray([.. result.Unchanged.Select(static one => (JsonNode)one.SkillId)]),
                    ["failed"] = SkillJson.Of(result.Failed),
                });
            }
            else
            {
                ToolOutput.Line($"Installed {result.Installed.Count}, unchanged {result.Unchanged.Count}.");
                ToolOutput.Failures(result.Failed);
            }

            return ToolExit.Of(result.Failed);
        });
        return command;
    }

    private static async Task<SkillLock> ReadAsync(
        ParseResult parsed, string path, CancellationToken cancellationToken)
    {
        await using ToolHost host = ToolHost.Create(parsed);
        return await host.Get<ISkillLocker>().ReadAsync(path, cancellationToken);
    }

    public static Command Import()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = $"The lock file; {ForeignFile} here by default.",
            DefaultValueFactory = static _ => new FileInfo(ForeignFile),
        };
        var grants = new GrantOptions();
        var command = new Command("import", """
            Installs what a lock file of npx skills lists, after showing all of it.

            Example:
              boternity import skills-lock.json
            """)
        {
            file,
        };
        grants.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed, grants.Read(parsed));
            bool isJson = parsed.GetValue(GlobalOptions.Json);
            SkillImportResult result = await host.Get<ISkillLockImporter>().ImportAsync(
                parsed.GetRequiredValue(file).FullName,
                new SkillImportOptions { Progress = ToolOutput.Steps(isJson) },
                token);
            if (isJson)
            {
                ToolOutput.Json(ToJson(result));
            }
            else
            {
                Show(result);
            }

            return ToolExit.Of(result.Failed);
        });
        return command;
    }

    private static void Show(SkillImportResult result)
    {
        ToolOutput.Line($"Installed {result.Installed.Count}, failed {result.Failed.Count}.");
        foreach (SkillImport one in result.Installed.Where(
            static one => one.Content == SkillImportContent.Different))
        {
            ToolOutput.Note($"{one.Name} is not what the file recorded; it may have changed at its source since.");
        }

        foreach (SkillFailure failure in result.Failed)
        {
            ToolOutput.Note($"{failure.Skill}: {failure.Error.Code}: {failure.Error.Message}");
        }
    }

    private static JsonObject ToJson(SkillImportResult result) => new()
    {
        ["installed"] = new JsonArray([.. result.Installed.Select(static one => (JsonNode)new JsonObject
        {
            ["name"] = one.Name,
            ["id"] = one.Skill.SkillId,
            ["source"] = one.Skill.Source.ToString(),
            ["content"] = one.Content.ToString(),
        })]),
        ["failed"] = SkillJson.Of(result.Failed),
    };

    private static Option<FileInfo?> File() => new("--file", "-f")
    {
        Description = $"The lock file; {SkillLock.FileName} of the project, or here, by default.",
    };

    private static string PathOf(ParseResult parsed, Option<FileInfo?> file) => parsed.GetValue(file)?.FullName
        ?? ToolScopes.Chosen(parsed).Project?.LockFilePath
        ?? Path.GetFullPath(SkillLock.FileName);
}
