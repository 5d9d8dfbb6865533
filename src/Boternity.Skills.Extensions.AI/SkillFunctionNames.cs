using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Extensions.AI;

/// <summary>
/// Names that models accept: a letter or underscore, then letters, digits, underscores and hyphens, at most 64 in all.
/// A skill's id may have other characters.
/// </summary>
public static class SkillFunctionNames
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 64;

    private const int HashLength = 8;

    /// <summary>
    /// A name for each id. An id that is a name already keeps it; one that would get the name of another, or a reserved
    /// one, gets a part of its SHA-256 at its end, so that the same ids always get the same names.
    /// </summary>
    /// <param name="ids">The ids; each once.</param>
    /// <param name="reserved">Names that are taken, compared without regard to case; null for none.</param>
    /// <returns>The name of each id.</returns>
    public static IReadOnlyDictionary<string, string> Assign(
        IEnumerable<string> ids, IEnumerable<string>? reserved = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var taken = new HashSet<string>(reserved ?? [], StringComparer.OrdinalIgnoreCase);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string id in ids
            .OrderBy(id => string.Equals(id, Create(id), StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(id => id, StringComparer.Ordinal))
        {
            string name = Create(id);
            if (!taken.Add(name))
            {
                name = WithHash(name, id);
                if (!taken.Add(name))
                {
                    throw new ArgumentException($"Two names are '{name}'.", nameof(ids));
                }
            }

            names[id] = name;
        }

        return names;
    }

    /// <summary>The name of one id, whatever others there are.</summary>
    /// <param name="id">The id.</param>
    public static string Create(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var name = new StringBuilder(id.Length + 1);
        foreach (char c in id)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_');
        }

        if (!char.IsAsciiLetter(name[0]) && name[0] != '_')
        {
            name.Insert(0, '_');
        }

        return name.Length > MaxLength ? WithHash(name.ToString(), id) : name.ToString();
    }

    private static string WithHash(string name, string id)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength];
        return $"{name[..Math.Min(name.Length, MaxLength - HashLength - 1)]}_{hash}";
    }
}
