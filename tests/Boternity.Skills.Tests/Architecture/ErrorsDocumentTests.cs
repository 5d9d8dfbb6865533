using System.Text.RegularExpressions;

namespace Boternity.Skills.Tests.Architecture;

[TestFixture]
public sealed partial class ErrorsDocumentTests
{
    private const string Document = "docs/guide/errors.md";

    [Test]
    public void Codes_InTheCodeAndInTheDocument_AreTheSame()
    {
        string[] inDocument = [.. Rows().Select(row => $"{row.Code} {row.Constant}")];
        string[] inCode = [.. Constants().Select(constant => $"{constant.Code} {constant.Name}")];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(inCode.Except(inDocument), Is.Empty, $"Add a row to {Document} for each.");
            Assert.That(inDocument.Except(inCode), Is.Empty, $"{Document} has rows that no constant stands behind.");
        }
    }

    [Test]
    public void Codes_OfAllKinds_AreUnique()
    {
        Assert.That(Constants().Select(constant => constant.Code), Is.Unique);
        Assert.That(Rows().Select(row => row.Code), Is.Unique);
    }

    [Test]
    public void Rows_OfTheDocument_AreInOrderWithinTheirTables()
    {
        // Each section begins at a lower code than the one before it ended with; inside, codes rise.
        int falls = Rows()
            .Zip(Rows().Skip(1))
            .Count(pair => string.CompareOrdinal(pair.First.Code, pair.Second.Code) > 0);
        Assert.That(falls, Is.LessThan(Sections().Length));
    }

    private static string[] Sections() =>
        [
            .. File.ReadLines(Repository.PathOf(Document))
                .Where(line => line.StartsWith("## ", StringComparison.Ordinal)),
        ];

    private static IEnumerable<(string Code, string Constant)> Rows() =>
        Row()
            .Matches(File.ReadAllText(Repository.PathOf(Document)))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    private static IEnumerable<(string Code, string Name)> Constants() =>
        typeof(SkillException).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetFields())
            .Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string))
            .Select(field => (Code: (string)field.GetRawConstantValue()!, field.Name))
            .Where(constant => CodeForm().IsMatch(constant.Code));

    [GeneratedRegex(@"^\| (BSK\d{4}) \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^BSK\d{4}$")]
    private static partial Regex CodeForm();
}
