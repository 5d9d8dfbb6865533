using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.WellKnown;

/// <summary>What can go wrong on the way to a site's index.</summary>
public sealed class WellKnownIndexFaultTests : WebFaultTests
{
    private Action<HttpRegistryOptions>? _limit;

    protected override string Faulty => WellKnownServer.Index;

    protected override string Reference => "site/pdf";

    protected override void Arrange()
    {
        _limit = null;
        WellKnownServer.Publish(Bench.Server, "pdf");
        Bench.Configure = builder => builder.AddWellKnownRegistry("site", options =>
        {
            options.Site = Bench.Server.Address;
            _limit?.Invoke(options);
        });
    }

    protected override Task LimitAsync(Action<HttpRegistryOptions> change)
    {
        _limit = change;
        return Task.CompletedTask;
    }
}

/// <summary>What can go wrong on the way to what a site's index names.</summary>
public sealed class WellKnownArtifactFaultTests : WebFaultTests
{
    private Action<HttpRegistryOptions>? _limit;

    protected override string Faulty => WellKnownServer.Root + "pdf/SKILL.md";

    protected override (string Code, string Text) WrongContent =>
        (SkillErrorCodes.RegistryDigestMismatch, "and the index says");

    protected override string Reference => "site/pdf";

    protected override void Arrange()
    {
        _limit = null;
        WellKnownServer.Publish(Bench.Server, "pdf");
        Bench.Configure = builder => builder.AddWellKnownRegistry("site", options =>
        {
            options.Site = Bench.Server.Address;
            _limit?.Invoke(options);
        });
    }

    // The clock of the tests jumps to every short limit, that of the index too: it is known from before.
    protected override async Task LimitAsync(Action<HttpRegistryOptions> change)
    {
        await Bench.Installer.ResolveAsync(SkillReference.Parse(Reference));
        Bench.Restart();
        _limit = change;
    }
}
