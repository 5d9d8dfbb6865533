namespace Boternity.Skills.Text;

/// <summary>
/// Damerau-Levenshtein distance (optimal string alignment): insert, delete, replace, swap neighbours.
/// </summary>
internal static class EditDistance
{
    private const int MaxOnStack = 256;

    public static bool IsWithin(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return false;
        }

        int width = b.Length + 1;
        Span<int> rows = width <= MaxOnStack ? stackalloc int[3 * width] : new int[3 * width];
        Span<int> before = rows[..width];
        Span<int> last = rows.Slice(width, width);
        Span<int> row = rows[(2 * width)..];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > limit)
            {
                return false;
            }

            Span<int> oldest = before;
            before = last;
            last = row;
            row = oldest;
        }

        return last[b.Length] <= limit;
    }
}
