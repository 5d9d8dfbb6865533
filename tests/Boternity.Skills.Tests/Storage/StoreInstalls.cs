using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Both steps of an install at once, for tests that are about something else.</summary>
internal static class StoreInstalls
{
    public static async Task<InstalledSkill> InstallAsync(
        this ISkillStore store,
        SkillStoreRequest request,
        SkillGrants? grants = null,
        CancellationToken cancellationToken = default) =>
        await store.CommitAsync(
            await store.StageAsync(request, cancellationToken), grants ?? SkillGrants.None, cancellationToken);

    public static Task<InstalledSkill> InstallAsync(
        this ISkillStore store, SkillStoreRequest request, CancellationToken cancellationToken) =>
        store.InstallAsync(request, null, cancellationToken);
}
