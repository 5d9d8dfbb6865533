using Boternity.Skills.Search;

namespace Boternity.Skills.Tests.Search;

public sealed class SearchStemmerTests
{
    [TestCase("connect", "connected", "connecting", "connection", "connections")]
    [TestCase("create", "creates", "creating", "creation", "creator")]
    [TestCase("write", "writes", "writing", "writer")]
    [TestCase("translate", "translation", "translator", "translating")]
    [TestCase("organize", "organise", "organizer", "organising", "organization")]
    [TestCase("color", "colour", "colours", "colored")]
    [TestCase("design", "designer", "designs")]
    [TestCase("plan", "planner", "planning", "plans")]
    public void Stem_FormsOfAWord_IsOne(string word, params string[] forms) =>
        Assert.That(
            forms.Select(SearchStemmer.Stem), Is.All.EqualTo(SearchStemmer.Stem(word)), SearchStemmer.Stem(word));

    [TestCase("db")]
    [TestCase("k8s")]
    [TestCase("präsentation")]
    public void Stem_ShortOrForeignWord_IsTheWord(string word) =>
        Assert.That(SearchStemmer.Stem(word), Is.EqualTo(word));
}
