using Boternity.Skills.Registries.Oci;

namespace Boternity.Skills.Tests.Registries.Oci;

public sealed class OciTagOrderTests
{
    [TestCase("1.2.0 1.10.0 1.9.9", "1.10.0")]
    [TestCase("v1.0.0 v2.0.0-rc.1", "v1.0.0")]
    [TestCase("2.0.0-beta 2.0.0-alpha", "2.0.0-beta")]
    [TestCase("main 1 1.1 sha-abc", "1.1")]
    [TestCase("1.0.0_build 0.9.0", "1.0.0_build")]
    [TestCase("main edge 1.2.3.4", null)]
    public void Newest_Tags_IsTheHighestRelease(string tags, string? expected) =>
        Assert.That(OciTagOrder.Newest(tags.Split(' ')), Is.EqualTo(expected));
}
