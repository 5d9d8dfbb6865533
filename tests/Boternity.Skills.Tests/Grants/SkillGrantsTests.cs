using System.Text.Json;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Grants;

internal sealed class SkillGrantsTests
{
    private static readonly string HostPath = OperatingSystem.IsWindows() ? "C:/data" : "/srv/data";

    [Test]
    public void None_Always_GivesNothing()
    {
        Assert.That(SkillGrants.None.IsEmpty, Is.True);
        Assert.That(new SkillGrants().ToCanonicalJson(), Is.EqualTo("{}"));
        Assert.That(Enum.GetValues<SkillCapability>().Where(SkillGrants.None.Includes), Is.Empty);
    }

    [Test]
    public void CanonicalJson_Everything_IsOneForm()
    {
        SkillGrants grants = Everything();

        Assert.That(grants.ToCanonicalJson(), Is.EqualTo(
            $$"""{"directories":[{"access":"Read","guestPath":"/data","hostPath":"{{HostPath}}"},"""
            + $$"""{"access":"ReadWrite","guestPath":"/out","hostPath":"{{HostPath}}"}],"""
            + """
                "environmentVariables":["A","B"],
                """
            + """
                "http":[{"allowHttp":true,"allowLoopback":true,"allowPrivateNetwork":true,
                """
            + """
                "host":"127.0.0.1","methods":["GET"],"port":8080},{"host":"*.example.com","methods":["GET","POST"]}],
                """
            + """
                "recallMemory":true,"secrets":["key"]}
                """));
    }

    [Test]
    public void Equality_OtherOrderAndDuplicates_IsEqual()
    {
        SkillGrants one = Everything();
        SkillGrants other = one with
        {
            Http = [.. one.Http.Reverse(), one.Http[0] with { Methods = ["post", "GET", "get"] }],
            Directories = [.. one.Directories.Reverse()],
            EnvironmentVariables = ["B", "A", "B"],
        };

        Assert.That(other, Is.EqualTo(one));
        Assert.That(other.GetHashCode(), Is.EqualTo(one.GetHashCode()));
        Assert.That(other.ComputeDigest(), Is.EqualTo(one.ComputeDigest()).And.Matches("^[0-9a-f]{64}$"));
    }

    [Test]
    public void Digest_AnyChange_Differs()
    {
        SkillGrants grants = Everything();
        SkillGrants[] changed =
        [
            grants with { RecallMemory = false },
            grants with { Secrets = ["key", "other"] },
            grants with { EnvironmentVariables = ["A"] },
            grants with { Http = [grants.Http[0]] },
            grants with { Http = [grants.Http[0], grants.Http[1] with { Port = 8081 }] },
            grants with { Http = [grants.Http[0], grants.Http[1] with { AllowHttp = false }] },
            grants with { Http = [grants.Http[0], grants.Http[1] with { AllowLoopback = false }] },
            grants with { Http = [grants.Http[0], grants.Http[1] with { AllowPrivateNetwork = false }] },
            grants with
            {
                Directories = [grants.Directories[0], grants.Directories[1] with { Access = SkillFileAccess.Write }],
            },
            grants with { Directories = [grants.Directories[0], grants.Directories[1] with { GuestPath = "/else" }] },
        ];

        Assert.That(changed.Select(change => change.ComputeDigest()).Append(grants.ComputeDigest()), Is.Unique);
    }

    [Test]
    public void FromJson_CanonicalForm_RoundTrips()
    {
        SkillGrants grants = Everything();

        Assert.That(SkillGrants.FromJson(grants.ToCanonicalJson()), Is.EqualTo(grants));
        Assert.That(SkillGrants.FromJson("{}"), Is.EqualTo(SkillGrants.None));
        Assert.That(
            JsonSerializer.Deserialize<SkillGrants>(JsonSerializer.Serialize(grants)),
            Is.EqualTo(grants),
            "any serializer keeps them");
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("""{"htpp":[]}""")]
    [TestCase("""{"http":null}""")]
    [TestCase("""{"http":[{"methods":["GET"]}]}""")]
    [TestCase("""{"http":[{"host":"*.*"}]}""")]
    [TestCase("""{"http":[{"host":"a","port":0}]}""")]
    [TestCase("""{"secrets":["a"],"secrets":["b"]}""")]
    [TestCase("""{"directories":[{"guestPath":"/a","hostPath":"relative"}]}""")]
    public void FromJson_Unusable_IsRefused(string json) =>
        Assert.That(() => SkillGrants.FromJson(json), Throws.InstanceOf<JsonException>());

    [TestCase("")]
    [TestCase("*.")]
    [TestCase("a.*.com")]
    [TestCase("*a.com")]
    [TestCase("https://a.com")]
    [TestCase("a.com:80")]
    [TestCase("a.com/path")]
    [TestCase("user@a.com")]
    [TestCase("a b")]
    [TestCase("*.1.2.3.4")]
    [TestCase("xn--\u00fc.com")]
    public void HttpHost_NotAHost_IsRefused(string host) =>
        Assert.That(() => new SkillHttpGrant { Host = host }, Throws.InstanceOf<ArgumentException>());

    [TestCase("data")]
    [TestCase("/data/")]
    [TestCase("/a//b")]
    [TestCase("/a/../b")]
    [TestCase("/.")]
    [TestCase("/a\\b")]
    [TestCase("")]
    public void GuestPath_NotPlain_IsRefused(string path) =>
        Assert.That(
            () => new SkillDirectoryGrant { GuestPath = path, HostPath = HostPath },
            Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Directories_SameGuestPathTwice_IsRefused()
    {
        var grant = new SkillDirectoryGrant { GuestPath = "/data", HostPath = HostPath };

        Assert.That(() => new SkillGrants { Directories = [grant, grant] }, Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Lists_ChangedAfterwards_ChangeNothing()
    {
        string[] names = ["A"];
        var grants = new SkillGrants { EnvironmentVariables = names };

        names[0] = "PATH";

        Assert.That(grants.EnvironmentVariables, Is.EqualTo(new[] { "A" }));
    }

    private static SkillGrants Everything() => new()
    {
        Http =
        [
            new SkillHttpGrant { Host = "*.Example.com", Methods = ["POST", "GET"] },
            new SkillHttpGrant
            {
                Host = "127.0.0.1",
                Port = 8080,
                Methods = ["GET"],
                AllowHttp = true,
                AllowLoopback = true,
                AllowPrivateNetwork = true,
            },
        ],
        Directories =
        [
            new SkillDirectoryGrant { GuestPath = "/data", HostPath = HostPath, Access = SkillFileAccess.Read },
            new SkillDirectoryGrant { GuestPath = "/out", HostPath = HostPath, Access = SkillFileAccess.ReadWrite },
        ],
        EnvironmentVariables = ["B", "A"],
        Secrets = ["key"],
        RecallMemory = true,
    };
}
