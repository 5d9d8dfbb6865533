using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Search;

/// <summary>
/// An index as bytes, little-endian: a mark, the version, the fingerprint of the skills it is of, the SHA-256 of what
/// follows, and that: counts, words with their terms, stems, postings, names. Whatever is read can only be ranked by:
/// every number of a skill is checked.
/// </summary>
internal static class SearchIndexFormat
{
    /// <summary>
    /// Raised when an index of the same skills becomes another one; files of another version are rebuilt.
    /// </summary>
    public const int Version = 1;

    /// <summary>The most bytes of an index: 20,000 skills have some 10 MB.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    private const int DigestLength = 32;
    private const int FingerprintAt = 12;
    private const int DigestAt = FingerprintAt + DigestLength;
    private const int HeaderLength = DigestAt + DigestLength;
    private const int MaxWordBytes = 4 * SearchWords.MaxWordLength;
    private const int MaxNameBytes = 64 * MaxWordBytes;

    /// <summary>What tells skills apart, as far as an index is about it.</summary>
    /// <param name="skills">The skills, in the index's order.</param>
    public static byte[] FingerprintOf(IReadOnlyList<DiscoveredSkill> skills)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DiscoveredSkill skill in skills)
        {
            Append(hash, skill.Name);
            Append(hash, skill.FolderName);
            Append(hash, skill.Manifest.Description);
            AppendAll(hash, skill.Manifest.Categories);
            AppendAll(hash, skill.Headings);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Writes an index.</summary>
    /// <param name="parts">What it holds.</param>
    /// <param name="fingerprint">That of its skills.</param>
    public static byte[] Write(SearchIndexParts parts, ReadOnlySpan<byte> fingerprint)
    {
        var stream = new MemoryStream();
        stream.Write(Mark);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write(fingerprint);
            writer.Write(new byte[DigestLength]);
            writer.Write(parts.Names.Length);
            writer.Write(parts.Postings.Length);
            writer.Write(parts.Vocabulary.Words.Count);
            foreach ((string word, int term) in parts.Vocabulary.Words)
            {
                WriteText(writer, word);
                writer.Write(term);
            }

            writer.Write(parts.Vocabulary.Stems.Count);
            foreach ((string stem, int term) in parts.Vocabulary.Stems.OrderBy(static pair => pair.Value))
            {
                WriteText(writer, stem);
                writer.Write(term);
            }

            foreach (SearchPostings postings in parts.Postings)
            {
                writer.Write(postings.Rarity);
                writer.Write(postings.Documents.Length);
                writer.Write(MemoryMarshal.AsBytes(postings.Documents.AsSpan()));
                writer.Write(MemoryMarshal.AsBytes(postings.Weights.AsSpan()));
                writer.Write(MemoryMarshal.AsBytes(postings.InName.AsSpan()));
            }

            writer.Write(MemoryMarshal.AsBytes(parts.NameLengths.AsSpan()));
            foreach (string name in parts.Names)
            {
                WriteText(writer, name);
            }
        }

        byte[] bytes = stream.ToArray();
        SHA256.HashData(bytes.AsSpan(HeaderLength), bytes.AsSpan(DigestAt, DigestLength));
        return bytes;
    }

    /// <summary>Reads an index.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote, or anything else.</param>
    /// <param name="fingerprint">That of the skills that are to be searched.</param>
    /// <param name="skills">How many they are.</param>
    /// <exception cref="InvalidDataException">It is damaged, of another version, or of other skills; the message says
    /// which.</exception>
    public static SearchIndexParts Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> fingerprint, int skills)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Mark))
        {
            throw new InvalidDataException("it is no search index");
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[Mark.Length..]) != Version)
        {
            throw new InvalidDataException("it is of another version");
        }

        if (!bytes.Slice(FingerprintAt, DigestLength).SequenceEqual(fingerprint))
        {
            throw new InvalidDataException("it is of other skills");
        }

        Span<byte> digest = stackalloc byte[DigestLength];
        SHA256.HashData(bytes[HeaderLength..], digest);
        if (!bytes.Slice(DigestAt, DigestLength).SequenceEqual(digest))
        {
            throw new InvalidDataException("its content is not what was written");
        }

        return ReadParts(new SearchIndexInput(bytes[HeaderLength..]), skills);
    }

    // Numbers are stored as this machine has them.
    private static ReadOnlySpan<byte> Mark => BitConverter.IsLittleEndian ? "BSKindex"u8 : "xedniKSB"u8;

    private static SearchIndexParts ReadParts(SearchIndexInput input, int skills)
    {
        if (input.ReadCount(sizeof(int)) != skills)
        {
            throw new InvalidDataException("it is of another number of skills");
        }

        int terms = input.ReadCount(sizeof(float) + sizeof(int));
        var words = new KeyValuePair<string, int>[input.ReadCount(sizeof(ushort) + sizeof(int))];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = new(input.ReadText(MaxWordBytes), input.ReadIndex(terms));
            if (i > 0 && string.CompareOrdinal(words[i - 1].Key, words[i].Key) >= 0)
            {
                throw new InvalidDataException("its words are out of order");
            }
        }

        int count = input.ReadCount(sizeof(ushort) + sizeof(int));
        var stems = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            if (!stems.TryAdd(input.ReadText(MaxWordBytes), input.ReadIndex(terms)))
            {
                throw new InvalidDataException("a stem is there twice");
            }
        }

        var postings = new SearchPostings[terms];
        for (int i = 0; i < terms; i++)
        {
            postings[i] = ReadPostings(ref input, skills);
        }

        int[] lengths = input.ReadArray<int>(skills);
        string[] names = new string[skills];
        for (int i = 0; i < skills; i++)
        {
            names[i] = input.ReadText(MaxNameBytes);
        }

        return input.IsAtEnd && Array.TrueForAll(lengths, static length => length >= 0)
            ? new SearchIndexParts(new SearchVocabulary(words, stems), postings, lengths, names)
            : throw new InvalidDataException("its end is not where it should be");
    }

    private static SearchPostings ReadPostings(ref SearchIndexInput input, int skills)
    {
        float rarity = input.ReadArray<float>(1)[0];
        int count = input.ReadCount(sizeof(int) + sizeof(float) + sizeof(bool));
        int[] documents = input.ReadArray<int>(count);
        float[] weights = input.ReadArray<float>(count);
        byte[] inName = input.ReadArray<byte>(count);
        int last = -1;
        foreach (int document in documents)
        {
            if (document <= last || document >= skills)
            {
                throw new InvalidDataException("a number is no skill's");
            }

            last = document;
        }

        return float.IsFinite(rarity) && Array.TrueForAll(weights, float.IsFinite)
            ? new SearchPostings(documents, weights, Array.ConvertAll(inName, static flag => flag != 0), rarity)
            : throw new InvalidDataException("a weight is no number");
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        writer.Write((ushort)utf8.Length);
        writer.Write(utf8);
    }

    private static void AppendAll(IncrementalHash hash, IReadOnlyList<string> texts)
    {
        AppendLength(hash, texts.Count);
        foreach (string text in texts)
        {
            Append(hash, text);
        }
    }

    private static void Append(IncrementalHash hash, string text)
    {
        AppendLength(hash, text.Length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void AppendLength(IncrementalHash hash, int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        hash.AppendData(bytes);
    }
}
