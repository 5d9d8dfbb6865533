using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace Consumer;

/// <summary>Looks at what the package holds beside its assemblies.</summary>
public sealed partial class PackageContentTests
{
    private static readonly string Package = typeof(PackageContentTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PackagePath").Value!;

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();

    [Test]
    public void Readme_EveryLink_IsAbsolute()
    {
        string readme = File.ReadAllText(Path.Combine(Package, "README.md"));
        string[] targets = [.. Link().Matches(readme).Select(match => match.Groups["target"].Value)];

        Assert.That(targets, Has.Length.GreaterThan(5));
        Assert.That(targets, Has.All.StartsWith("https://"));
    }

    [Test]
    public void Wit_OfTheSkillWorld_IsInThePackage() =>
        Assert.That(
            File.ReadAllText(Path.Combine(Package, "wit", "boternity-skill.wit")),
            Does.Contain("package boternity:skill;"));

    [TestCase("Boternity.Skills", "T:Boternity.Skills.ISkillExecutor")]
    [TestCase("Boternity.Skills.Wasm", "T:Boternity.Skills.Wasm.Guests.GuestSystem")]
    public void Documentation_OfEachAssembly_IsBesideIt(string assembly, string type)
    {
        string documentation = Path.Combine(Package, "lib", "net10.0", $"{assembly}.xml");

        Assert.That(File.Exists(Path.ChangeExtension(documentation, ".dll")), Is.True);
        Assert.That(File.ReadAllText(documentation), Does.Contain($"name=\"{type}\""));
    }

    [Test]
    public void Icon_IsASquarePngOf128Pixels()
    {
        byte[] icon = File.ReadAllBytes(Path.Combine(Package, "icon.png"));

        Assert.That(icon.AsSpan(1, 3).SequenceEqual("PNG"u8), Is.True);
        Assert.That(icon[16..24], Is.EqualTo(new byte[] { 0, 0, 0, 128, 0, 0, 0, 128 }));
    }

    [Test]
    public void Specification_NamesRepositoryLicenceIconAndReadme()
    {
        XDocument specification = XDocument.Load(Path.Combine(Package, "boternity.skills.nuspec"));
        XElement metadata = specification.Root!.Elements().Single();

        Assert.That(Value("license"), Is.EqualTo("MIT"));
        Assert.That(Value("icon"), Is.EqualTo("icon.png"));
        Assert.That(Value("readme"), Is.EqualTo("README.md"));
        Assert.That((string?)Element("repository").Attribute("url"), Does.StartWith("https://github.com/"));
        Assert.That(File.Exists(Path.Combine(Package, "LICENSE")), Is.True);

        XElement Element(string name) => metadata.Elements().Single(element => element.Name.LocalName == name);
        string Value(string name) => Element(name).Value;
    }
}
