using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Tests.Storage;

/// <summary>What the store knows of what its skills say of one another.</summary>
public sealed class StoreRelationTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task RemoveAsync_SkillThatAnotherNeeds_IsRefusedAndNamesIt()
    {
        await InstallAsync("report", needs: ["charts ^1"]);
        await InstallAsync("charts");

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _bench.Store.RemoveAsync("charts"));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyRequired));
        Assert.That(error.Message, Does.Contain("'charts' is needed by 'report'"));
        Assert.That(await IdsAsync(), Is.EqualTo("charts report"));
    }

    [Test]
    public async Task RemoveAsync_Forced_RemovesWhatAnotherNeeds()
    {
        await InstallAsync("report", needs: ["charts"]);
        await InstallAsync("charts");

        IReadOnlyList<string> removed = await _bench.Store.RemoveAsync(
            "charts", new SkillRemoveOptions { Dependents = SkillDependentsPolicy.Force });

        Assert.That(removed, Is.EqualTo(new[] { "charts" }));
        Assert.That(await IdsAsync(), Is.EqualTo("report"));
    }

    [Test]
    public async Task RemoveAsync_AnotherSkillWillDo_IsNotRefused()
    {
        await InstallAsync("report", needs: ["charts"]);
        await InstallAsync("charts");
        await InstallAsync("my-charts", name: "charts");

        Assert.That(await _bench.Store.RemoveAsync("charts"), Is.True);
        await Assert.ThrowsAsync<SkillDependencyException>(() => _bench.Store.RemoveAsync("my-charts"));
    }

    [Test]
    public async Task RemoveAsync_WithOrphans_RemovesWhatOnlyItNeeded()
    {
        await InstallAsync("report", needs: ["charts", "shared"]);
        await InstallAsync("other", needs: ["shared"]);
        await InstallAsync("charts", isDependency: true, needs: ["colours"]);
        await InstallAsync("colours", isDependency: true);
        await InstallAsync("shared", isDependency: true);
        await InstallAsync("stray", isDependency: true);

        IReadOnlyList<string> removed = await _bench.Store.RemoveAsync(
            "report", new SkillRemoveOptions { Orphans = SkillOrphanPolicy.Remove });

        Assert.That(removed, Is.EqualTo(new[] { "report", "charts", "colours" }));
        Assert.That(await IdsAsync(), Is.EqualTo("other shared stray"));
        Assert.That((await _bench.Store.FindOrphansAsync()).Single().SkillId, Is.EqualTo("stray"));
        Assert.That(await _bench.Store.PruneAsync(), Is.EqualTo(new[] { "stray" }));
        Assert.That(await IdsAsync(), Is.EqualTo("other shared"));
    }

    [Test]
    public async Task RemoveAsync_WithoutOrphans_LeavesThemForAPrune()
    {
        await InstallAsync("report", needs: ["charts"]);
        await InstallAsync("charts", isDependency: true);

        await _bench.Store.RemoveAsync("report");

        Assert.That(await IdsAsync(), Is.EqualTo("charts"));
        Assert.That(await _bench.Store.PruneAsync(), Is.EqualTo(new[] { "charts" }));
    }

    [Test]
    public async Task FindByNameAsync_IdOrName_FindsBothAndForgetsWhatIsGone()
    {
        await InstallAsync("charts");
        await InstallAsync("my-charts", name: "Charts");

        Assert.That(await NamesAsync("CHARTS"), Is.EqualTo("charts my-charts"));

        await InstallAsync("my-charts", name: "renamed");
        Assert.That(await NamesAsync("charts"), Is.EqualTo("charts"));
        Assert.That(await NamesAsync("renamed"), Is.EqualTo("my-charts"));

        await _bench.Store.RollbackAsync("my-charts");
        Assert.That(await NamesAsync("charts"), Is.EqualTo("charts my-charts"));
        Assert.That(await NamesAsync("../charts"), Is.Empty);
    }

    [Test]
    public async Task FindReferringAsync_StoreOfAnEarlierVersion_FindsWhatItHolds()
    {
        await InstallAsync("report", needs: ["charts"]);
        Directory.Delete(Path.Combine(_bench.Root, "relations"), recursive: true);

        Assert.That((await _bench.Store.FindReferringAsync(["charts"])).Single().SkillId, Is.EqualTo("report"));
        await InstallAsync("charts");
        Assert.That((await _bench.Store.FindReferringAsync(["charts"])).Single().SkillId, Is.EqualTo("report"));
        Assert.That(Directory.Exists(Path.Combine(_bench.Root, "relations")), Is.True);
    }

    [Test]
    public async Task ReadInstructionsAsync_Parents_ComeFirstInTheirOrderAndOnce()
    {
        await InstallAsync("root");
        await InstallAsync("left", parents: ["root"]);
        await InstallAsync("right", parents: ["root"]);
        InstalledSkill child = await InstallAsync("child", parents: ["left", "right ^1"]);

        IReadOnlyList<SkillInstructions> texts = await _bench.Store.ReadInstructionsAsync(child);

        Assert.That(
            texts.Select(text => text.Skill.SkillId), Is.EqualTo(new[] { "root", "left", "right", "child" }));
        Assert.That(texts[0].Body, Is.EqualTo("Text of root.\n"));
    }

    [Test]
    public async Task ReadInstructionsAsync_ParentsInACircle_ShowsIt()
    {
        await InstallAsync("a", parents: ["b"]);
        await InstallAsync("b", parents: ["c"]);
        InstalledSkill c = await InstallAsync("c", parents: ["b"]);

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _bench.Store.ReadInstructionsAsync(c));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyCycle));
        Assert.That(error.Message, Does.Contain("c → b → c"));
    }

    [Test]
    public async Task ReadInstructionsAsync_MissingParent_IsAnErrorAndNotASilentGap()
    {
        InstalledSkill child = await InstallAsync("child", parents: ["gone ^2"]);

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _bench.Store.ReadInstructionsAsync(child));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyMissing));
        Assert.That(error.Path, Is.EqualTo(new[] { "child", "gone" }));
    }

    [Test]
    public async Task ReadInstructionsAsync_TooManyLevels_NamesTheLimit()
    {
        InstalledSkill last = await InstallAsync("s0");
        for (int i = 1; i < 12; i++)
        {
            last = await InstallAsync($"s{i}", parents: [$"s{i - 1}"]);
        }

        SkillDependencyException? error = await Assert.ThrowsAsync<SkillDependencyException>(
            () => _bench.Store.ReadInstructionsAsync(last));

        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.DependencyLimit));
    }

    private async Task<string> IdsAsync() =>
        string.Join(' ', (await _bench.Store.ListAsync()).Skills.Select(skill => skill.SkillId));

    private async Task<string> NamesAsync(string name) =>
        string.Join(' ', (await _bench.Store.FindByNameAsync(name)).Select(skill => skill.SkillId));

    private Task<InstalledSkill> InstallAsync(
        string id, string? name = null, bool isDependency = false, string[]? needs = null, string[]? parents = null)
    {
        SkillManifest manifest = TestSkills.Manifest(name ?? id, SkillType.Prompt) with
        {
            Version = "1.0.0",
            Dependencies = needs ?? [],
            Parents = parents ?? [],
        };
        return _bench.Store.InstallAsync(new SkillStoreRequest
        {
            Package = TestSkills.Package(manifest, $"Text of {id}.\n") with { Source = TestSkills.Source(id) },
            SkillId = id,
            IsDependency = isDependency,
        });
    }
}
