using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Architecture;

/// <summary>The list of attacks is worth as much as the tests that it names.</summary>
[TestFixture]
public sealed partial class SecurityDocumentTests
{
    private const string Document = "docs/security.md";

    [Test]
    public void Tests_ThatTheDocumentNames_AreThere()
    {
        Dictionary<string, string[]> fixtures = typeof(SecurityDocumentTests).Assembly.GetTypes()
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.SelectMany(type => type.GetMethods()).Select(method => method.Name).ToArray(),
                StringComparer.Ordinal);
        string[] named =
        [
            .. TestName().Matches(File.ReadAllText(Repository.PathOf(Document))).Select(match => match.Value.Trim('`')),
        ];
        Assert.That(named, Is.Not.Empty);
        Assert.That(
            named.Where(name => !Exists(name, fixtures)), Is.Empty, $"{Document} names tests that are not there.");
    }

    private static bool Exists(string name, Dictionary<string, string[]> fixtures)
    {
        string[] parts = name.Split('.', 2);
        return fixtures.TryGetValue(parts[0], out string[]? methods)
            && (parts.Length == 1
                || methods.Any(
                    method =>
                        Regex.IsMatch(
                            method, $"^{Regex.Escape(parts[1]).Replace("\\*", ".*", StringComparison.Ordinal)}$")));
    }

    [GeneratedRegex(@"`\w+Tests(?:\.[\w*]+)?`")]
    private static partial Regex TestName();
}
