using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Guide;

public sealed class RemoteRegistriesTests
{
    [Test]
    public async Task AddAll_OfTheGuide_AreRegistriesInTheirOrder()
    {
        var services = new ServiceCollection();
        RemoteRegistries.AddAll(services.AddBoternitySkills(), "PASSWORD", "TOKEN");
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(
            provider.GetServices<ISkillRegistry>().Select(static registry => registry.Name),
            Is.EqualTo(new[] { "oci", "clawhub", "github", "skills.sh" }));
    }

    [Test]
    public void Options_ThatCannotWork_AreNamedWhenTheHostStarts()
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills()
            .AddOciRegistry(configure: static options =>
            {
                options.Repositories.Add("oci://ghcr.io/UPPER");
                options.Credentials["ghcr.io"] = new() { UserName = "a:b" };
                options.MaxLayers = 0;
            })
            .AddClawHub(configure: static options => options.BaseAddress = new Uri("http://example.com/"))
            .AddSkillsSh(configure: static options => options.Token = "a b");
        using ServiceProvider provider = services.BuildServiceProvider();

        var error = Assert.Throws<AggregateException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate())!;

        string[] failures =
        [
            .. error.InnerExceptions.OfType<OptionsValidationException>().SelectMany(static one => one.Failures),
        ];
        foreach (string expected in new[]
        {
            "'oci://ghcr.io/UPPER' is none",
            "a user's name without ':'",
            "must have a password for ghcr.io",
            "MaxLayers must be greater than zero",
            "ClawHubRegistryOptions.BaseAddress must be an absolute HTTPS address",
            "SkillsShRegistryOptions.Token must be visible ASCII",
        })
        {
            Assert.That(failures, Has.Some.Contains(expected));
        }
    }
}
