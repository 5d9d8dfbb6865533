using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Threading.Channels;
using Boternity.Skills.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Boternity.Skills.Samples.SkillServer;

/// <summary>Skills over HTTP: <c>/skills</c>.</summary>
internal static class SkillEndpoints
{
    public static void MapSkills(this WebApplication app)
    {
        RouteGroupBuilder skills = app.MapGroup("/skills").RequireAuthorization();
        skills.MapGet("/", ListAsync);
        skills.MapPost("/", Install);
        skills.MapDelete("/{id}", RemoveAsync);
        skills.MapPost("/{id}/execute", ExecuteAsync);
    }

    private static async Task<Ok<SkillAnswer[]>> ListAsync(ISkillStore store, CancellationToken cancellationToken)
    {
        SkillInventory inventory = await store.ListAsync(cancellationToken);
        return TypedResults.Ok<SkillAnswer[]>([.. inventory.Skills.Select(SkillAnswer.Of)]);
    }

    // The answer begins at once, so a failure of the install is its last event.
    private static IResult Install(
        InstallRequest request, ISkillInstaller installer, CancellationToken cancellationToken) =>
        SkillReference.TryParse(request.Reference, out SkillReference? reference)
            ? TypedResults.ServerSentEvents(InstallAsync(reference, installer, cancellationToken))
            : TypedResults.Problem(
                $"'{request.Reference}' is no reference to a skill.", statusCode: StatusCodes.Status400BadRequest);

    private static async IAsyncEnumerable<SseItem<object>> InstallAsync(
        SkillReference reference,
        ISkillInstaller installer,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<SkillInstallProgress> steps = Channel.CreateBounded<SkillInstallProgress>(
            new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });
        Task<InstalledSkill> install = InstallAsync();
        await foreach (SkillInstallProgress step in steps.Reader.ReadAllAsync(cancellationToken))
        {
            yield return new SseItem<object>(ProgressAnswer.Of(step), "progress");
        }

        yield return await ToLastEventAsync(install);

        async Task<InstalledSkill> InstallAsync()
        {
            try
            {
                return await installer
                    .InstallAsync(reference, null, new ChannelProgress(steps.Writer), cancellationToken);
            }
            finally
            {
                steps.Writer.Complete();
            }
        }
    }

    private static async Task<SseItem<object>> ToLastEventAsync(Task<InstalledSkill> install)
    {
        try
        {
            return new SseItem<object>(SkillAnswer.Of(await install), "installed");
        }
        catch (SkillException error)
        {
            return new SseItem<object>(SkillProblems.Of(error), "error");
        }
    }

    private static async Task<NoContent> RemoveAsync(
        string id, ISkillStore store, CancellationToken cancellationToken) =>
        await store.RemoveAsync(id, cancellationToken)
            ? TypedResults.NoContent()
            : throw new SkillNotInstalledException(id);

    private static async Task<Ok<ExecutionAnswer>> ExecuteAsync(
        string id,
        [FromBody] ExecuteRequest request,
        ISkillExecutor executor,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        SkillExecutionResult result = await executor.ExecuteAsync(
            id,
            request.Input,
            new SkillExecutionOptions { Caller = new SkillCaller { UserId = user.Identity?.Name ?? "" } },
            cancellationToken);
        return TypedResults.Ok(ExecutionAnswer.Of(result));
    }

    private sealed class ChannelProgress(ChannelWriter<SkillInstallProgress> steps) : IProgress<SkillInstallProgress>
    {
        public void Report(SkillInstallProgress value) => steps.TryWrite(value);
    }
}
