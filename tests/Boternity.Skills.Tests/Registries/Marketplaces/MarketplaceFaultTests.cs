using Boternity.Skills.Registries.Web;
using Boternity.Skills.Tests.Registries.Addresses;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Registries.Marketplaces;

/// <summary>What can go wrong on the way to a marketplace's file.</summary>
public sealed class MarketplaceFaultTests : WebFaultTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private Action<HttpRegistryOptions>? _limit;

    protected override string Faulty => "/marketplace.json";

    protected override string Reference => "market/pdf";

    protected override void Arrange()
    {
        _limit = null;
        Bench.Server.PutJson(Faulty, $$"""
            {"name":"market","plugins":[{"name":"documents","description":"Reads pdf files.",
            "source":{"source":"url","url":"{{Bench.At("/group/documents.git")}}"} }]}
            """);
        const string Project = "/api/v4/projects/group%2Fdocuments/repository";
        Bench.Server.PutJson($"{Project}/commits/HEAD", $$"""{"id":"{{Commit}}"}""");
        Bench.Server.Put(
            $"{Project}/archive.tar.gz?sha={Commit}", AddressBench.TarGz("documents-0123", "skills/pdf"));
        Bench.Configure = builder => builder.AddPluginMarketplace("market", options =>
        {
            options.Place = Bench.At(Faulty);
            _limit?.Invoke(options);
        });
    }

    protected override Task LimitAsync(Action<HttpRegistryOptions> change)
    {
        _limit = change;
        return Task.CompletedTask;
    }
}
