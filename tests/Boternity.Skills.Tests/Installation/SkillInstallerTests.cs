using System.Runtime.CompilerServices;
using Boternity.Skills.Compilation;
using Boternity.Skills.Installation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Installation;

public sealed class SkillInstallerTests
{
    /// <summary>A registry whose answers the test chooses; what the real ones answer is their own tests' matter.</summary>
    private sealed class FixedRegistry(string name, params SkillMatch[] matches) : ISkillRegistry
    {
        public List<SkillQuery> Queries { get; } = [];

        public string Name => name;

        public async IAsyncEnumerable<DiscoveredSkill> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            foreach (SkillMatch match in matches)
            {
                yield return match.Skill;
            }
        }

        public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(string query, int limit = 20, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<SkillMatch>> FindAsync(SkillQuery query, CancellationToken cancellationToken = default)
        {
            Queries.Add(query);
            return Task.FromResult<IReadOnlyList<SkillMatch>>(matches);
        }

        public Task<SkillPackage> FetchAsync(DiscoveredSkill skill, CancellationToken cancellationToken = default) =>
            Task.FromResult(TestSkills.Package(skill.Manifest, "Body.") with { Source = skill.Source });
    }

    /// <summary>Answers what it was asked to store; the real store has its own tests.</summary>
    private sealed class RecordingStore : ISkillStore
    {
        public List<SkillStoreRequest> Requests { get; } = [];

        public Task<InstalledSkill> InstallAsync(SkillStoreRequest request, CancellationToken cancellationToken = default)
        {
            Requests.Add(request);
            return Task.FromResult(new InstalledSkill
            {
                Directory = request.Directory ?? request.Package.Manifest.Name,
                RootPath = "/skills",
                Manifest = request.Package.Manifest,
                Source = request.Package.Source,
                TrustTier = request.TrustTier,
                InstalledAt = DateTimeOffset.UnixEpoch,
                Files = [],
                WasmKind = request.Wasm?.Kind,
            });
        }

        public Task<InstalledSkill?> FindAsync(string directory, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<InstalledSkill> GetAsync(string directory, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<SkillInventory> ListAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<string> ReadBodyAsync(InstalledSkill skill, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> RemoveAsync(string directory, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<SkillIntegrityReport> VerifyAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask CheckAsync(
            InstalledSkill skill, SkillIntegrityCheck check = SkillIntegrityCheck.Quick, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<WasmBinary> OpenForExecutionAsync(InstalledSkill skill, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<InstalledSkill?> FindPreviousAsync(string directory, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<InstalledSkill> RollbackAsync(string directory, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }

    private sealed class StepList : IProgress<SkillInstallProgress>
    {
        public List<SkillInstallStep> Steps { get; } = [];

        public void Report(SkillInstallProgress value) => Steps.Add(value.Step);
    }

    private readonly RecordingStore _store = new();

    private SkillInstaller Installer(params ISkillRegistry[] registries) =>
        new(registries, new WasmCompiler(Options.Create(new WasmCompilerOptions())), _store, TimeProvider.System, NullLogger<SkillInstaller>.Instance);

    private static SkillMatch Match(string name, SkillNameMatch match, string registry = "local") =>
        new(TestSkills.Discovered(name, registry), match);

    [Test]
    public async Task InstallAsync_Reference_GoesThroughEveryStepInOrder()
    {
        var registry = new FixedRegistry("local", Match("pdf", SkillNameMatch.Exact));
        var steps = new StepList();
        var options = new SkillInstallOptions { TrustTier = SkillTrustTier.Verified, Directory = "my-pdf", Conflict = SkillConflictPolicy.Replace };

        InstalledSkill installed = await Installer(registry).InstallAsync(SkillReference.Parse("pdf#v1"), options, steps);

        Assert.That(steps.Steps, Is.EqualTo(Enum.GetValues<SkillInstallStep>()));
        Assert.That(installed.Directory, Is.EqualTo("my-pdf"));
        Assert.That(registry.Queries, Is.EqualTo(new[] { new SkillQuery { Name = "pdf", Ref = "v1" } }));
        SkillStoreRequest request = _store.Requests.Single();
        Assert.That(request.Wasm!.Kind, Is.EqualTo(WasmBinaryKind.Stub));
        Assert.That(request.TrustTier, Is.EqualTo(SkillTrustTier.Verified));
        Assert.That(request.Conflict, Is.EqualTo(SkillConflictPolicy.Replace));
    }

    [Test]
    public async Task ResolveAsync_ExactName_BeatsPrefixAndSubstringOfAnyRegistry()
    {
        SkillInstaller installer = Installer(
            new FixedRegistry("a", Match("pdf-tools", SkillNameMatch.Prefix, "a"), Match("my-pdf", SkillNameMatch.Substring, "a")),
            new FixedRegistry("b", Match("pdf", SkillNameMatch.Exact, "b")));

        DiscoveredSkill skill = await installer.ResolveAsync(
            SkillReference.Parse("pdf"), new SkillInstallOptions { Match = SkillNameMatch.Substring });

        Assert.That(skill.Source.Registry, Is.EqualTo("b"));
    }

    [Test]
    public async Task ResolveAsync_OnlyWeakerMatches_IsNotFoundAndNamesThem()
    {
        SkillInstaller installer = Installer(new FixedRegistry("a", Match("canvas-pdf", SkillNameMatch.Substring), Match("pdf-tools", SkillNameMatch.Prefix)));

        SkillNotFoundException error = (await Assert.ThrowsAsync<SkillNotFoundException>(() => installer.ResolveAsync(SkillReference.Parse("pdf"))))!;

        Assert.That(error.Nearest.Select(skill => skill.Name), Is.EqualTo(new[] { "pdf-tools", "canvas-pdf" }));
        Assert.That(error.Message, Does.Contain("pdf-tools"));
    }

    [Test]
    public async Task ResolveAsync_WeakerMatchesAllowed_TakesTheOnlyPrefix()
    {
        SkillInstaller installer = Installer(new FixedRegistry("a", Match("canvas-pdf", SkillNameMatch.Substring), Match("pdf-tools", SkillNameMatch.Prefix)));

        DiscoveredSkill skill = await installer.ResolveAsync(SkillReference.Parse("pdf"), new SkillInstallOptions { Match = SkillNameMatch.Prefix });

        Assert.That(skill.Name, Is.EqualTo("pdf-tools"));
    }

    [Test]
    public async Task ResolveAsync_TwoExactMatches_IsAmbiguousAndListsThem()
    {
        SkillInstaller installer = Installer(
            new FixedRegistry("b", Match("pdf", SkillNameMatch.Exact, "b")),
            new FixedRegistry("a", Match("pdf", SkillNameMatch.Exact, "a")));

        SkillAmbiguousException error = (await Assert.ThrowsAsync<SkillAmbiguousException>(() => installer.ResolveAsync(SkillReference.Parse("pdf"))))!;

        Assert.That(error.Candidates.Select(skill => skill.Source.ToString()), Is.EqualTo(new[] { "a:pdf", "b:pdf" }));
        Assert.That(error.Message, Does.Contain("a:pdf").And.Contain("b:pdf"));
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
            () => Installer(new FixedRegistry("a")).InstallAsync(TestSkills.Discovered("pdf", "elsewhere"))))!;

        Assert.That(error.Registry, Is.EqualTo("elsewhere"));
    }
}
