using Boternity.Skills.Capabilities;
using Boternity.Skills.Grants;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Capabilities;

internal sealed class CapabilityPolicyTests
{
    [TestCase("api.example.com", "https://api.example.com/", true)]
    [TestCase("api.example.com", "https://API.Example.com:443/x?y#z", true)]
    [TestCase("api.example.com", "https://api.example.com./", true)]
    [TestCase("api.example.com", "https://api.example.com:444/", false)]
    [TestCase("api.example.com", "http://api.example.com/", false)]
    [TestCase("api.example.com", "https://example.com/", false)]
    [TestCase("api.example.com", "https://x.api.example.com/", false)]
    [TestCase("api.example.com", "https://api.example.com.evil.org/", false)]
    [TestCase("api.example.com", "https://evil-api.example.com/", false)]
    [TestCase("*.example.com", "https://a.example.com/", true)]
    [TestCase("*.example.com", "https://a.b.example.com/", true)]
    [TestCase("*.example.com", "https://example.com/", false)]
    [TestCase("*.example.com", "https://.example.com/", false)]
    [TestCase("*.example.com", "https://evilexample.com/", false)]
    [TestCase("*.example.com", "https://a.example.com.evil.org/", false)]
    [TestCase("*", "https://anything.org/", true)]
    [TestCase("*", "https://93.184.216.34/", false)]
    [TestCase("*", "https://[2606:4700::1]/", false)]
    [TestCase("93.184.216.34", "https://93.184.216.34/", true)]
    [TestCase("[2606:4700:0::1]", "https://[2606:4700::1]/", true)]
    [TestCase("2606:4700::1", "https://[2606:4700::1]/", true)]
    [TestCase("bücher.example", "https://xn--bcher-kva.example/", true)]
    [TestCase("xn--bcher-kva.example", "https://bücher.example/", true)]
    public void FindHttp_Host_MatchesWhatTheGrantMeans(string granted, string url, bool expected)
    {
        var policy = PolicyOf(new SkillGrants { Http = [new SkillHttpGrant { Host = granted, Methods = ["GET"] }] });

        bool matches =
            Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && policy.CheckHttp("GET", uri, out _) is null;

        Assert.That(matches, Is.EqualTo(expected));
    }

    [Test]
    public void FindHttp_NoMethods_MatchesNothing()
    {
        var policy = PolicyOf(new SkillGrants { Http = [new SkillHttpGrant { Host = "example.com" }] });

        Assert.That(
            policy.CheckHttp("GET", new Uri("https://example.com/"), out _),
            Is.EqualTo(SkillDenialReason.MethodNotGranted));
    }

    [Test]
    public void FindHttp_TwoGrants_JoinTheirAddresses()
    {
        var grant = new SkillHttpGrant { Host = "example.com", Methods = ["GET"], AllowLoopback = true };
        var policy = PolicyOf(new SkillGrants
        {
            Http =
            [
                grant,
                grant with { AllowLoopback = false, AllowPrivateNetwork = true },
                grant with { Methods = ["POST"] },
            ],
        });

        Assert.That(Addresses("GET"), Is.EqualTo(AddressScope.Loopback | AddressScope.PrivateNetwork));
        Assert.That(Addresses("POST"), Is.EqualTo(AddressScope.Loopback));

        AddressScope? Addresses(string method) =>
            policy.CheckHttp(method, new Uri("https://example.com/"), out AddressScope addresses) is null
                ? addresses
                : null;
    }

    [Test]
    public void FindHttp_TwoGrantsOfTheSame_OpenIt()
    {
        var grant = new SkillHttpGrant
        {
            Host = "example.com",
            Methods = ["GET"],
            AllowLoopback = true,
            AllowPrivateNetwork = true,
            AllowHttp = true,
        };
        var policy = PolicyOf(new SkillGrants { Http = [grant, grant with { Methods = ["GET", "HEAD"] }] });

        Assert.That(policy.CheckHttp("GET", new Uri("http://example.com/"), out AddressScope addresses), Is.Null);
        Assert.That(addresses, Is.EqualTo(AddressScope.Loopback | AddressScope.PrivateNetwork));
    }

    [TestCase("/a", "a")]
    [TestCase("/a/b", "a/b")]
    [TestCase("/", "")]
    public void FindDirectory_GrantOfTheRoot_CoversEverything(string path, string below)
    {
        var grant = new SkillDirectoryGrant
        {
            GuestPath = "/",
            HostPath = Path.GetTempPath(),
            Access = SkillFileAccess.Read,
        };

        SkillDenialReason? denial = PolicyOf(new SkillGrants { Directories = [grant] }).CheckFile(
            path.Split('/', StringSplitOptions.RemoveEmptyEntries), SkillFileAccess.Read, out var found);

        Assert.That((denial, string.Join('/', found.Below)), Is.EqualTo((null as SkillDenialReason?, below)));
    }

    [Test]
    public void Directories_Granted_AreThoseWithTheLongestPathsFirst()
    {
        var grant = new SkillDirectoryGrant
        {
            GuestPath = "/b",
            HostPath = Path.GetTempPath(),
            Access = SkillFileAccess.Read,
        };
        var policy = PolicyOf(new SkillGrants
        {
            Directories = [grant, grant with { GuestPath = "/long" }, grant with { GuestPath = "/a" }],
        });

        Assert.That(policy.Directories.Select(it => it.GuestPath), Is.EqualTo(new[] { "/long", "/a", "/b" }));
    }

    [Test]
    public void CheckFiles_NothingToDoSo_SaysWhetherAnythingIsGranted()
    {
        var grant = new SkillDirectoryGrant
        {
            GuestPath = "/a",
            HostPath = Path.GetTempPath(),
            Access = SkillFileAccess.Read,
        };
        CapabilityPolicy policy = PolicyOf(new SkillGrants { Directories = [grant] });

        Assert.That(policy.CheckFiles(SkillFileAccess.Read), Is.Null);
        Assert.That(policy.CheckFiles(SkillFileAccess.Write), Is.EqualTo(SkillDenialReason.AccessNotGranted));
        Assert.That(
            PolicyOf(SkillGrants.None).CheckFiles(SkillFileAccess.Read), Is.EqualTo(SkillDenialReason.NotGranted));
    }

    [Test]
    public void FindHttp_WildcardAndAnyName_MatchesOnlyNamesBelow()
    {
        Gen<string> label = Gen.Elements("a", "example", "com", "evil", "x-y", "example.com", "com.example");
        Gen<string> name = from labels in Gen.NonEmptyListOf(label) select string.Join('.', labels.Take(6));
        var policy = PolicyOf(
            new SkillGrants { Http = [new SkillHttpGrant { Host = "*.example.com", Methods = ["GET"] }] });

        Prop.ForAll(name.ToArbitrary(), host =>
            {
                string[] labels = host.Split('.');
                bool isBelow = labels.Length > 2 && labels[^2] == "example" && labels[^1] == "com";
                return policy.CheckHttp("GET", new Uri($"https://{host}/"), out _) is null == isBelow;
            })
            .QuickCheckThrowOnFailure();
    }

    [TestCase("/data/a.txt", "/data", "a.txt")]
    [TestCase("/data/sub/a.txt", "/data/sub", "a.txt")]
    [TestCase("/data/subway/a.txt", "/data", "subway/a.txt")]
    [TestCase("/data", "/data", "")]
    [TestCase("/database", null, null)]
    [TestCase("/", null, null)]
    public void FindDirectory_Path_LiesInTheDeepestGrant(string path, string? grant, string? below)
    {
        var policy = PolicyOf(new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant
                {
                    GuestPath = "/data",
                    HostPath = Path.GetTempPath(),
                    Access = SkillFileAccess.Read,
                },
                new SkillDirectoryGrant
                {
                    GuestPath = "/data/sub",
                    HostPath = Path.GetTempPath(),
                    Access = SkillFileAccess.Read,
                },
            ],
        });

        SkillDenialReason? denial =
            policy.CheckFile(
                path.Split('/', StringSplitOptions.RemoveEmptyEntries), SkillFileAccess.Read, out var found);

        Assert.That(
            denial, Is.EqualTo(grant is null ? SkillDenialReason.OutsideDirectories : null as SkillDenialReason?));
        Assert.That(found.Grant?.GuestPath, Is.EqualTo(grant));
        Assert.That(found.Below is { } it ? string.Join('/', it) : null, Is.EqualTo(below));
    }

    [Test]
    public void MayReadSecret_OnlyWhatIsDeclaredAndGranted()
    {
        var grants = new SkillGrants { Secrets = ["both", "granted"] };
        var policy = new CapabilityPolicy(grants, TestSkills.Manifest() with { Secrets = ["both", "declared"] });

        Assert.That(
            new[] { "both", "granted", "declared", "BOTH", "" }.Select(policy.CheckSecret),
            Is.EqualTo(new SkillDenialReason?[]
            {
                null, SkillDenialReason.NotDeclared, SkillDenialReason.NotGranted, SkillDenialReason.NotGranted,
                SkillDenialReason.NotGranted,
            }));
    }

    [TestCase("GET", "https://example.com:8443/", SkillDenialReason.PortNotGranted)]
    [TestCase("POST", "https://example.com/", SkillDenialReason.MethodNotGranted)]
    [TestCase("GET", "http://example.com/", SkillDenialReason.PlainHttpNotGranted)]
    [TestCase("GET", "https://other.example.com/", SkillDenialReason.NotGranted)]
    [TestCase("GET", "https://example.com/", null)]
    public void CheckHttp_Denied_SaysWhichPartOfTheNearestGrantIsAtFault(
        string method, string url, SkillDenialReason? reason)
    {
        var policy = PolicyOf(new SkillGrants
        {
            Http =
            [
                new SkillHttpGrant { Host = "example.com", Methods = ["GET"] },
                new SkillHttpGrant { Host = "elsewhere.org", Methods = ["GET"] },
            ],
        });

        Assert.That(policy.CheckHttp(method, new Uri(url), out _), Is.EqualTo(reason));
    }

    [Test]
    public void CheckFile_Denied_SaysWhy()
    {
        SkillGrants grants = new()
        {
            Directories =
            [
                new SkillDirectoryGrant
                {
                    GuestPath = "/data",
                    HostPath = Path.GetTempPath(),
                    Access = SkillFileAccess.Read,
                },
            ],
        };

        Assert.That(
            PolicyOf(grants).CheckFile(["data", "a"], SkillFileAccess.Write, out _),
            Is.EqualTo(SkillDenialReason.AccessNotGranted));
        Assert.That(
            PolicyOf(grants).CheckFile(["etc"], SkillFileAccess.Read, out _),
            Is.EqualTo(SkillDenialReason.OutsideDirectories));
        Assert.That(
            PolicyOf(SkillGrants.None).CheckFile(["etc"], SkillFileAccess.Read, out _),
            Is.EqualTo(SkillDenialReason.NotGranted));
    }

    private static CapabilityPolicy PolicyOf(SkillGrants grants) => new(grants, TestSkills.Manifest());
}
