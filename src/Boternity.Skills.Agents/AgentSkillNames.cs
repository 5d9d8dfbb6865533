using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Agents;

/// <summary>
/// Names that the framework accepts, which are the specification's: a–z, 0–9 and single hyphens inside, at most 64. The
/// store is lenient; an id that is a name already keeps it.
/// </summary>
internal static class AgentSkillNames
{
    private const int MaxLength = 64;
    private const int HashLength = 8;

    public static IReadOnlyDictionary<string, string> Assign(IEnumerable<string> ids)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string id in ids
            .OrderBy(static id => string.Equals(id, Create(id), StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(static id => id, StringComparer.Ordinal))
        {
            string name = Create(id);
            if (!taken.Add(name))
            {
                name = WithHash(name, id);
                taken.Add(name);
            }

            names[id] = name;
        }

        return names;
    }

    private static string Create(string id)
    {
        var name = new StringBuilder(id.Length);
        foreach (char c in id.ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        string whole = name.ToString().TrimEnd('-');
        return whole.Length is 0 or > MaxLength ? WithHash(whole.Length == 0 ? "skill" : whole, id) : whole;
    }

    private static string WithHash(string name, string id)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength];
        return $"{name[..Math.Min(name.Length, MaxLength - HashLength - 1)].TrimEnd('-')}-{hash}";
    }
}
