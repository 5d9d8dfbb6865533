using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests;

[TestFixture]
public sealed class PublicApiTests
{
    [Test]
    public void PublicApi_OfTheSdk_IsWhatWasReviewed() =>
        Snapshot.Verify(PublicApi.Describe(typeof(SkillManifest).Assembly), "PublicApi");

    [Test]
    public void PublicApi_OfWhatProgramsReach_IsWhatWasReviewed() =>
        Snapshot.Verify(PublicApi.Describe(typeof(GuestSystem).Assembly), "PublicApi.Guests");
}
