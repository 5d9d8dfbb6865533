using Boternity.Skills.Dependencies;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Dependencies;

public sealed class VersionRangeTests
{
    [TestCase("^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-beta 1.3.0-beta")]
    [TestCase("^0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0")]
    [TestCase("^0.0.3", "0.0.3", "0.0.2 0.0.4")]
    [TestCase("^1", "1.0.0 1.99.0", "0.9.0 2.0.0")]
    [TestCase("^0", "0.0.0 0.9.9", "1.0.0")]
    [TestCase("^0.0", "0.0.9", "0.1.0")]
    [TestCase("^1.2.3-beta.2", "1.2.3-beta.2 1.2.3-beta.10 1.2.3 1.4.0", "1.2.3-beta.1 1.2.4-beta.3")]
    [TestCase("~1.2.3", "1.2.3 1.2.9", "1.2.2 1.3.0")]
    [TestCase("~1.2", "1.2.0 1.2.9", "1.3.0")]
    [TestCase("~1", "1.0.0 1.9.0", "2.0.0")]
    [TestCase(">=1.2 <2", "1.2.0 1.9.9", "1.1.9 2.0.0")]
    [TestCase(">= 1.2, < 2", "1.2.0", "2.0.0")]
    [TestCase(">1.2", "1.3.0", "1.2.0 1.2.9")]
    [TestCase(">1.2.3", "1.2.4", "1.2.3")]
    [TestCase("<=1.2", "1.2.9 0.1.0", "1.3.0")]
    [TestCase("<=1.2.3", "1.2.3", "1.2.4")]
    [TestCase("<1.2", "1.1.9", "1.2.0")]
    [TestCase("1.x", "1.0.0 1.9.0", "2.0.0")]
    [TestCase("1.2", "1.2.0 1.2.9", "1.3.0")]
    [TestCase("1.2.3", "1.2.3 1.2.3+build", "1.2.4")]
    [TestCase("=1.2.3", "v1.2.3", "1.2.4")]
    [TestCase("*", "0.0.1 9.9.9", "1.0.0-beta")]
    [TestCase("^1 || ^3", "1.5.0 3.0.0", "2.0.0")]
    [TestCase("<1 || >=2 <3", "0.5.0 2.5.0", "1.0.0 3.0.0")]
    [TestCase("^1.2", "1.2 1.5", "1")]
    public void Accepts_OfARange_TakesTheVersionsInIt(string range, string accepted, string refused)
    {
        Assert.That(VersionRange.TryParse(range, out VersionRange? read), Is.True);
        using (Assert.EnterMultipleScope())
        {
            foreach (string version in accepted.Split(' '))
            {
                Assert.That(read!.Accepts(SemanticVersion.TryParse(version)!), Is.True, version);
            }

            foreach (string version in refused.Split(' '))
            {
                Assert.That(read!.Accepts(SemanticVersion.TryParse(version)!), Is.False, version);
            }
        }
    }

    [TestCase("")]
    [TestCase("one")]
    [TestCase("^")]
    [TestCase("1.2.3.4")]
    [TestCase(">=1 ||")]
    [TestCase("1-beta")]
    [TestCase("=>1")]
    [TestCase("1.2.3-")]
    [TestCase("1.2.3-a..b")]
    [TestCase("99999999999999999999")]
    public void TryParse_WhatIsNoRange_IsRefused(string text) =>
        Assert.That(VersionRange.TryParse(text, out _), Is.False);

    [Test]
    public void CompareTo_TheSpecificationsExample_OrdersThem()
    {
        string[] ordered =
        [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1",
        ];

        Assert.That(
            ordered.Reverse().Select(text => SemanticVersion.TryParse(text)!).Order().Select(version => $"{version}"),
            Is.EqualTo(ordered));
    }

    [TestCase("x")]
    [TestCase("1..2")]
    [TestCase("1.0.0-")]
    [TestCase("")]
    public void TryParse_WhatIsNoVersion_IsNull(string text) =>
        Assert.That(SemanticVersion.TryParse(text), Is.Null);

    [Test]
    public void Accepts_CaretOfAnyVersion_IsTheVersionAndNotTheNextMajor()
    {
        Gen<(int Major, int Minor, int Patch)> versions = from major in Gen.Choose(0, 3)
                                                          from minor in Gen.Choose(0, 3)
                                                          from patch in Gen.Choose(0, 3)
                                                          select (major, minor, patch);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(versions.ToArbitrary(), versions.ToArbitrary(), (from, other) =>
            {
                bool isRead = VersionRange.TryParse(
                    $"^{from.Major}.{from.Minor}.{from.Patch}", out VersionRange? range);
                bool isSameLine = from.Major > 0 ? other.Major == from.Major
                    : from.Minor > 0 ? (other.Major, other.Minor) == (0, from.Minor)
                    : other == from;
                return isRead
                    && range!.Accepts(new SemanticVersion(other.Major, other.Minor, other.Patch))
                        == (isSameLine && other.CompareTo(from) >= 0);
            }));
    }
}
