using Microsoft.AspNetCore.Diagnostics;

namespace Boternity.Skills.Samples.SkillServer;

/// <summary>Answers errors of skills as problem details.</summary>
internal sealed class SkillExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not SkillException error)
        {
            return false;
        }

        var problem = SkillProblems.Of(error);
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = error });
    }
}
