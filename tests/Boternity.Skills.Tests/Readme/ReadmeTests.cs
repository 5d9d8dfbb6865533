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
    public void FirstProgram_IsTheSampleThatIsRun()
    {
        string shown = CodeBlock().Match(Readme).Groups["code"].Value;

        Assert.That(shown, Is.EqualTo(File.ReadAllText(Repository.PathOf("samples/FirstProgram/Program.cs"))));
        Assert.That(shown.Split('\n'), Has.Length.AtMost(36));
    }

    [Test]
    public void Links_ToFilesOfTheRepository_AreThere() =>
        Assert.That(
            RelativeLink()
                .Matches(Readme)
                .Select(match => match.Groups["path"].Value)
                .Where(path => !File.Exists(Repository.PathOf(path))),
            Is.Empty);
}
