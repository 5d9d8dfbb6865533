using Boternity.Skills.Dependencies;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Dependencies;

/// <summary>Random skills in random versions that need and exclude one another at random.</summary>
public sealed class DependencyResolverProperties
{
    private const int Names = 6;
    private static readonly string[] Ranges = ["", " ^1", " ^2", " >=1", " <2", " ~1.1", " 1.x || 3", " *"];
    private static readonly string[] Versions = ["1.0.0", "1.1.0", "2.0.0", "3.0.0"];

    [Test]
    public void ResolveAsync_RandomSkills_GivesWhatHoldsAndTheSameEachTime()
    {
        int solved = 0;
        int circles = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Universes().ToArbitrary(), drawn =>
        {
            (string text, SkillDependencyException? error, DependencyPlan? plan) = Resolve(drawn);
            Assert.That(Resolve(drawn).Text, Is.EqualTo(text), "The same skills give the same answer.");
            if (plan is null)
            {
                circles += error!.Code == SkillErrorCodes.DependencyCycle ? 1 : 0;
                AssertFails(drawn, error);
                return;
            }

            solved++;
            AssertHolds(plan);
        }));

        TestContext.Out.WriteLine($"{solved} of 1000 were solved; {circles} were circles.");
        Assert.That(solved, Is.GreaterThan(50), "The property is about solutions too.");
        Assert.That(circles, Is.GreaterThan(20), "The property is about circles too.");
    }

    private static void AssertHolds(DependencyPlan plan)
    {
        Assert.That(plan.Nodes.Select(node => node.SkillId), Is.Unique);
        List<DependencyNode> before = [];
        foreach (DependencyNode node in plan.Nodes)
        {
            foreach (SkillDependency wanted in node.Required)
            {
                // All that it needs stands before it, so that there is no circle.
                Assert.That(before.Exists(other => other.Satisfies(wanted)), Is.True, $"{node} needs {wanted}");
            }

            foreach (SkillDependency unwanted in node.Conflicts)
            {
                Assert.That(
                    plan.Nodes.Any(other => other != node && other.Satisfies(unwanted)),
                    Is.False,
                    $"{node} excludes {unwanted}");
            }

            before.Add(node);
        }
    }

    // Every choice of versions is tried: none of them holds.
    private static void AssertFails(Drawn drawn, SkillDependencyException error)
    {
        SkillUniverse skills = Build(drawn, out DependencyNode root);
        List<DependencyNode?[]> choices = [[root]];
        foreach (IGrouping<string, DependencyNode> versions in skills.Nodes
            .Where(node => node.SkillId != root.SkillId)
            .GroupBy(node => node.SkillId))
        {
            choices =
            [
                .. choices.SelectMany(choice => versions.Select(one => (DependencyNode?[])[.. choice, one])
                    .Append([.. choice, null])),
            ];
        }

        foreach (DependencyNode?[] choice in choices)
        {
            DependencyNode[] together = [.. choice.OfType<DependencyNode>()];
            bool holds = together.All(node =>
                node.Required.All(wanted => together.Any(other => other.Satisfies(wanted)))
                && !node.Conflicts.Any(unwanted => together.Any(other => other != node && other.Satisfies(unwanted))))
                && IsWithoutCircle(together);
            Assert.That(
                holds, Is.False, $"{string.Join(", ", together.Select(one => $"{one}"))} holds: {error.Message}");
        }
    }

    private static bool IsWithoutCircle(DependencyNode[] together)
    {
        List<DependencyNode> rest = [.. together];
        while (rest.Find(node => !node.Required.Any(wanted => rest.Exists(other => other.IsNamedBy(wanted))))
            is { } free)
        {
            rest.Remove(free);
        }

        return rest.Count == 0;
    }

    private static (string Text, SkillDependencyException? Error, DependencyPlan? Plan) Resolve(Drawn drawn)
    {
        SkillUniverse skills = Build(drawn, out DependencyNode root);
        try
        {
            DependencyPlan plan = skills.ResolveAsync(root).GetAwaiter().GetResult();
            return (string.Join(", ", plan.Nodes.Select(node => $"{node}")), null, plan);
        }
        catch (SkillDependencyException error)
        {
            return (error.Message, error, null);
        }
    }

    private static SkillUniverse Build(Drawn drawn, out DependencyNode root)
    {
        var skills = new SkillUniverse();
        foreach (Skill skill in drawn.Skills)
        {
            skills.Add(
                $"s{skill.Name}",
                Versions[skill.Version],
                [.. skill.Needs.Select(need => $"s{need.Name}{Ranges[need.Range]}")],
                [.. skill.Conflicts.Select(need => $"s{need.Name}{Ranges[need.Range]}")]);
        }

        root = skills.Nodes[0];
        return skills;
    }

    private static Gen<Drawn> Universes()
    {
        Gen<Need> need = from name in Gen.Choose(0, Names - 1)
                         from range in Gen.Choose(0, Ranges.Length - 1)
                         select new Need(name, range);
        Gen<Need[]> needs = from count in Gen.Choose(0, 2) from all in Gen.ArrayOf(need, count) select all;
        Gen<Need[]> conflicts = from some in Gen.Choose(0, 5)
                                from one in need
                                select some == 0 ? (Need[])[one] : [];
        Gen<Skill> skill = from name in Gen.Choose(1, Names - 1)
                           from version in Gen.Choose(0, Versions.Length - 1)
                           from needed in needs
                           from excluded in conflicts
                           select new Skill(name, version, needed, excluded);
        return from first in Gen.ArrayOf(need, 2)
               from others in Gen.ArrayOf(skill, 8)
               select new Drawn(
               [
                   new Skill(0, 0, first, []),
                   .. others.DistinctBy(one => (one.Name, one.Version)),
               ]);
    }

    private sealed record Need(int Name, int Range);

    private sealed record Skill(int Name, int Version, Need[] Needs, Need[] Conflicts);

    private sealed record Drawn(Skill[] Skills)
    {
        public override string ToString() => string.Join("; ", Skills.Select(skill =>
            $"s{skill.Name} {Versions[skill.Version]} needs "
                + string.Join(", ", skill.Needs.Select(need => $"s{need.Name}{Ranges[need.Range]}"))
                + " excludes " + string.Join(", ", skill.Conflicts.Select(one => $"s{one.Name}{Ranges[one.Range]}"))));
    }
}
