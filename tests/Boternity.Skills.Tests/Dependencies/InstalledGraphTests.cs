using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Tests.Dependencies;

public sealed class InstalledGraphTests
{
    [Test]
    public void FindOrphans_OfInstalledSkills_AreThoseThatNobodyNeedsWhomSomebodyAskedFor()
    {
        var graph = new InstalledGraph(
        [
            Skill("asked", false, "kept"),
            Skill("kept", true),
            Skill("lost", true, "deeper"),
            Skill("deeper", true, "kept"),
            Skill("round", true, "about"),
            Skill("about", true, "round"),
        ]);

        string[] orphans = [.. graph.FindOrphans().Select(skill => skill.SkillId)];

        Assert.That(orphans, Is.EquivalentTo(new[] { "lost", "deeper", "round", "about" }));
        Assert.That(Array.IndexOf(orphans, "lost"), Is.LessThan(Array.IndexOf(orphans, "deeper")));
    }

    [Test]
    public void NeededBy_OfASkill_AreItsDependenciesAndParents()
    {
        InstalledSkill child = Skill("child", false, "base ^1");
        var graph = new InstalledGraph([child, Skill("base", true), Skill("other", true)]);

        Assert.That(graph.NeededBy(child).Single().SkillId, Is.EqualTo("base"));
        Assert.That(graph.ReachableFrom(child), Is.EqualTo(new[] { "base" }));
    }

    private static InstalledSkill Skill(string name, bool isDependency, params string[] needs) => new()
    {
        SkillId = name,
        RootPath = $"/store/{name}",
        Manifest = TestSkills.Manifest(name, SkillType.Prompt) with { Dependencies = needs },
        Source = TestSkills.Source(name),
        TrustTier = SkillTrustTier.Untrusted,
        InstalledAt = DateTimeOffset.UnixEpoch,
        Files = [],
        IsDependency = isDependency,
    };
}
