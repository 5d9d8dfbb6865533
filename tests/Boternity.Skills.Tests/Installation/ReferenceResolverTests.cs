using Boternity.Skills.Manifests;
using Boternity.Skills.Registries;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Installation;

/// <summary>A reference that means no skill says what to do.</summary>
public sealed class ReferenceResolverTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _provider;

    public ReferenceResolverTests()
    {
        Write("pdf-tools", "name: pdf-tools\ndescription: Tools.");
        Write("broken", "name: broken\ndescription: [");
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = _directory.PathOf("store"))
            .AddDirectoryRegistry("local", _directory.PathOf("skills"));
        _provider = services.BuildServiceProvider();
    }

    public void Dispose()
    {
        _provider.Dispose();
        _directory.Dispose();
    }

    [TestCase("broken")]
    [TestCase("local/broken")]
    public async Task ResolveAsync_SkillWithAMistakeInItsManifest_CarriesItsDiagnostics(string reference)
    {
        SkillManifestException error =
            (await Assert.ThrowsAsync<SkillManifestException>(() => ResolveAsync(reference)))!;

        Assert.That(error.Place, Does.Contain("broken/SKILL.md"));
        Assert.That(error.Candidate?.Path, Is.EqualTo("broken"));
        SkillDiagnostic diagnostic = error.Diagnostics.First(found => found.Severity == SkillDiagnosticSeverity.Error);
        Assert.That(diagnostic.Line, Is.GreaterThan(1));
        Assert.That(diagnostic.Column, Is.GreaterThan(0));
    }

    [Test]
    public async Task ResolveAsync_NameWithASlip_SuggestsTheName()
    {
        SkillNotFoundException error =
            (await Assert.ThrowsAsync<SkillNotFoundException>(() => ResolveAsync("pfd-tools")))!;

        Assert.That(error.Nearest.Select(skill => skill.Name), Is.EqualTo(new[] { "pdf-tools" }));
        Assert.That(error.Message, Does.Contain("pdf-tools"));
    }

    [TestCase("pdf-tools#main", "A directory has no revisions: leave out '#main'.")]
    [TestCase("owner/repo", "no registry of repositories is registered")]
    public async Task ResolveAsync_ReferenceThatTheRegistriesCannotHave_SaysWhatToDo(string reference, string advice)
    {
        SkillNotFoundException error =
            (await Assert.ThrowsAsync<SkillNotFoundException>(() => ResolveAsync(reference)))!;

        Assert.That(error.Message, Does.Contain(advice).And.Not.Contain(".."));
    }

    private Task<DiscoveredSkill> ResolveAsync(string reference) =>
        _provider.GetRequiredService<ISkillInstaller>().ResolveAsync(SkillReference.Parse(reference));

    private void Write(string name, string frontmatter)
    {
        string folder = Directory.CreateDirectory(_directory.PathOf("skills", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "SKILL.md"), $"---\n{frontmatter}\n---\nBody.\n");
    }
}
