using System.CommandLine;
using System.Text.Json.Nodes;
using Boternity.Skills.Manifests;
using Boternity.Skills.Scanning;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The skill's folder." };
        var command = new Command("check", """
            Checks a skill before it is published: the manifest to the letter of the specification, the program, the
            input schema, which scripts can run, and what the scanner finds. Ends with 1 where something is wrong.

            Example:
              boternity check ./my-skill
            """)
        {
            folder,
        };
        command.SetAction(async (parsed, token) =>
        {
            DirectoryInfo place = SkillPlaces.FindFolder(parsed.GetRequiredValue(folder).FullName)
                ?? throw new ToolUsageException($"{parsed.GetRequiredValue(folder).Name} has no SKILL.md.");
            List<(string Severity, string Text)> found = [];
            CheckManifest(await ReadManifestAsync(place, token), place.Name, found);
            await using ToolHost host = ToolHost.Create(parsed, folder: place, isTemporary: true);
            try
            {
                await CheckContentAsync(host, place, found, token);
            }
            catch (SkillException error) when (error.Code != SkillErrorCodes.StoreUnavailable)
            {
                found.Add(("error", $"{error.Code}: {error.Message}"));
            }

            bool isWrong = found.Exists(static one => one.Severity == "error");
            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonObject
                {
                    ["isRight"] = !isWrong,
                    ["findings"] = new JsonArray([.. found.Select(static one => (JsonNode)new JsonObject
                    {
                        ["severity"] = one.Severity,
                        ["text"] = one.Text,
                    })]),
                });
            }
            else
            {
                foreach ((string severity, string text) in found)
                {
                    ToolOutput.Line($"{severity}: {text}");
                }

                ToolOutput.Line(isWrong ? "Something is wrong." : "Nothing is wrong.");
            }

            return isWrong ? ToolExit.SkillFailed : ToolExit.Success;
        });
        return command;
    }

    // It is a stranger's: a link could lead to what never ends, and a pipe, which has no length, could wait for ever.
    private static async Task<byte[]> ReadManifestAsync(DirectoryInfo place, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(place.FullName, SkillPackage.ManifestFileName));
        if (file.LinkTarget is not null || file.Length > SkillManifestLimits.MaxFileBytes)
        {
            throw new ToolUsageException(
                $"The {file.Name} of {place.Name} is a link, or larger than {SkillManifestLimits.MaxFileBytes} bytes.");
        }

        return file.Length == 0 ? [] : await File.ReadAllBytesAsync(file.FullName, cancellationToken);
    }

    private static void CheckManifest(byte[] bytes, string folderName, List<(string Severity, string Text)> found)
    {
        foreach (SkillManifestMode mode in (SkillManifestMode[])[SkillManifestMode.Strict, SkillManifestMode.Lenient])
        {
            SkillManifestReader.TryRead(
                bytes,
                new SkillManifestReadOptions { FolderName = folderName, Mode = mode },
                out _,
                out IReadOnlyList<SkillDiagnostic> diagnostics);
            found.AddRange(diagnostics
                .Select(diagnostic => (
                    diagnostic.Severity == SkillDiagnosticSeverity.Error ? "error" : "warning",
                    $"SKILL.md{diagnostic}"))
                .Where(one => !found.Exists(
                    known => known.Item2.AsSpan(known.Item2.IndexOf("BSK", StringComparison.Ordinal))
                        .SequenceEqual(one.Item2.AsSpan(one.Item2.IndexOf("BSK", StringComparison.Ordinal))))));
        }
    }

    private static async Task CheckContentAsync(
        ToolHost host, DirectoryInfo place, List<(string Severity, string Text)> found, CancellationToken token)
    {
        SkillPackage package = await SkillPlaces.ReadAsync(host, place, token);
        IReadOnlyList<SkillFinding> findings = await host.Get<ISkillScanner>().ScanAsync(package, [], token);
        found.AddRange(findings
            .Select(static finding => (
                finding.Severity == SkillFindingSeverity.Danger ? "error" : "warning", finding.ToString())));
        InstalledSkill installed = await SkillPlaces.InstallFolderAsync(host, place, token);
        if (installed.Type == SkillType.Tool)
        {
            found.Add(installed.IsStub
                ? ("warning", "a tool skill without a program: only its own text would be answered")
                : ("fine", $"the program is {installed.WasmKind} and can be loaded"));
        }

        if (installed.InputSchema is { } schema)
        {
            found.Add(("fine", $"the input schema {schema.Path} can be used"));
        }

        found.AddRange(installed.Scripts.Select(static script => (
            script.CanRun ? "fine" : "warning",
            $"{script.Path} {(script.CanRun ? "can run" : "cannot run here")}"
                + string.Concat(script.Findings.Select(static finding => $"; {finding.Message}")))));
    }
}
