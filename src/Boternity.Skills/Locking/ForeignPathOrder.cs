namespace Boternity.Skills.Locking;

/// <summary>
/// Compares paths as the root collation does (Unicode Technical Standard 10, with the tables of CLDR), for characters
/// of ASCII: punctuation, digits, letters, and small before capital letters where all else is equal. Other characters
/// come last, by their code units.
/// </summary>
internal sealed class ForeignPathOrder : IComparer<string>
{
    private const string Order = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

    public static ForeignPathOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> one = x;
        ReadOnlySpan<char> other = y;
        int shorter = Math.Min(one.Length, other.Length);
        for (int i = 0; i < shorter; i++)
        {
            if (Weight(one[i]).CompareTo(Weight(other[i])) is not 0 and var difference)
            {
                return difference;
            }
        }

        if (one.Length != other.Length)
        {
            return one.Length.CompareTo(other.Length);
        }

        int at = one.CommonPrefixLength(other);
        return at == one.Length ? 0 : char.IsAsciiLetterLower(one[at]) ? -1 : 1;
    }

    private static int Weight(char c) => Order.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal) switch
    {
        >= 0 and var weight => weight,
        _ when c == ' ' => -1,
        _ => Order.Length + c,
    };
}
