using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Text;

namespace Boternity.Skills.Storage;

/// <summary>
/// Finds installed skills whose names could be taken for a name, without looking at all of them. What a name looks like
/// is cut into three pieces; of two that differ in at most two slips, one piece is in both, at most two places apart. A
/// directory for each piece holds the entries that have it.
/// </summary>
/// <remarks>
/// Two swaps of neighbours, each across a cut, are not found. It advises: a file too many costs a look at an entry, and
/// one that a power cut lost costs a warning of the scanner. So nothing is flushed.
/// </remarks>
internal sealed class NameIndex(StoreDisk disk, StoreLayout layout, StoreReader reader)
{
    private const int Pieces = 3;
    private const int MaxSlips = 2;
    private const int MaxNameLength = 128;

    /// <summary>The most entries that are looked at for one name.</summary>
    private const int MaxCandidates = 64;

    public void Add(string name, string skillId)
    {
        foreach (string directory in DirectoriesOf(Skeleton(name)))
        {
            disk.CreateDirectory(directory);
            string path = disk.FileSystem.Path.Combine(directory, StoreLayout.EntryName(skillId));
            if (!disk.Exists(path))
            {
                disk.CreateNew(path).Dispose();
            }
        }
    }

    public void Remove(string name, string skillId)
    {
        foreach (string directory in DirectoriesOf(Skeleton(name)))
        {
            disk.Delete(disk.FileSystem.Path.Combine(directory, StoreLayout.EntryName(skillId)));
        }
    }

    /// <summary>The names of installed skills, other than one, that could be taken for a name.</summary>
    public IReadOnlyList<string> Find(string name, string exceptSkillId)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { StoreLayout.EntryName(exceptSkillId) };
        List<string> names = [];
        foreach (string entry in Candidates(Skeleton(name)).Where(seen.Add).Take(MaxCandidates))
        {
            try
            {
                if (reader.FindEntry(entry) is { } skill)
                {
                    names.Add(skill.Name);
                }
            }
            catch (SkillStoreException exception) when (exception.Code == SkillErrorCodes.StoreEntryDamaged)
            {
                // Its name is not known.
            }
        }

        return names;
    }

    private static string Skeleton(string name) =>
        Confusables.Skeleton(name.Length <= MaxNameLength ? name : name[..MaxNameLength]);

    private IEnumerable<string> DirectoriesOf(string skeleton) =>
        Enumerable.Range(0, Pieces)
            .Select(piece => DirectoryOf(skeleton.Length, piece, skeleton[PieceOf(skeleton.Length, piece)]));

    // First what has the same pieces in the same places.
    private IEnumerable<string> Candidates(string skeleton)
    {
        int[] shifts = [0, .. Enumerable.Range(1, MaxSlips).SelectMany(shift => (int[])[-shift, shift])];
        foreach (int difference in shifts)
        {
            int length = skeleton.Length + difference;
            for (int piece = 0; piece < Pieces && length >= 0; piece++)
            {
                (int start, int size) = PieceOf(length, piece).GetOffsetAndLength(Math.Max(length, 0));
                foreach (int shift in shifts)
                {
                    int at = start + shift;
                    if (at >= 0 && at + size <= skeleton.Length)
                    {
                        foreach (string entry in disk.Names(DirectoryOf(length, piece, skeleton.Substring(at, size))))
                        {
                            yield return entry;
                        }
                    }
                }
            }
        }
    }

    private static Range PieceOf(int length, int piece) => (length * piece / Pieces)..(length * (piece + 1) / Pieces);

    private string DirectoryOf(int length, int piece, string text)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{length} {piece} {text}");
        return disk.FileSystem.Path.Combine(
            layout.Names, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]);
    }
}
