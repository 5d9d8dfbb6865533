using Boternity.Skills.Wasmtime.Artifacts;

namespace Boternity.Skills.Wasmtime.Tests.Artifacts;

/// <summary>Whose group is a user's own.</summary>
[TestFixture]
internal sealed class UserGroupsTests
{
    private const string Users =
        """
        root:x:0:0:root:/root:/bin/sh
        ada:x:1000:1000:Ada,,,:/home/ada:/bin/sh
        bob:x:1001:1000::/home/bob:/bin/sh
        cem:x:1002:1002::/home/cem:/bin/sh
        dan:x:1003:100::/home/dan:/bin/sh
        eve:x:1004:1004::/home/eve:/bin/sh
        """;

    private const string Groups =
        """
        root:x:0:
        users:x:100:cem,dan
        ada:x:1000:
        cem:x:1002:cem,root
        eve:x:1004:dan
        staff:x:2000:cem
        """;

    [TestCase(1002u, 1002u, true, Description = "The user's own.")]
    [TestCase(1000u, 1000u, false, Description = "Another user's first group too.")]
    [TestCase(100u, 1003u, false, Description = "Another is a member.")]
    [TestCase(1004u, 1004u, false, Description = "Another is a member of the user's own.")]
    [TestCase(2000u, 1002u, false, Description = "Not the first group of the only member.")]
    [TestCase(1002u, 1003u, false, Description = "Somebody else's own.")]
    [TestCase(3000u, 1002u, false, Description = "Not in the files: another system may have it.")]
    public void IsOwn_ByTheSystemsFiles_IsTrueForAGroupOfTheUserAlone(uint group, uint user, bool expected) =>
        Assert.That(UserGroups.IsOwn(group, user, Users, Groups), Is.EqualTo(expected));

    [TestCase("", Groups)]
    [TestCase(Users, "")]
    public void IsOwn_WithoutTheSystemsFiles_IsNot(string users, string groups) =>
        Assert.That(UserGroups.IsOwn(1002, 1002, users, groups), Is.False);

    [Test]
    public void IsOwn_TheGroupOfRoot_IsRoots() => Assert.That(UserGroups.IsOwn(0, 1002), Is.True);
}
