using Boternity.Skills.Extensions.AI;

namespace Boternity.Skills.Integrations.Tests.Extensions.AI;

public sealed class SkillFunctionNamesTests
{
    [TestCase("word-count", "word-count")]
    [TestCase("Word.Count 2", "Word_Count_2")]
    [TestCase("2fast", "_2fast")]
    [TestCase("zähler", "z_hler")]
    public void Create_AnId_IsANameThatModelsAccept(string id, string expected) =>
        Assert.That(SkillFunctionNames.Create(id), Is.EqualTo(expected));

    [Test]
    public void Create_ALongId_IsCutAndStillItsOwn()
    {
        string[] names =
        [
            SkillFunctionNames.Create(new string('a', 100) + "1"),
            SkillFunctionNames.Create(new string('a', 100) + "2"),
        ];

        Assert.That(names, Is.Unique.And.All.Length.EqualTo(SkillFunctionNames.MaxLength));
    }

    [Test]
    public void Assign_IdsThatWouldCollide_KeepsTheOneThatIsANameAlready()
    {
        IReadOnlyDictionary<string, string> names = SkillFunctionNames.Assign(["a.b", "a_b", "a b"]);

        Assert.That(names["a_b"], Is.EqualTo("a_b"));
        Assert.That(names.Values, Is.Unique);
        Assert.That(names.Values, Has.All.Match("^[A-Za-z_][A-Za-z0-9_-]{0,63}$"));
        Assert.That(SkillFunctionNames.Assign(["a b", "a_b", "a.b"]), Is.EquivalentTo(names), "In any order.");
    }

    [Test]
    public void Assign_AReservedName_GivesItToNobody() =>
        Assert.That(
            SkillFunctionNames.Assign(["search"], ["Search"])["search"], Does.StartWith("search_"));
}
