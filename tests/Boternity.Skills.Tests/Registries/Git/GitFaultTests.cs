using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Tests.Registries.Git;

/// <summary>What can go wrong while a pack is fetched.</summary>
public sealed class GitFaultTests : WebFaultTests
{
    protected override string Faulty => GitWire.Fetch;

    protected override string Reference => Bench.At("/skills.git");

    protected override void Arrange() => GitWire.PutSkill(Bench.Server);

    protected override Task LimitAsync(Action<HttpRegistryOptions> change)
    {
        Bench.ConfigureAddresses = change;
        return Task.CompletedTask;
    }
}

/// <summary>What can go wrong while a repository is asked for its branches and tags.</summary>
public sealed class GitRefsFaultTests : WebFaultTests
{
    protected override string Faulty => GitWire.Refs;

    protected override string Reference => Bench.At("/skills.git");

    protected override void Arrange() => GitWire.PutSkill(Bench.Server);

    protected override Task LimitAsync(Action<HttpRegistryOptions> change)
    {
        Bench.ConfigureAddresses = change;
        return Task.CompletedTask;
    }
}
