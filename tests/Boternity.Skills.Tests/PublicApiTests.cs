namespace Boternity.Skills.Tests;

[TestFixture]
public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfTheSdk_IsWhatWasReviewed() =>
        Snapshot.Verify(PublicApi.Describe(typeof(SkillManifest).Assembly), "PublicApi");
}
