using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Readme;

public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)\)")]
    private static partial Regex RelativeLink();

    [Test]
    public void HostExample_IsTheCodeThatIsCompiled()
    {
        string[] shown = Lines(CodeBlock().Match(Readme).Groups["code"].Value);
        string source = File.ReadAllText(Repository.PathOf("tests/Boternity.Skills.Tests/Readme/HostExample.cs"));
        string[] compiled = Lines(
            source[(source.IndexOf("// begin", StringComparison.Ordinal) + 8)..source.IndexOf(
                "// end", StringComparison.Ordinal)]);

        Assert.That(shown.Where(line => !line.StartsWith("using ", StringComparison.Ordinal)), Is.EqualTo(compiled));
        Assert.That(
            shown.Where(line => line.StartsWith("using ", StringComparison.Ordinal)),
            Is.SubsetOf(Lines(source).Where(line => line.StartsWith("using ", StringComparison.Ordinal))));
        Assert.That(shown, Has.Length.InRange(10, 22));
    }

    [Test]
    public void Links_ToFilesOfTheRepository_AreThere() =>
        Assert.That(
            RelativeLink()
                .Matches(Readme)
                .Select(match => match.Groups["path"].Value)
                .Where(path => !File.Exists(Repository.PathOf(path))),
            Is.Empty);

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
