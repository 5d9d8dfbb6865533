using System.Text.Json;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tests.Grants;

/// <summary>What a part of a grant may be, to the last value that is allowed, and what is said of the next.</summary>
internal sealed class GrantRulesTests
{
    private static readonly string HostPath = OperatingSystem.IsWindows() ? "C:/data" : "/srv/data";

    [TestCase(1)]
    [TestCase(65535)]
    public void Port_FirstAndLast_AreTaken(int port) =>
        Assert.That(new SkillHttpGrant { Host = "a.com", Port = port }.Port, Is.EqualTo(port));

    [TestCase(0)]
    [TestCase(65536)]
    public void Port_BeyondThem_IsRefused(int port) =>
        Assert.That(
            () => new SkillHttpGrant { Host = "a.com", Port = port },
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.StartsWith("A port is between 1 and 65535.")
                .And.Property("ParamName").EqualTo("Port"));

    [Test]
    public void MaxBytesWritten_Zero_IsTakenAndWritten()
    {
        SkillGrants grants = Directory(0);

        Assert.That(grants.ToCanonicalJson(), Does.Contain("\"maxBytesWritten\":0"));
        Assert.That(SkillGrants.FromJson(grants.ToCanonicalJson()).Directories[0].MaxBytesWritten, Is.Zero);
        Assert.That(Directory(null).ToCanonicalJson(), Does.Not.Contain("maxBytesWritten"));
    }

    [Test]
    public void MaxBytesWritten_Negative_IsRefused() =>
        Assert.That(
            () => Directory(-1),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.StartsWith("A number of bytes is not negative."));

    [TestCase("M-SEARCH")]
    [TestCase("A_B")]
    [TestCase("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF")]
    public void Methods_LettersHyphensAndUnderlines_AreTaken(string method) =>
        Assert.That(new SkillHttpGrant { Host = "a.com", Methods = [method] }.Methods, Is.EqualTo(new[] { method }));

    [TestCase("")]
    [TestCase(null)]
    [TestCase("G T")]
    [TestCase("GET1")]
    [TestCase("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG")]
    public void Methods_AnythingElse_IsRefused(string? method) =>
        Assert.That(
            () => new SkillHttpGrant { Host = "a.com", Methods = [method!] },
            Throws.ArgumentException.With.Message.StartsWith($"'{method}' is not an HTTP method."));

    [Test]
    public void Lists_Null_AreEmpty()
    {
        Assert.That(new SkillHttpGrant { Host = "a.com", Methods = null! }.Methods, Is.Empty);
        Assert.That(new SkillGrants { Secrets = null!, Directories = null! }, Is.EqualTo(SkillGrants.None));
    }

    [Test]
    public void Names_OfAsManyCharactersAsMayBe_AreTaken() =>
        Assert.That(new SkillGrants { Secrets = [new string('a', 256)] }.Secrets, Has.Count.EqualTo(1));

    [TestCase("a=b")]
    [TestCase("=")]
    [TestCase("a\u0007b", TestName = "Names_ControlCharacter_IsRefused")]
    [TestCase("")]
    [TestCase(null)]
    [TestCase(257)]
    public void Names_AnythingElse_IsRefused(object? name)
    {
        string? text = name is int length ? new string('a', length) : (string?)name;
        Assert.That(
            () => new SkillGrants { EnvironmentVariables = [text!] },
            Throws.ArgumentException.With.Message.Contains(
                $"'{text}' is not a name: 1 to 256 characters, without '=' and control characters."));
    }

    [TestCase("[2001:DB8::1]", "2001:db8::1")]
    [TestCase("2001:db8:0::1", "2001:db8::1")]
    [TestCase("A.Example.", "a.example")]
    [TestCase("*.A.Example", "*.a.example")]
    [TestCase("*", "*")]
    public void HttpHost_Spellings_AreOne(string host, string normal) =>
        Assert.That(new SkillHttpGrant { Host = host }.Host, Is.EqualTo(normal));

    [TestCase("[a.com")]
    [TestCase("a.com]")]
    [TestCase("[2001:db8::1")]
    [TestCase("a.com#x")]
    [TestCase("a.com?x")]
    public void HttpHost_WhatIsNone_IsSaid(string host) =>
        Assert.That(
            () => new SkillHttpGrant { Host = host },
            Throws.ArgumentException.With.Message.StartsWith(
                $"'{host}' is not a host name, '*.name', '*' or an IP address."));

    [Test]
    public void Paths_WhatIsNone_IsSaid()
    {
        Assert.That(
            () => new SkillDirectoryGrant { GuestPath = "a", HostPath = HostPath },
            Throws.ArgumentException.With.Message.StartsWith("'a' is not an absolute path with forward slashes"));
        Assert.That(
            () => new SkillDirectoryGrant { GuestPath = "/a", HostPath = "b" },
            Throws.ArgumentException.With.Message.StartsWith("'b' is not an absolute path."));
    }

    [Test]
    public void Parts_Null_AreNamed()
    {
        Assert.That(
            () => new SkillHttpGrant { Host = null! },
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("Host"));
        Assert.That(
            () => new SkillDirectoryGrant { GuestPath = null!, HostPath = HostPath },
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("GuestPath"));
        Assert.That(
            () => new SkillDirectoryGrant { GuestPath = "/", HostPath = null! },
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("HostPath"));
        Assert.That(
            () => SkillGrants.FromJson(null!),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("json"));
    }

    [Test]
    public void Directories_Twice_NamesThePath() =>
        Assert.That(
            () => new SkillGrants { Directories = [.. Directory(1).Directories, .. Directory(2).Directories] },
            Throws.ArgumentException.With.Message.StartsWith("'/data' is granted twice."));

    // The digest covers it, so that a log and a lock file show that it was given.
    [Test]
    public void PreciseClock_Given_IsInTheJsonAndInTheDigest()
    {
        var grants = new SkillGrants { PreciseClock = true };

        Assert.That(grants.ToCanonicalJson(), Is.EqualTo("{\"preciseClock\":true}"));
        Assert.That(SkillGrants.FromJson(grants.ToCanonicalJson()).PreciseClock, Is.True);
        Assert.That(grants.ComputeDigest(), Is.Not.EqualTo(SkillGrants.None.ComputeDigest()));
        Assert.That(grants, Is.Not.EqualTo(SkillGrants.None));
        Assert.That(grants.IsEmpty, Is.False);
    }

    [TestCase("null", "Grants are an object, not null.")]
    [TestCase("{\"secrets\":[\"\"]}", "The grants have a value that is not allowed:")]
    public void FromJson_Unusable_SaysWhy(string json, string why) =>
        Assert.That(() => SkillGrants.FromJson(json), Throws.InstanceOf<JsonException>().With.Message.StartsWith(why));

    [TestCase("GET", true, false)]
    [TestCase("HEAD", true, false)]
    [TestCase("OPTIONS", true, false)]
    [TestCase("POST", false, true)]
    [TestCase("DELETE", false, true)]
    public void Includes_HttpMethods_AreReadingOrNot(string method, bool reads, bool writes)
    {
        var grants = new SkillGrants { Http = [new SkillHttpGrant { Host = "a.com", Methods = [method] }] };

        Assert.That(grants.Includes(SkillCapability.HttpGet), Is.EqualTo(reads));
        Assert.That(grants.Includes(SkillCapability.HttpPost), Is.EqualTo(writes));
    }

    [Test]
    public void Includes_TwoMethodsOfOneGrant_AreBoth()
    {
        var grants = new SkillGrants { Http = [new SkillHttpGrant { Host = "a.com", Methods = ["GET", "POST"] }] };

        Assert.That(grants.Includes(SkillCapability.HttpGet), Is.True);
        Assert.That(grants.Includes(SkillCapability.HttpPost), Is.True);
    }

    [TestCase(SkillCapability.ReadFile, "read_file")]
    [TestCase(SkillCapability.WriteFile, "write_file")]
    [TestCase(SkillCapability.HttpGet, "http_get")]
    [TestCase(SkillCapability.HttpPost, "http_post")]
    [TestCase(SkillCapability.ExecCommand, "exec_command")]
    [TestCase(SkillCapability.ReadEnv, "read_env")]
    [TestCase(SkillCapability.RecallMemory, "recall_memory")]
    [TestCase(SkillCapability.GetSecret, "get_secret")]
    public void Names_OfCapabilities_AreTheFormats(SkillCapability capability, string name)
    {
        Assert.That(capability.ToName(), Is.EqualTo(name));
        Assert.That(SkillCapabilityNames.TryParse(name, out SkillCapability parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(capability));
    }

    [Test]
    public void Names_OfWhatIsNoCapability_AreNone()
    {
        Assert.That(
            () => ((SkillCapability)8).ToName(),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Not a defined capability."));
        Assert.That(SkillCapabilityNames.TryParse(null, out _), Is.False);
        Assert.That(SkillCapabilityNames.TryParse("READ_FILE", out _), Is.False);
    }

    private static SkillGrants Directory(long? bytes) => new()
    {
        Directories =
            [new SkillDirectoryGrant { GuestPath = "/data", HostPath = HostPath, MaxBytesWritten = bytes }],
    };
}
