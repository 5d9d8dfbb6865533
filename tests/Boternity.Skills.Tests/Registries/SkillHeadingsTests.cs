using System.Text;
using Boternity.Skills.Registries;

namespace Boternity.Skills.Tests.Registries;

public sealed class SkillHeadingsTests
{
    [Test]
    public void Read_Markdown_GivesHeadingsOutsideCode() =>
        Assert.That(
            Read("# One #\n\n####### no\n#no\n```\n# code\n```\r\n  ## Two words\r\ntext\n###### Six\n"),
            Is.EqualTo(new[] { "One", "Two words", "Six" }));

    [Test]
    public void Read_MoreThanItKeeps_StopsAtItsBounds()
    {
        IReadOnlyList<string> headings = Read(
            string.Concat(Enumerable.Repeat($"# {new string('é', 500)}\n", SkillHeadings.MaxCount + 5)));

        Assert.That(headings, Has.Count.EqualTo(SkillHeadings.MaxCount));
        Assert.That(SkillHeadings.IsReasonable(headings), Is.True);
        Assert.That(SkillHeadings.IsReasonable([.. headings, "one more"]), Is.False);
    }

    private static IReadOnlyList<string> Read(string text) => SkillHeadings.Read(Encoding.UTF8.GetBytes(text));
}
