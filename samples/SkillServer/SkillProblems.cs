using Boternity.Skills.Capabilities;
using Boternity.Skills.Execution;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;
using Boternity.Skills.Schemas;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Boternity.Skills.Samples.SkillServer;

/// <summary>
/// Errors of skills as problem details (RFC 9457): the code, and the message that holds no path, address or secret.
/// </summary>
internal static class SkillProblems
{
    public static ProblemDetails Of(SkillException error) => new()
    {
        Type = $"https://github.com/boternity/boternity-skills/blob/main/docs/guide/errors.md#{error.Code}",
        Title = error.GetType().Name,
        Status = StatusOf(error),
        Detail = error.ModelMessage,
        Extensions = { ["code"] = error.Code },
    };

    private static int StatusOf(SkillException error) => error switch
    {
        SkillNotInstalledException or SkillNotFoundException => StatusCodes.Status404NotFound,
        SkillAmbiguousException or SkillConflictException => StatusCodes.Status409Conflict,
        SkillInputException or SkillManifestException or SkillPackageException or SkillSchemaException =>
            StatusCodes.Status400BadRequest,
        SkillTrustException or SkillCapabilityDeniedException => StatusCodes.Status403Forbidden,
        SkillBusyException => StatusCodes.Status429TooManyRequests,
        SkillFailedException or SkillTrapException or SkillLimitExceededException or SkillLinkException
            or SkillScriptException => StatusCodes.Status422UnprocessableEntity,
        SkillRegistryException => StatusCodes.Status502BadGateway,
        SkillStoreException => StatusCodes.Status503ServiceUnavailable,
        SkillExecutionException => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status500InternalServerError,
    };
}
