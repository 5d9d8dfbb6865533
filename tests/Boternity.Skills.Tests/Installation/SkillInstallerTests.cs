using System.Runtime.CompilerServices;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Registries;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Installation;

public sealed class SkillInstallerTests
{
    /// <summary>
    /// A registry whose answers the test chooses; what the real ones answer is their own tests' matter.
    /// </summary>
    private sealed class FixedRegistry(string name, params SkillMatch[] matches) : ISkillRegistry
    {
        public List<SkillQuery> Queries { get; } = [];

        public SkillRegistryException? Error { get; init; }

        public string Name => name;

        public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            foreach (SkillMatch match in matches)
            {
                yield return match.Skill;
            }
        }

        public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
            string query, int limit = 20, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<SkillMatch>> FindAsync(
            SkillQuery query, CancellationToken cancellationToken = default)
        {
            Queries.Add(query);
            return Error is null
                ? Task.FromResult<IReadOnlyList<SkillMatch>>(matches)
                : Task.FromException<IReadOnlyList<SkillMatch>>(Error);
        }

        public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
            Task.FromResult(TestSkills.Package(ManifestOf(source), "Body.") with { Source = source });

        private SkillManifest ManifestOf(SkillSource source) =>
            matches.First(match => match.Skill.Source == source).Skill.Manifest;
    }

    private sealed class StepList : IProgress<SkillInstallProgress>
    {
        public List<SkillInstallStep> Steps { get; } = [];

        public List<string> Messages { get; } = [];

        public void Report(SkillInstallProgress value)
        {
            Steps.Add(value.Step);
            Messages.Add(value.Message);
        }
    }

    private sealed class AskedApprover : ISkillApprover
    {
        public SkillApprovalRequest? Request { get; private set; }

        public List<string[]> Batches { get; } = [];

        public string? Refused { get; init; }

        public bool IsShort { get; init; }

        public ValueTask<IReadOnlyList<SkillApproval>> DecideAllAsync(
            IReadOnlyList<SkillApprovalRequest> requests, CancellationToken cancellationToken = default)
        {
            Batches.Add([.. requests.Select(request => request.Package.Manifest.Name)]);
            return new(
            [
                .. requests.Skip(IsShort ? 1 : 0).Select(request => request.Package.Manifest.Name == Refused
                    ? SkillApproval.Refuse("the test said so")
                    : SkillApproval.Approve(SkillGrants.None)),
            ]);
        }

        public ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default)
        {
            Request = request;
            return new(SkillApproval.Approve(SkillGrants.None));
        }
    }

    private TemporaryDirectory _directory = null!;
    private ServiceProvider? _provider;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown()
    {
        _provider?.Dispose();
        _directory.Dispose();
    }

    private ISkillInstaller Installer(params ISkillRegistry[] registries) => Installer(null, registries);

    private ISkillInstaller Installer(ISkillApprover? approver, params ISkillRegistry[] registries)
    {
        _provider?.Dispose();
        var services = new ServiceCollection();
        IBoternitySkillsBuilder builder = services.AddBoternitySkills(
            options => options.StorePath = _directory.PathOf("store"));
        foreach (ISkillRegistry registry in registries)
        {
            builder.AddRegistry(_ => registry);
        }

        if (approver is not null)
        {
            builder.UseApprover(approver);
        }

        _provider = services.BuildServiceProvider();
        return _provider.GetRequiredService<ISkillInstaller>();
    }

    private static SkillMatch Match(string name, SkillNameMatch match, string registry = "local") =>
        new SkillMatch { Skill = TestSkills.Discovered(name, registry), Match = match };

    [Test]
    public async Task InstallAsync_Reference_GoesThroughEveryStepInOrder()
    {
        var registry = new FixedRegistry("local", Match("pdf", SkillNameMatch.Exact));
        var steps = new StepList();
        var options = new SkillInstallOptions
        {
            TrustTier = SkillTrustTier.Verified,
            SkillId = "my-pdf",
            Conflict = SkillConflictPolicy.Replace,
        };

        InstalledSkill installed = await Installer(registry).InstallAsync(
            SkillReference.Parse("pdf#v1"), options, steps);

        Assert.That(steps.Steps, Is.EqualTo(Enum.GetValues<SkillInstallStep>()));
        Assert.That(installed.SkillId, Is.EqualTo("my-pdf"));
        Assert.That(registry.Queries, Is.EqualTo(new[] { new SkillQuery { Name = "pdf", Ref = "v1" } }));
        Assert.That(installed.WasmKind, Is.EqualTo(WasmBinaryKind.Stub));
        Assert.That(installed.TrustTier, Is.EqualTo(SkillTrustTier.Verified));
    }

    [Test]
    public async Task ResolveAsync_ExactName_BeatsPrefixAndSubstringOfAnyRegistry()
    {
        ISkillInstaller installer = Installer(
            new FixedRegistry(
                "a", Match("pdf-tools", SkillNameMatch.Prefix, "a"), Match("my-pdf", SkillNameMatch.Substring, "a")),
            new FixedRegistry("b", Match("pdf", SkillNameMatch.Exact, "b")));

        DiscoveredSkill skill = await installer.ResolveAsync(
            SkillReference.Parse("pdf"), new SkillInstallOptions { Match = SkillNameMatch.Substring });

        Assert.That(skill.Source.Registry, Is.EqualTo("b"));
    }

    [Test]
    public async Task ResolveAsync_OnlyWeakerMatches_IsNotFoundAndNamesThem()
    {
        ISkillInstaller installer = Installer(
            new FixedRegistry(
                "a", Match("canvas-pdf", SkillNameMatch.Substring), Match("pdf-tools", SkillNameMatch.Prefix)));

        SkillNotFoundException error =
            (await Assert.ThrowsAsync<SkillNotFoundException>(
                () => installer.ResolveAsync(SkillReference.Parse("pdf"))))!;

        Assert.That(error.Nearest.Select(skill => skill.Name), Is.EqualTo(new[] { "pdf-tools", "canvas-pdf" }));
        Assert.That(error.Message, Does.Contain("pdf-tools"));
    }

    [Test]
    public async Task ResolveAsync_WeakerMatchesAllowed_TakesTheOnlyPrefix()
    {
        ISkillInstaller installer = Installer(
            new FixedRegistry(
                "a", Match("canvas-pdf", SkillNameMatch.Substring), Match("pdf-tools", SkillNameMatch.Prefix)));

        DiscoveredSkill skill = await installer.ResolveAsync(
            SkillReference.Parse("pdf"), new SkillInstallOptions { Match = SkillNameMatch.Prefix });

        Assert.That(skill.Name, Is.EqualTo("pdf-tools"));
    }

    [Test]
    public async Task ResolveAsync_TwoExactMatchesWhereTheHostRefuses_IsAmbiguousAndListsThem()
    {
        ISkillInstaller installer = Installer(
            new FixedRegistry("b", Match("pdf", SkillNameMatch.Exact, "b")),
            new FixedRegistry("a", Match("pdf", SkillNameMatch.Exact, "a")));

        SkillAmbiguousException error =
            (await Assert.ThrowsAsync<SkillAmbiguousException>(
                () => installer.ResolveAsync(
                    SkillReference.Parse("pdf"),
                    new SkillInstallOptions { Ambiguity = SkillAmbiguityPolicy.Refuse })))!;

        Assert.That(error.Candidates.Select(skill => skill.Source.ToString()), Is.EqualTo(new[] { "a:pdf", "b:pdf" }));
        Assert.That(error.Message, Does.Contain("a:pdf").And.Contain("b:pdf"));
    }

    [Test]
    public async Task InstallAsync_TwoRegistriesHaveTheName_TakesTheFirstAndSaysWhatElseThereWas()
    {
        var asked = new AskedApprover();
        ISkillInstaller installer = Installer(
            asked,
            new FixedRegistry("b", Match("pdf", SkillNameMatch.Exact, "b")),
            new FixedRegistry("a", Match("pdf", SkillNameMatch.Exact, "a")));
        var steps = new StepList();

        InstalledSkill installed = await installer.InstallAsync(SkillReference.Parse("pdf"), null, steps);

        Assert.That(installed.Source.ToString(), Is.EqualTo("b:pdf"));
        Assert.That(steps.Messages, Has.Some.Contains("also in a:pdf"));
        Assert.That(asked.Request!.Alternatives.Select(source => source.ToString()), Is.EqualTo(new[] { "a:pdf" }));
        Assert.That(asked.Request.Describe(), Has.Some.EqualTo("a skill of this name is also in a:pdf"));
        // What was printed can be pasted back.
        DiscoveredSkill other = await installer.ResolveAsync(SkillReference.Parse("a:pdf"));
        Assert.That(other.Source.Registry, Is.EqualTo("a"));
        Assert.That(other.Alternatives, Is.Empty);
    }

    [Test]
    public async Task InstallAsync_SeveralReferences_AsksOnceAboutAllAndReportsFailures()
    {
        var asked = new AskedApprover { Refused = "docx" };
        ISkillInstaller installer = Installer(
            asked,
            new FixedRegistry("a", Match("pdf", SkillNameMatch.Exact, "a")),
            new FixedRegistry("b", Match("docx", SkillNameMatch.Exact, "b")),
            new FixedRegistry("c", Match("xlsx", SkillNameMatch.Exact, "c")),
            new FixedRegistry("down") { Error = new SkillRegistryException("BSK2000", "down", "It is down.") });
        SkillReference[] references =
        [
            .. new[] { "a:pdf", "b:docx", "down:pptx", "a/pdf", "c:xlsx" }.Select(SkillReference.Parse),
        ];

        SkillBatchResult result = await installer.InstallAsync(references);

        Assert.That(result.Installed.Select(skill => skill.Name), Is.EqualTo(new[] { "pdf", "xlsx" }));
        Assert.That(
            result.Failed.Select(failure => (failure.Skill, failure.Error.Code)),
            Is.EqualTo(new[]
            {
                ("down:pptx", SkillErrorCodes.RegistryUnavailable),
                ("b:docx", SkillErrorCodes.TrustNotApproved),
            }));
        Assert.That(asked.Batches.Single(), Is.EqualTo(new[] { "pdf", "docx", "xlsx" }));
    }

    [Test]
    public async Task InstallAsync_ApproverThatAnswersForFewer_StoresNothing()
    {
        var asked = new AskedApprover { IsShort = true };
        ISkillInstaller installer = Installer(
            asked,
            new FixedRegistry("a", Match("pdf", SkillNameMatch.Exact, "a")),
            new FixedRegistry("b", Match("docx", SkillNameMatch.Exact, "b")));
        SkillReference[] references = [SkillReference.Parse("a:pdf"), SkillReference.Parse("b:docx")];

        await Assert.ThrowsAsync<SkillTrustException>(() => installer.InstallAsync(references));

        Assert.That((await _provider!.GetRequiredService<ISkillStore>().ListAsync()).Skills, Is.Empty);
        await Assert.ThrowsAsync<ArgumentException>(
            () => installer.InstallAsync(references, new SkillInstallOptions { SkillId = "one" }));
    }

    [Test]
    public async Task ResolveAsync_TwoOfOneRegistry_IsAmbiguousUnlessOneIsAtThePath()
    {
        SkillMatch inner = new()
        {
            Skill = TestSkills.Discovered("pdf", "a", "old/pdf"),
            Match = SkillNameMatch.Exact,
        };
        ISkillInstaller installer = Installer(new FixedRegistry("a", inner, inner with
        {
            Skill = TestSkills.Discovered("pdf", "a", "new/pdf"),
        }));
        await Assert.ThrowsAsync<SkillAmbiguousException>(() => installer.ResolveAsync(SkillReference.Parse("pdf")));

        installer = Installer(new FixedRegistry("a", inner, Match("pdf", SkillNameMatch.Exact, "a")));
        Assert.That((await installer.ResolveAsync(SkillReference.Parse("a:pdf"))).Source.Path, Is.EqualTo("pdf"));
    }

    [Test]
    public async Task ResolveAsync_OneRegistryIsDown_GoesOnOnlyToThoseThatComeBefore()
    {
        var up = new FixedRegistry("up", Match("pdf", SkillNameMatch.Exact, "up"));
        var down = new FixedRegistry("down") { Error = new SkillRegistryException("BSK2000", "down", "It is down.") };

        Assert.That(
            (await Installer(up, down).ResolveAsync(SkillReference.Parse("pdf"))).Source.Registry, Is.EqualTo("up"));
        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => Installer(down, up).ResolveAsync(SkillReference.Parse("pdf"))))!;
        Assert.That(error.Registry, Is.EqualTo("down"));
    }

    [Test]
    public async Task ResolveAsync_RegistryNamed_AsksOnlyThatOne()
    {
        var a = new FixedRegistry("a", Match("pdf", SkillNameMatch.Exact, "a"));
        var b = new FixedRegistry("b", Match("pdf", SkillNameMatch.Exact, "b"));

        DiscoveredSkill skill = await Installer(a, b).ResolveAsync(SkillReference.Parse("B/pdf"));

        Assert.That(skill.Source.Registry, Is.EqualTo("b"));
        Assert.That(a.Queries, Is.Empty);
    }

    [Test]
    public void Constructor_TwoRegistriesOfOneName_IsAnArgumentError() =>
        Assert.Throws<ArgumentException>(() => Installer(new FixedRegistry("a"), new FixedRegistry("A")));

    [Test]
    public async Task InstallAsync_SkillOfAnUnknownRegistry_IsARegistryError()
    {
        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(
            () => Installer(new FixedRegistry("a")).InstallAsync(TestSkills.Discovered("pdf", "elsewhere").Source)))!;

        Assert.That(error.Registry, Is.EqualTo("elsewhere"));
    }
}
