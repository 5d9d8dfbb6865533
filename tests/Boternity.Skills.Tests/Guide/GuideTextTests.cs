using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Guide;

/// <summary>
/// Holds the C# of the guide against the code beside this file, which is compiled and run; that of the integrations is
/// in their tests.
/// </summary>
public sealed partial class GuideTextTests
{
    // A block names its file and its part: <!-- Guide: GettingStarted.services -->
    [GeneratedRegex(
        "(?:<!-- Guide: (?<file>\\w+)\\.(?<part>\\w+) -->\n)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    private static readonly string[] Projects =
        ["Boternity.Skills.Tests", "Boternity.Skills.Integrations.Tests", "Boternity.Skills.Wasmtime.Tests"];

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.PathOf("docs/guide"), "*.md")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public void CodeBlocks_OfAPage_AreTheCodeThatIsCompiled(string page)
    {
        foreach (Match block in CodeBlock().Matches(File.ReadAllText(Repository.PathOf("docs", "guide", page))))
        {
            Assert.That(
                block.Groups["file"].Success, Is.True, $"No part of a compiled file is named above:\n{block.Value}");
            string source = File.ReadAllText(Projects
                .Select(project => Repository.PathOf("tests", project, "Guide", $"{block.Groups["file"].Value}.cs"))
                .First(File.Exists));
            Assert.That(Lines(block.Groups["code"].Value), Is.EqualTo(Lines(Part(source, block.Groups["part"].Value))));
        }
    }

    // A part may stand in several places of its file, as where a namespace comes between the usings and a type.
    private static string Part(string source, string name)
    {
        string[] pieces = source.Split($"// begin {name}\n");
        return string.Concat(pieces.Skip(1).Select(piece => piece.Split($"// end {name}\n")[0]));
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
