using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Tests.Dependencies;

public sealed class DependencyResolverTests
{
    private readonly SkillUniverse _skills = new();

    [Test]
    public async Task ResolveAsync_Diamond_HasEachOnceAfterWhatItNeeds()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b", "c"]);
        _skills.Add("b", "1.0.0", ["d ^1"]);
        _skills.Add("c", "1.0.0", ["d >=1.1"]);
        _skills.Add("d", "1.0.0");
        _skills.Add("d", "1.2.0");
        _skills.Add("d", "2.0.0");

        DependencyPlan plan = await _skills.ResolveAsync(root);

        Assert.That(
            plan.Nodes.Select(node => $"{node}"), Is.EqualTo(new[] { "d 1.2.0", "b 1.0.0", "c 1.0.0", "a 1.0.0" }));
        Assert.That(plan.NeededBy(plan.Nodes[0]).Select(node => node.SkillId), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public async Task ResolveAsync_NewestLeadsNowhere_TakesAnOlderOne()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b", "c ^1"]);
        _skills.Add("b", "2.0.0", ["c ^2"]);
        _skills.Add("b", "1.0.0", ["c ^1"]);
        _skills.Add("c", "1.0.0");
        _skills.Add("c", "2.0.0");

        DependencyPlan plan = await _skills.ResolveAsync(root);

        Assert.That(plan.Nodes.Select(node => $"{node}"), Is.EqualTo(new[] { "c 1.0.0", "b 1.0.0", "a 1.0.0" }));
    }

    [Test]
    public async Task ResolveAsync_InstalledSkillThatWillDo_IsKept()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b ^1"]);
        _skills.Add("b", "1.0.0", isInstalled: true);
        _skills.Add("b", "1.5.0");

        DependencyPlan plan = await _skills.ResolveAsync(root);

        Assert.That(plan.New.Single(), Is.SameAs(root));
        Assert.That(plan.Nodes, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ResolveAsync_Circle_IsAnErrorThatShowsIt()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b"]);
        _skills.Add("b", "1.0.0", ["c"]);
        _skills.Add("c", "1.0.0", ["a"]);

        SkillDependencyException error = await FailsAsync(root);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.DependencyCycle));
        Assert.That(error.Path, Is.EqualTo(new[] { "a", "b", "c", "a" }));
        Assert.That(error.Message, Does.Contain("a → b → c → a"));
    }

    [Test]
    public async Task ResolveAsync_CircleBelowTheRoot_ShowsTheCircleAlone()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b"]);
        _skills.Add("b", "1.0.0", ["c"]);
        _skills.Add("c", "1.0.0", ["b"]);

        Assert.That((await FailsAsync(root)).Path, Is.EqualTo(new[] { "b", "c", "b" }));
    }

    [Test]
    public async Task ResolveAsync_SkillThatNeedsItself_IsACircle() =>
        Assert.That((await FailsAsync(_skills.Add("a", "1.0.0", ["a"]))).Path, Is.EqualTo(new[] { "a", "a" }));

    [Test]
    public async Task ResolveAsync_MissingSkill_ShowsTheWayToIt()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b"]);
        _skills.Add("b", "1.0.0", ["c ^2"]);
        _skills.Add("c", "1.0.0");

        SkillDependencyException error = await FailsAsync(root);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.DependencyMissing));
        Assert.That(error.Message, Does.Contain("'b' needs 'c ^2' (a → b → c)").And.Contain("c 1.0.0"));
    }

    [Test]
    public async Task ResolveAsync_RangesThatExcludeEachOther_ShowBothWays()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b", "c"]);
        _skills.Add("b", "1.0.0", ["d ^1"]);
        _skills.Add("c", "1.0.0", ["d ^2"]);
        _skills.Add("d", "1.0.0");
        _skills.Add("d", "2.0.0");

        SkillDependencyException error = await FailsAsync(root);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.DependencyConflict));
        Assert.That(error.Message, Does.Contain("'d ^2' (a → c → d)").And.Contain("'d ^1' (a → b)"));
    }

    [Test]
    public async Task ResolveAsync_VersionThatBreaksAnInstalledSkill_IsRefused()
    {
        _skills.Add("x", "1.0.0", ["b ^1"], isInstalled: true);
        _skills.Add("b", "1.0.0", isInstalled: true);
        DependencyNode root = _skills.Add("b", "2.0.0");

        SkillDependencyException error = await FailsAsync(root);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.DependencyConflict));
        Assert.That(error.Message, Does.Contain("'x', which is installed, needs 'b ^1'"));
    }

    [Test]
    public async Task ResolveAsync_ConflictAmongThem_ShowsBothWays()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b", "c"]);
        _skills.Add("b", "1.0.0", conflicts: ["c <2"]);
        _skills.Add("c", "1.0.0");

        SkillDependencyException error = await FailsAsync(root);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.SkillsConflict));
        Assert.That(error.Message, Does.Contain("a → b conflicts with 'c' (a → c)"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ResolveAsync_ConflictWithAnInstalledSkill_IsRefusedWhicheverSaysSo(bool installedSaysSo)
    {
        _skills.Add("old", "1.0.0", conflicts: installedSaysSo ? ["b"] : null, isInstalled: true);
        _skills.Add("b", "1.0.0", conflicts: installedSaysSo ? null : ["old"]);
        DependencyNode root = _skills.Add("a", "1.0.0", ["b"]);

        SkillDependencyException error = await FailsAsync(root);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.SkillsConflict));
        Assert.That(error.Message, Does.Contain("a → b conflicts with 'old', which is installed"));
    }

    [Test]
    public async Task ResolveAsync_ConflictWithAVersionThatIsReplaced_IsNone()
    {
        _skills.Add("b", "1.0.0", isInstalled: true);
        _skills.Add("b", "2.0.0");
        DependencyNode root = _skills.Add("a", "1.0.0", ["b ^2"], ["b <2"]);

        Assert.That((await _skills.ResolveAsync(root)).New.Select(node => $"{node}"), Does.Contain("b 2.0.0"));
    }

    [Test]
    public async Task ResolveAsync_TooDeep_NamesTheLimit()
    {
        for (int i = 0; i < 10; i++)
        {
            _skills.Add($"s{i}", "1.0.0", [$"s{i + 1}"]);
        }

        _skills.Add("s10", "1.0.0");

        SkillDependencyException error = await FailsAsync(_skills.Nodes[0]);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.DependencyLimit));
        Assert.That(error.Message, Does.Contain("MaxDependencyDepth"));
    }

    [Test]
    public async Task ResolveAsync_DeepByAnotherWayThanTheFirst_NamesTheLimit()
    {
        // e is found at once as a need of a, and again at the end of a longer way.
        DependencyNode root = _skills.Add("a", "1.0.0", ["e", "b"]);
        _skills.Add("b", "1.0.0", ["c"]);
        _skills.Add("c", "1.0.0", ["e"]);
        _skills.Add("e", "1.0.0", ["f"]);
        _skills.Add("f", "1.0.0");

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _skills.ResolveAsync(root, maxDepth: 3));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyLimit));
    }

    [Test]
    public async Task ResolveAsync_TooMany_NamesTheLimit()
    {
        string[] names = [.. Enumerable.Range(0, 10).Select(i => $"s{i}")];
        DependencyNode root = _skills.Add("a", "1.0.0", ["b"]);
        _skills.Add("b", "1.0.0", names);
        foreach (string name in names)
        {
            _skills.Add(name, "1.0.0");
        }

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _skills.ResolveAsync(root, maxSkills: 8));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyLimit));
        Assert.That(error.Message, Does.Contain("8 skills").And.Contain("MaxDependencies"));
    }

    [Test]
    public async Task ResolveAsync_HopelessSearch_EndsAfterItsAttempts()
    {
        // Each of twelve skills has six versions, all of which conflict with the last: every combination is a dead end.
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"s{i}")];
        DependencyNode root = _skills.Add("a", "1.0.0", [.. names, "z"]);
        foreach (string name in names)
        {
            for (int version = 1; version <= 6; version++)
            {
                _skills.Add(name, $"{version}.0.0", conflicts: ["z"]);
            }
        }

        _skills.Add("z", "1.0.0");

        Assert.That((await FailsAsync(root)).Code, Is.EqualTo(SkillErrorCodes.SkillsConflict));
        Assert.That(_skills.Questions, Is.LessThanOrEqualTo(DependencyLimits.MaxSteps + 1));
    }

    [Test]
    public async Task ResolveAsync_DependencyThatCannotBeRead_NamesTheSkill()
    {
        DependencyNode root = _skills.Add("a", "1.0.0", ["b"]);
        _skills.Add("b", "1.0.0", ["/etc/passwd"]);

        SkillDependencyException error = await FailsAsync(root);

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.DependencyInvalid));
        Assert.That(error.Message, Does.Contain("'b'").And.Contain("/etc/passwd"));
    }

    private async Task<SkillDependencyException> FailsAsync(DependencyNode root) =>
        (await Assert.ThrowsAsync<SkillDependencyException>(() => _skills.ResolveAsync(root)))!;
}
