using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;

namespace Boternity.Skills.Tests.Capabilities.Http;

internal sealed class SkillHttpClientsTests
{
    /// <summary>A client whose name nobody set up would connect to whatever it is told.</summary>
    [Test]
    public void Scopes_AreEveryCombination_EachWithANameOfItsOwn()
    {
        Assert.That(SkillHttpClients.Scopes, Is.EqualTo(new[]
        {
            AddressScope.Public, AddressScope.Loopback, AddressScope.PrivateNetwork,
            AddressScope.Loopback | AddressScope.PrivateNetwork,
        }));
        Assert.That(
            SkillHttpClients.Scopes.Select(SkillHttpClients.NameOf),
            Is.Unique.And.All.StartsWith("Boternity.Skills.Http"));
    }
}
