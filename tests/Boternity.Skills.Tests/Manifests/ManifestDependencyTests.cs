using Boternity.Skills.Manifests;

namespace Boternity.Skills.Tests.Manifests;

public sealed class ManifestDependencyTests
{
    [TestCase("dependencies: a ^1, b")]
    [TestCase("dependencies: a ^1 b")]
    [TestCase("dependencies: [a ^1, b]")]
    [TestCase("dependencies: {a: ^1, b: ''}")]
    public void Read_DependenciesInAnyForm_AreTheSame(string line)
    {
        SkillDocument document = Read(line);

        Assert.That(document.Manifest.Dependencies, Is.EqualTo(new[] { "a ^1", "b" }));
        Assert.That(document.Diagnostics, Is.Empty);
    }

    [Test]
    public void Read_DependencyThatIsNone_IsAWarningAndKept()
    {
        SkillDocument document = Read("parents: ../other");

        Assert.That(document.Manifest.Parents, Is.EqualTo(new[] { "../other" }));
        Assert.That(document.Diagnostics.Single().Code, Is.EqualTo(SkillDiagnosticCodes.DependencyForm));
    }

    [Test]
    public void Read_DependenciesOutsideMetadata_AreSoftwareOfOthersAndLeftAlone()
    {
        SkillDocument document = SkillManifestReader.Read(
            "---\nname: a\ndescription: d\ndependencies: python>=3.8, pandas>=1.5.0\n---\n");

        Assert.That(document.Manifest.Dependencies, Is.Empty);
        Assert.That(document.Manifest.OtherFields.Keys, Does.Contain("dependencies"));
    }

    private static SkillDocument Read(string line) =>
        SkillManifestReader.Read($"---\nname: x\ndescription: d\nmetadata:\n  {line}\n---\n");
}
