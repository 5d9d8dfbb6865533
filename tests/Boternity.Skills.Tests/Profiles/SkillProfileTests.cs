using Boternity.Skills.Grants;
using Boternity.Skills.Profiles;

namespace Boternity.Skills.Tests.Profiles;

public sealed class SkillProfileTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Test]
    public void Parse_EverythingThereIs_IsRead()
    {
        SkillProfile profile = SkillProfile.Parse(
            $$"""
            {
              // A bot for customers.
              "name": "support-bot",
              "botName": "Support",
              "limits": { "maxFuel": 1000000, "timeout": "00:00:05" },
              "skills": [
                { "skillId": "notes" },
                {
                  "skillId": "report",
                  "version": "^1.2",
                  "contentDigest": "{{Digest}}",
                  "grants": { "environmentVariables": ["TZ"] },
                  "limits": { "maxMemoryBytes": 65536, "allowSimd": false },
                  "environment": { "LANGUAGE": "de" },
                },
              ],
            }
            """,
            "bot.json");

        Assert.That(profile, Is.EqualTo(new SkillProfile
        {
            Name = "support-bot",
            BotName = "Support",
            Limits = new SkillProfileLimits { MaxFuel = 1_000_000, Timeout = TimeSpan.FromSeconds(5) },
            Skills =
            [
                new SkillProfileEntry { SkillId = "notes" },
                new SkillProfileEntry
                {
                    SkillId = "report",
                    Version = "^1.2",
                    ContentDigest = Digest,
                    Grants = new SkillGrants { EnvironmentVariables = ["TZ"] },
                    Limits = new SkillProfileLimits { MaxMemoryBytes = 65_536, AllowSimd = false },
                    Environment = new Dictionary<string, string> { ["LANGUAGE"] = "de" },
                },
            ],
        }));
    }

    [TestCase("""{"skills": []}""", "name")]
    [TestCase("""{"name": "a b"}""", "its name must have 1 to 64")]
    [TestCase("""{"name": ".a"}""", "its name must have 1 to 64")]
    [TestCase("""{"name": "a", "skills": null}""", "skills")]
    [TestCase("""{"name": "a", "skills": [null]}""", "skills[0]")]
    [TestCase("""{"name": "a", "skill": []}""", "skill")]
    [TestCase("""{"name": "a", "name": "b"}""", "name")]
    [TestCase("""{"name": "a", "allowWiderLimits": true}""", "allowWiderLimits")]
    [TestCase("""{"name": "a", "limits": {"maxFuel": 0}}""", "limits: MaxFuel must be greater than zero; it is 0")]
    [TestCase("""{"name": "a", "limits": {"timeout": "-00:00:01"}}""", "limits: Timeout")]
    [TestCase("""{"name": "a", "skills": [{}]}""", "skillId")]
    [TestCase("""{"name": "a", "skills": [{"skillId": "../b"}]}""", "skills[0] ('../b'): the skillId is not a plain")]
    [TestCase(
        """{"name": "a", "skills": [{"skillId": "b"}, {"skillId": "B"}]}""", "skills[1] ('B'): it is there twice")]
    [TestCase(
        """{"name": "a", "skills": [{"skillId": "b", "version": "new"}]}""", "version: 'new' is not a range")]
    [TestCase("""{"name": "a", "skills": [{"skillId": "b", "contentDigest": "ABC"}]}""", "contentDigest: 'ABC'")]
    [TestCase(
        """{"name": "a", "skills": [{"skillId": "b", "grants": {"recallMemory": true}}]}""",
        "skills[0] ('b'): grants need a contentDigest")]
    [TestCase(
        """{"name": "a", "skills": [{"skillId": "b", "grants": {"directories": [{"guestPath": "x"}]}}]}""", "hostPath")]
    [TestCase("""{"name": "a", "skills": [{"skillId": "b", "limits": {"maxFuel": -1}}]}""", "limits: MaxFuel")]
    [TestCase("""{"name": "a", "skills": [{"skillId": "b", "environment": {"A=B": "c"}}]}""", "'A=B' is not a name")]
    [TestCase("""{"name": "a", "skills": [{"skillId": "b", "environment": {"A": null}}]}""", "'A'")]
    [TestCase("null", "it is null")]
    [TestCase("{", "line 1")]
    public void Parse_WhatAProfileMustNotSay_IsRefusedWithItsPlace(string json, string problem) =>
        Assert.That(
            () => SkillProfile.Parse(json, "bot.json"),
            Throws.InstanceOf<SkillProfileException>()
                .With.Property("Code").EqualTo(SkillErrorCodes.ProfileInvalid)
                .And.Property("Path").EqualTo("bot.json")
                .And.Message.Contains(problem)
                .And.Message.Contains("bot.json"));

    [Test]
    public void Parse_GrantsOfNothing_NeedNoPin() =>
        Assert.That(
            SkillProfile.Parse("""{"name": "a", "skills": [{"skillId": "b", "grants": {}}]}""", "x").Skills[0].Grants,
            Is.EqualTo(SkillGrants.None));

    [Test]
    public void Parse_TooManySkills_IsRefusedWithTheLimit()
    {
        string skills = string.Join(',', Enumerable.Range(0, 1_001).Select(i => $$"""{"skillId": "s{{i}}"}"""));

        Assert.That(
            () => SkillProfile.Parse($$"""{"name": "a", "skills": [{{skills}}]}""", "x"),
            Throws.InstanceOf<SkillProfileException>().With.Message.Contains("1001 skills, and 1000 are allowed"));
    }

    [Test]
    public void ReadFile_WhatIsNoFileOfAProfile_IsATypedError()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("bot.json");
        Assert.That(
            () => SkillProfile.ReadFile(path),
            Throws.InstanceOf<SkillProfileException>()
                .With.Property("Code").EqualTo(SkillErrorCodes.ProfileUnavailable)
                .And.Property("Path").EqualTo(path));

        File.WriteAllBytes(path, [.. "{\"name\": \"a"u8, 0xFF, .. "\"}"u8]);
        Assert.That(
            () => SkillProfile.ReadFile(path),
            Throws.InstanceOf<SkillProfileException>().With.Message.Contains("not UTF-8"));

        File.WriteAllText(path, $"{{\"name\": \"a\"}}{new string(' ', 1024 * 1024)}");
        Assert.That(
            () => SkillProfile.ReadFile(path),
            Throws.InstanceOf<SkillProfileException>().With.Message.Contains("larger than 1048576 bytes"));

        File.WriteAllText(path, "\uFEFF{\"name\": \"a\"}");
        Assert.That(SkillProfile.ReadFile(path), Is.EqualTo(new SkillProfile { Name = "a" }));
    }
}
