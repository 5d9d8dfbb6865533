namespace Boternity.Skills.Search;

/// <summary>What an index holds beside its skills, which it knows by their number.</summary>
/// <param name="Vocabulary">The words.</param>
/// <param name="Postings">Where each term stands.</param>
/// <param name="NameLengths">How many terms the name of each skill has.</param>
/// <param name="Names">The words of each skill's name, joined.</param>
internal sealed record SearchIndexParts(
    SearchVocabulary Vocabulary, SearchPostings[] Postings, int[] NameLengths, string[] Names);
