using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Tests.Registries.Addresses;

/// <summary>What can go wrong between here and the host of an address.</summary>
public sealed class AddressFaultTests : WebFaultTests
{
    protected override string Faulty => "/skills.zip";

    protected override (string Code, string Text) WrongContent =>
        (SkillErrorCodes.RegistryAnswerInvalid, "neither a zip nor a tar.gz");

    protected override string Reference => Bench.At(Faulty);

    protected override void Arrange() => Bench.Server.Put(Faulty, AddressBench.Zip("pdf"));

    protected override Task LimitAsync(Action<HttpRegistryOptions> change)
    {
        Bench.ConfigureAddresses = change;
        return Task.CompletedTask;
    }
}
