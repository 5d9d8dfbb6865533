using System.Globalization;

namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// The newest of the tags that are versions (Semantic Versioning 2.0.0, section 11), with a 'v' or not.
/// </summary>
internal static class OciTagOrder
{
    /// <summary>The highest version, a release before what comes before one; null where no tag is a version.</summary>
    public static string? Newest(IEnumerable<string> tags) => tags
        .Select(tag => (Tag: tag, Version: Read(tag)))
        .Where(pair => pair.Version is not null)
        .OrderByDescending(pair => pair.Version!.IsRelease)
        .ThenByDescending(pair => pair.Version!.Numbers)
        .ThenByDescending(pair => pair.Tag, StringComparer.Ordinal)
        .Select(pair => pair.Tag)
        .FirstOrDefault();

    private static TagVersion? Read(string tag)
    {
        string text = tag.StartsWith('v') ? tag[1..] : tag;
        int end = text.IndexOfAny(['-', '_']);
        string[] numbers = (end < 0 ? text : text[..end]).Split('.');
        if (numbers.Length is < 1 or > 3)
        {
            return null;
        }

        int[] values = new int[3];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out values[i]))
            {
                return null;
            }
        }

        // '+' cannot stand in a tag; builds have '_' in its place.
        return new TagVersion((values[0], values[1], values[2]), end < 0 || text[end] == '_');
    }

    private sealed record TagVersion((int Major, int Minor, int Patch) Numbers, bool IsRelease);
}
