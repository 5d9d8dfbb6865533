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

        bool matches = Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && policy.FindHttp("GET", uri) is not null;

        Assert.That(matches, Is.EqualTo(expected));
    }

    [Test]
    public void FindHttp_NoMethods_MatchesNothing()
    {
        var policy = PolicyOf(new SkillGrants { Http = [new SkillHttpGrant { Host = "example.com" }] });

        Assert.That(policy.FindHttp("GET", new Uri("https://example.com/")), Is.Null);
    }

    [Test]
    public void FindHttp_TwoGrants_JoinTheirAddresses()
    {
        var grant = new SkillHttpGrant { Host = "example.com", Methods = ["GET"], AllowLoopback = true };
        var policy = PolicyOf(new SkillGrants
        {
            Http = [grant, grant with { AllowLoopback = false, AllowPrivateNetwork = true }, grant with { Methods = ["POST"] }],
        });

        Assert.That(policy.FindHttp("GET", new Uri("https://example.com/")), Is.EqualTo(AddressScope.Loopback | AddressScope.PrivateNetwork));
        Assert.That(policy.FindHttp("POST", new Uri("https://example.com/")), Is.EqualTo(AddressScope.Loopback));
    }

    [Test]
    public void FindHttp_WildcardAndAnyName_MatchesOnlyNamesBelow()
    {
        Gen<string> label = Gen.Elements("a", "example", "com", "evil", "x-y", "example.com", "com.example");
        Gen<string> name = from labels in Gen.NonEmptyListOf(label) select string.Join('.', labels.Take(6));
        var policy = PolicyOf(new SkillGrants { Http = [new SkillHttpGrant { Host = "*.example.com", Methods = ["GET"] }] });

        Prop.ForAll(name.ToArbitrary(), host =>
            {
                string[] labels = host.Split('.');
                bool isBelow = labels.Length > 2 && labels[^2] == "example" && labels[^1] == "com";
                return policy.FindHttp("GET", new Uri($"https://{host}/")) is not null == isBelow;
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
                new SkillDirectoryGrant { GuestPath = "/data", HostPath = Path.GetTempPath() },
                new SkillDirectoryGrant { GuestPath = "/data/sub", HostPath = Path.GetTempPath() },
            ],
        });

        var found = policy.FindDirectory(path.Split('/', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(found?.Grant.GuestPath, Is.EqualTo(grant));
        Assert.That(found is { } it ? string.Join('/', it.Below) : null, Is.EqualTo(below));
    }

    [Test]
    public void MayReadSecret_OnlyWhatIsDeclaredAndGranted()
    {
        var grants = new SkillGrants { Secrets = ["both", "granted"] };
        var policy = new CapabilityPolicy(grants, TestSkills.Manifest() with { Secrets = ["both", "declared"] });

        Assert.That(
            new[] { "both", "granted", "declared", "BOTH", "" }.Select(policy.MayReadSecret),
            Is.EqualTo(new[] { true, false, false, false, false }));
    }

    private static CapabilityPolicy PolicyOf(SkillGrants grants) => new(grants, TestSkills.Manifest());
}
