using Boternity.Skills.Wasm.Components.Definitions;

namespace Boternity.Skills.Wasm.Tests.Components.Definitions;

internal sealed class ExternNameTests
{
    [TestCase("a")]
    [TestCase("a1-2-3")]
    [TestCase("A1-2-3")]
    [TestCase("m1x3d-4CR0NYMS")]
    [TestCase("[constructor]thing")]
    [TestCase("[method]thing.do-it")]
    [TestCase("[static]thing.do-it")]
    [TestCase("wasi:io/streams")]
    [TestCase("wasi:io/streams@0.2.10")]
    [TestCase("ns-1-a:b-1-c/D-2@1.0.0-rc.1+build.7")]
    public void TryParse_ValidName_IsAccepted(string name) => Assert.That(ExternName.TryParse(name), Is.Not.Null);

    [TestCase("")]
    [TestCase("1")]
    [TestCase("a-")]
    [TestCase("a--b")]
    [TestCase("aBc")]
    [TestCase("über")]
    [TestCase("[method]a")]
    [TestCase("[method]a.b.c")]
    [TestCase("[static].b")]
    [TestCase("[unknown]a")]
    [TestCase("wasi/io")]
    [TestCase("wasi:io")]
    [TestCase("WASI:io/streams")]
    [TestCase("wasi:io/a/b")]
    [TestCase("wasi:io/streams@1")]
    [TestCase("wasi:io/streams@1.2.03")]
    [TestCase("a:b:c/d")]
    public void TryParse_InvalidName_IsRefused(string name) => Assert.That(ExternName.TryParse(name), Is.Null);

    // The specification's own lists (Explainer, "Name Uniqueness").
    private static readonly string[] Unique =
        ["foo", "foo-bar", "[constructor]foo", "[method]foo.bar", "[static]foo.baz", "foo:bar/baz"];

    [Test]
    public void UniqueKey_OfTheSpecificationsUniqueNames_Differs() =>
        Assert.That(Unique.Select(n => ExternName.TryParse(n)!.UniqueKey), Is.Unique);

    [TestCase("FOO")]
    [TestCase("foo-BAR")]
    [TestCase("[constructor]FOO")]
    [TestCase("[method]foo.BAR")]
    [TestCase("[static]foo.bar")]
    [TestCase("[method]foo.baz")]
    [TestCase("[method]foo.foo")]
    [TestCase("foo:bar/BAZ")]
    public void UniqueKey_OfNamesThatBindingsWouldConfuse_IsTheSame(string name) =>
        Assert.That(
            Unique.Select(n => ExternName.TryParse(n)!.UniqueKey), Does.Contain(ExternName.TryParse(name)!.UniqueKey));

    [TestCase("wasi:io/poll@0.2.0", "wasi:io/poll@0.2.12", true)]
    [TestCase("wasi:io/poll@0.2.0", "wasi:io/poll@0.3.0", false)]
    [TestCase("wasi:io/poll@0.0.1", "wasi:io/poll@0.0.2", false)]
    [TestCase("wasi:io/poll@1.0.0", "wasi:io/poll@1.9.3", true)]
    [TestCase("wasi:io/poll@1.0.0", "wasi:io/streams@1.0.0", false)]
    [TestCase("wasi:io/poll@0.2.0-rc.1", "wasi:io/poll@0.2.0", false)]
    [TestCase("wasi:io/poll", "wasi:io/poll@0.2.0", false)]
    public void CompatibilityKey_OfTwoVersions_IsEqualWhereTheyAreCompatible(
        string one,
        string other,
        bool compatible) =>
        Assert.That(
            ExternName.TryParse(one)!.CompatibilityKey == ExternName.TryParse(other)!.CompatibilityKey,
            Is.EqualTo(compatible));
}
