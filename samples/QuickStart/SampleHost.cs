using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.QuickStart;

/// <summary>The services of this program: what a host writes once.</summary>
internal static class SampleHost
{
    /// <summary>
    /// Everything that this sample writes is below one directory of the user's own, which can be deleted at any time. A
    /// directory of a known name in the shared temporary directory could be somebody else's: who makes it first chooses
    /// which skills are found installed in it.
    /// </summary>
    private static readonly string Home = CreateHome();

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
        return services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static string CreateHome()
    {
        string data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        string home = Path.Combine(data, "boternity-quickstart");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(home);
        }
        else
        {
            Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return home;
    }
}
