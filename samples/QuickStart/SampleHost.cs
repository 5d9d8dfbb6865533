using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.QuickStart;

/// <summary>The services of this program: what a host writes once.</summary>
internal static class SampleHost
{
    /// <summary>Everything that this sample writes is below one directory, which can be deleted at any time.</summary>
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "boternity-quickstart");

    public static string AuditPath { get; } = Path.Combine(Home, "audit");

    /// <param name="addRegistries">Where skills are looked for.</param>
    /// <param name="grants">What skills are granted, by name.</param>
    public static ServiceProvider Create(
        Action<IBoternitySkillsBuilder> addRegistries, IReadOnlyDictionary<string, SkillGrants>? grants = null)
    {
        var services = new ServiceCollection();
        IBoternitySkillsBuilder builder = services.AddBoternitySkills(options =>
        {
            options.StorePath = Path.Combine(Home, "store");
            options.CachePath = Path.Combine(Home, "cache");
        });
        builder.UseApprover(new SampleApprover(grants ?? new Dictionary<string, SkillGrants>()));
        builder.AddAuditLog(options => options.DirectoryPath = AuditPath);
        addRegistries(builder);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
