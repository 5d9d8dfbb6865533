using Boternity.Skills.Locking;

namespace Boternity.Skills.Tests.Locking;

public sealed class SkillLockTests
{
    private static readonly string Digest = new('a', 64);

    [Test]
    public void ToJson_TwoSkills_IsTheDocumentedText() => Snapshot.Verify(Sample().ToJson());

    [Test]
    public void ToJson_OtherOrder_IsTheSameText()
    {
        SkillLock sample = Sample();

        Assert.That((sample with { Skills = [.. sample.Skills.Reverse()] }).ToJson(), Is.EqualTo(sample.ToJson()));
    }

    [Test]
    public void Parse_WhatWasWritten_IsTheSame() =>
        Assert.That(SkillLock.Parse(Sample().ToJson(), "x").Skills, Is.EqualTo(Sample().Skills));

    [TestCase("", SkillErrorCodes.LockInvalid)]
    [TestCase("null", SkillErrorCodes.LockInvalid)]
    [TestCase("[]", SkillErrorCodes.LockInvalid)]
    [TestCase("{\"formatVersion\": 1}", SkillErrorCodes.LockInvalid)]
    [TestCase("{\"formatVersion\": 0, \"skills\": []}", SkillErrorCodes.LockInvalid)]
    [TestCase("{\"formatVersion\": 2, \"packages\": {}}", SkillErrorCodes.LockNewer)]
    [TestCase("{\"formatVersion\": 1, \"skills\": [], \"more\": 1}", SkillErrorCodes.LockInvalid)]
    [TestCase("{\"formatVersion\": 1, \"formatVersion\": 1, \"skills\": []}", SkillErrorCodes.LockInvalid)]
    [TestCase("{\"formatVersion\": 1, \"skills\": [null]}", SkillErrorCodes.LockInvalid)]
    [TestCase("{\"formatVersio\\ud800\": 1}", SkillErrorCodes.LockInvalid)]
    [TestCase("<<<<<<< ours\n{\"formatVersion\": 1, \"skills\": []}", SkillErrorCodes.LockInvalid)]
    public void Parse_DamagedOrNewer_IsRefused(string json, string code)
    {
        SkillLockException error = Assert.Throws<SkillLockException>(() => SkillLock.Parse(json, "skills.lock.json"))!;

        Assert.That(error.Code, Is.EqualTo(code));
        Assert.That(error.Message, Does.Contain("skills.lock.json"));
    }

    [Test]
    public void ToJson_WithPackages_ReadsBackSorted()
    {
        SkillLock sample = Sample() with
        {
            Packages = [Package("python", "b"), Package("a", "z"), Package("python", "a")],
        };

        string text = sample.ToJson();

        Assert.That(
            SkillLock.Parse(text, "x").Packages.Select(package => $"{package.Runtime} {package.Name}"),
            Is.EqualTo(new[] { "a z", "python a", "python b" }));
        Assert.That(SkillLock.Parse(text, "x").ToJson(), Is.EqualTo(text));
        Assert.That(Sample().ToJson(), Does.Not.Contain("packages"));
    }

    [TestCase("\"name\": \"a\"", "\"name\": \"b\"", "package 'b' is in it twice")]
    [TestCase("\"sha256\": \"aaaa", "\"sha256\": \"aaa", "digest of the package 'a'")]
    public void Parse_PackageThatCannotBe_SaysWhich(string written, string forged, string problem)
    {
        string text = (Sample() with { Packages = [Package("python", "a"), Package("python", "b")] }).ToJson();
        Assert.That(text, Does.Contain(written));

        Assert.That(
            () => SkillLock.Parse(text.Replace(written, forged, StringComparison.Ordinal), "x"),
            Throws.InstanceOf<SkillLockException>().With.Message.Contains(problem));
    }

    [TestCase("\"alpha\"", "\"../alpha\"", "not a plain directory name")]
    [TestCase("\"alpha\"", "\"BETA\"", "twice")]
    [TestCase("aaaa\"", "aaaA\"", "a digest of")]
    public void Parse_EntryThatCannotBe_SaysWhich(string written, string forged, string problem)
    {
        string text = Sample().ToJson();
        Assert.That(text, Does.Contain(written));

        Assert.That(
            () => SkillLock.Parse(text.Replace(written, forged, StringComparison.Ordinal), "x"),
            Throws.InstanceOf<SkillLockException>().With.Message.Contains(problem));
    }

    private static SkillLockPackage Package(string runtime, string name) =>
        new() { Runtime = runtime, Name = name, Version = "1", Sha256 = Digest };

    private static SkillLock Sample() => new()
    {
        Skills =
        [
            new SkillLockEntry
            {
                SkillId = "alpha",
                Source = new SkillSource
                {
                    Registry = "github",
                    Repository = "o/r",
                    Path = "skills/alpha",
                    RequestedRef = "v1",
                    Commit = "0a1b",
                },
                ContentDigest = Digest,
                GrantsDigest = new string('b', 64),
            },
            new SkillLockEntry { SkillId = "beta", Source = TestSkills.Source("beta"), ContentDigest = Digest },
        ],
    };
}
