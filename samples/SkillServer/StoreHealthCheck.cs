using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boternity.Skills.Samples.SkillServer;

/// <summary>Whether the store can be read, and whether a skill in it is damaged.</summary>
internal sealed class StoreHealthCheck(ISkillStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            SkillInventory inventory = await store.ListAsync(cancellationToken);
            return inventory.Damaged.Count == 0
                ? HealthCheckResult.Healthy($"{inventory.Skills.Count} skills")
                : HealthCheckResult.Degraded($"{inventory.Damaged.Count} skills are damaged");
        }
        catch (SkillException error)
        {
            return HealthCheckResult.Unhealthy(error.Code, error);
        }
    }
}
