using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Registries.Git;

/// <summary>How the objects of a repository are named (gitformat-pack, "object format").</summary>
[SuppressMessage(
    "Security",
    "CA5350",
    Justification = "Git's object names are SHA-1. What is installed is pinned by a SHA-256 of the library's own.")]
internal sealed record GitObjectFormat(string Name, HashAlgorithmName Algorithm, int Bytes)
{
    /// <summary>Gets the format of nearly all repositories.</summary>
    public static GitObjectFormat Sha1 { get; } = new("sha1", HashAlgorithmName.SHA1, 20);

    private static readonly GitObjectFormat Sha256 = new("sha256", HashAlgorithmName.SHA256, 32);

    /// <summary>The format of a name; null where it is not known.</summary>
    public static GitObjectFormat? Find(string name) => name == Sha1.Name ? Sha1 : name == Sha256.Name ? Sha256 : null;

    /// <summary>Whether a text is the whole name of an object.</summary>
    public bool IsName(string text) => text.Length == 2 * Bytes && text.All(char.IsAsciiHexDigit);

    /// <summary>Begins the name of an object: what is hashed is its kind, its length, and its content.</summary>
    public IncrementalHash Begin(string kind, long size)
    {
        var hash = IncrementalHash.CreateHash(Algorithm);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {size}\0")));
        return hash;
    }
}
