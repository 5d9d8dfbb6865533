using System.CommandLine;
using System.CommandLine.Parsing;
using Boternity.Skills.Execution;
using Boternity.Skills.Locking;
using Boternity.Skills.Registries;
using Boternity.Skills.Schemas;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Boternity.Skills.Text;

namespace Boternity.Skills.Tool;

/// <summary>Runs a command and turns how it ended into an exit code; docs/guide/cli.md has the table.</summary>
internal static class ToolExit
{
    public const int Success = 0;
    public const int SkillFailed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Refused = 4;
    public const int Stopped = 5;
    public const int Unavailable = 6;
    public const int Fault = 70;
    public const int Cancelled = 130;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
        bool isJson = parsed.GetValue(GlobalOptions.Json);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(DisplayText.OneLine(error.Message));
            }

            await Console.Error.WriteLineAsync("See: boternity --help");
            return Usage;
        }

        try
        {
            return await parsed
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await ToolOutput.ErrorAsync(isJson, "cancelled", null);
            return Cancelled;
        }
        catch (SkillException error)
        {
            await ToolOutput.ErrorAsync(isJson, error.Message, error.Code);
            return Of(error);
        }
        catch (ToolUsageException error)
        {
            await ToolOutput.ErrorAsync(isJson, error.Message, null);
            return Usage;
        }
    }

    /// <summary>How a command ends that went on after failures: as the first of them.</summary>
    public static int Of(IReadOnlyList<SkillFailure> failures) =>
        failures.Count == 0 ? Success : Of(failures[0].Error);

    private static int Of(SkillException error) => error switch
    {
        SkillFailedException => SkillFailed,
        SkillInputException or SkillSchemaException or Manifests.SkillManifestException
            or Packaging.SkillPackageException => Usage,
        SkillNotInstalledException or SkillNotFoundException or SkillAmbiguousException => NotFound,
        SkillTrustException or SkillIntegrityException or SkillConflictException or SkillLockException
            or Capabilities.SkillCapabilityDeniedException or SkillScriptException
            or Dependencies.SkillDependencyException => Refused,
        SkillTrapException or SkillLimitExceededException or SkillLinkException or SkillBusyException => Stopped,
        SkillRegistryException or SkillStoreException => Unavailable,
        SkillExecutionException => Refused,
        _ => Fault,
    };
}
