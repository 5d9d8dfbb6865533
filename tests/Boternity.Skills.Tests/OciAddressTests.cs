namespace Boternity.Skills.Tests;

public sealed class OciAddressTests
{
    private static readonly string Digest = $"sha256:{new string('a', 64)}";

    private static IEnumerable<TestCaseData> Forms() =>
    [
        new("oci://ghcr.io/owner/skills/pdf", "oci://ghcr.io/owner/skills/pdf", null),
        new("oci://ghcr.io/owner/pdf:1.2.0", "oci://ghcr.io/owner/pdf", "1.2.0"),
        new($"oci://ghcr.io/owner/pdf@{Digest}", "oci://ghcr.io/owner/pdf", Digest),
        new($"oci://ghcr.io/owner/pdf:1.2.0@{Digest}", "oci://ghcr.io/owner/pdf", Digest),
        new("OCI://LocalHost:5000/a__b/c-d.e:latest", "oci://localhost:5000/a__b/c-d.e", "latest"),
        new("oci://ghcr.io:443/owner/pdf", "oci://ghcr.io/owner/pdf", null),
        new("oci://[::1]:5000/pdf", "oci://[::1]:5000/pdf", null),
    ];

    [TestCaseSource(nameof(Forms))]
    public void Parse_Artefact_TellsThePartsApart(string text, string address, string? reference)
    {
        SkillQuery query = SkillReference.Parse(text).ToQuery(["oci"]);

        Assert.That(query, Is.EqualTo(new SkillQuery { Address = address, Ref = reference }));
    }

    [TestCase("oci://", "names no host")]
    [TestCase("oci://ghcr.io", "names no host")]
    [TestCase("oci://user:secret@ghcr.io/a", "names no host")]
    [TestCase("oci://ghcr.io/", "the repository")]
    [TestCase("oci://ghcr.io/Owner/pdf", "the repository")]
    [TestCase("oci://ghcr.io/a/../b", "the repository")]
    [TestCase("oci://ghcr.io/a//b", "the repository")]
    [TestCase("oci://ghcr.io/a-", "the repository")]
    [TestCase("oci://ghcr.io/a___b", "the repository")]
    [TestCase("oci://ghcr.io/a?x=1", "the repository")]
    [TestCase("oci://ghcr.io/a:", "stands a tag")]
    [TestCase("oci://ghcr.io/a:-x", "stands a tag")]
    [TestCase("oci://ghcr.io/a@sha256:abc", "stands a digest")]
    [TestCase("oci://ghcr.io/a@sha512:abc", "stands a digest")]
    public void Parse_NoArtefact_SaysWhatIsWrong(string text, string problem)
    {
        SkillRegistryException error = Assert.Throws<SkillRegistryException>(() => SkillReference.Parse(text))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ReferenceInvalid));
        Assert.That(error.Message, Does.Contain(problem));
    }

    [Test]
    public void ToString_OfASource_CanBePastedBack()
    {
        var source = new SkillSource
        {
            Registry = "oci",
            Repository = "oci://ghcr.io/o/pdf",
            Path = "",
            RequestedRef = "1.0",
        };
        SkillSource pinned = source with { Commit = new string('a', 64) };

        Assert.That(source.ToString(), Is.EqualTo("oci://ghcr.io/o/pdf:1.0"));
        Assert.That(pinned.ToString(), Is.EqualTo($"oci://ghcr.io/o/pdf@{Digest}"));
        Assert.That(SkillReference.Parse(pinned.ToString()).Ref, Is.EqualTo(Digest));
    }
}
