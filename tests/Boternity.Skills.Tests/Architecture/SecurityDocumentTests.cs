using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Architecture;

/// <summary>The promises and the attacks of the document are worth as much as the tests that it names.</summary>
[TestFixture]
public sealed partial class SecurityDocumentTests
{
    private const string Document = "docs/security.md";

    [Test]
    public void Tests_ThatTheDocumentNames_AreThere()
    {
        Dictionary<string, HashSet<string>> fixtures = FindFixtures();
        string[] named = [.. File.ReadLines(Repository.PathOf(Document)).SelectMany(NamesIn)];
        Assert.That(named, Has.Length.GreaterThan(100));
        Assert.That(
            named.Where(name => !Exists(name, fixtures)), Is.Empty, $"{Document} names tests that are not there.");
    }

    [Test]
    public void Names_OfALine_TakeTheirFixtureFromTheOneBefore() =>
        Assert.That(
            NamesIn("| `ATests.Do_X_Y`, `…_Z`, `BTests`, `…Do_*`, `BTests.Do_V` |"),
            Is.EqualTo(new[] { "ATests.Do_X_Y", "ATests.*_Z", "BTests", "BTests.*Do_*", "BTests.Do_V" }));

    /// <summary>
    /// The tests of all projects, by fixture: from the sources, because not all of them are loaded here.
    /// </summary>
    private static Dictionary<string, HashSet<string>> FindFixtures()
    {
        Dictionary<string, HashSet<string>> fixtures = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(
            Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories))
        {
            string source = File.ReadAllText(path);
            string[] methods = [.. Method().Matches(source).Select(match => match.Groups[1].Value)];
            foreach (Match fixture in Fixture().Matches(source))
            {
                string name = fixture.Groups[1].Value;
                fixtures.TryAdd(name, []);
                fixtures[name].UnionWith(methods);
            }
        }

        return fixtures;
    }

    /// <summary>
    /// The names in a line. An ellipsis stands for the fixture of the name before, and for any beginning.
    /// </summary>
    private static IEnumerable<string> NamesIn(string line)
    {
        string fixture = "";
        foreach (Match match in TestName().Matches(line))
        {
            string name = match.Groups[1].Value;
            if (name[0] == '…')
            {
                yield return $"{fixture}.*{name[1..]}";
                continue;
            }

            fixture = name.Split('.')[0];
            yield return name;
        }
    }

    private static bool Exists(string name, Dictionary<string, HashSet<string>> fixtures)
    {
        string[] parts = name.Split('.', 2);
        return fixtures.TryGetValue(parts[0], out HashSet<string>? methods)
            && (parts.Length == 1
                || methods.Any(
                    method =>
                        Regex.IsMatch(
                            method, $"^{Regex.Escape(parts[1]).Replace("\\*", ".*", StringComparison.Ordinal)}$")));
    }

    [GeneratedRegex(@"`(\w+Tests(?:\.[\w*]+)?|…[\w*]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\bclass\s+(\w+Tests)\b")]
    private static partial Regex Fixture();

    [GeneratedRegex(@"\bpublic\s+(?:static\s+|async\s+)*[\w<>\[\]]+\s+(\w+)\(")]
    private static partial Regex Method();
}
