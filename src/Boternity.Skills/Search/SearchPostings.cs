namespace Boternity.Skills.Search;

/// <summary>In which texts a term stands, and how much it says of each.</summary>
/// <param name="Documents">The texts, by number, ascending.</param>
/// <param name="Weights">What the term weighs there, its rarity included.</param>
/// <param name="InName">Whether it stands in the name.</param>
/// <param name="Rarity">The inverse document frequency.</param>
internal sealed record SearchPostings(int[] Documents, float[] Weights, bool[] InName, float Rarity);
