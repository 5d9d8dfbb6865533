using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Boternity.Skills.Auditing;
using Boternity.Skills.Signing;

namespace Boternity.Skills.Tool.Commands;

/// <summary><c>boternity sign</c>, <c>verify</c> and <c>audit</c>.</summary>
internal static class TrustCommands
{
    public static Command Sign()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The skill's folder." };
        var key = new Option<FileInfo>("--key")
        {
            Description = "A private key: ECDSA on P-256, PEM.",
            Required = true,
        };
        var command = new Command("sign", """
            Signs a skill: writes skill.sig into its folder.

            Example:
              openssl ecparam -name prime256v1 -genkey -noout -out key.pem && boternity sign ./my-skill --key key.pem
            """)
        {
            folder,
            key,
        };
        command.SetAction(async (parsed, token) =>
        {
            DirectoryInfo place = SkillPlaces.FindFolder(parsed.GetRequiredValue(folder).FullName)
                ?? throw new ToolUsageException($"{parsed.GetRequiredValue(folder).Name} has no SKILL.md.");
            await using ToolHost host = ToolHost.Create(parsed, folder: place, isTemporary: true);
            SkillPackage package = await SkillPlaces.ReadAsync(host, place, token);
            using ECDsa signer = ReadKey(parsed.GetRequiredValue(key));
            await File.WriteAllBytesAsync(
                Path.Combine(place.FullName, SkillSigning.FileName), SkillSigning.Sign(package, signer), token);
            StoreCommands.Done(parsed, $"Signed {package.Manifest.Name}.");
            return ToolExit.Success;
        });
        return command;
    }

    public static Command Verify()
    {
        var command = new Command("verify", """
            Compares every file of every installed skill with what was installed.

            Example:
              boternity verify
            """);
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            SkillIntegrityReport report = await host.Store.VerifyAsync(token);
            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonObject
                {
                    ["isIntact"] = report.IsIntact,
                    ["skills"] = report.Skills,
                    ["files"] = report.Files,
                    ["problems"] = new JsonArray([.. report.Problems.Select(static one => (JsonNode)one.Message)]),
                });
            }
            else
            {
                foreach (SkillIntegrityProblem problem in report.Problems)
                {
                    ToolOutput.Line(problem.Message);
                }

                ToolOutput.Line($"{report.Skills} skills, {report.Files} files, {report.Problems.Count} problems.");
            }

            return report.IsIntact ? ToolExit.Success : ToolExit.Refused;
        });
        return command;
    }

    public static Command Audit()
    {
        var command = new Command("audit", """
            Checks the audit log of this store: whether a line is missing or changed.

            Example:
              boternity audit --json
            """);
        command.SetAction(async (parsed, token) =>
        {
            await using ToolHost host = ToolHost.Create(parsed);
            SkillAuditReport report = await host.Get<ISkillAuditVerifier>()
                .VerifyAsync(ToolHost.AuditPath(parsed), cancellationToken: token);
            if (parsed.GetValue(GlobalOptions.Json))
            {
                ToolOutput.Json(new JsonObject
                {
                    ["isIntact"] = report.IsIntact,
                    ["lines"] = report.Lines,
                    ["head"] = report.Head,
                    ["error"] = report.Error?.ToString(),
                });
            }
            else
            {
                ToolOutput.Line(report.Error is { } error
                    ? $"The log is not intact: {error}"
                    : $"The log is intact: {report.Lines} lines, head {report.Head}");
            }

            return report.IsIntact ? ToolExit.Success : ToolExit.Refused;
        });
        return command;
    }

    private static ECDsa ReadKey(FileInfo file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file.FullName));
            return key;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or CryptographicException)
        {
            key.Dispose();
            throw new ToolUsageException($"The key {file.FullName} cannot be used: {exception.Message}");
        }
    }
}
