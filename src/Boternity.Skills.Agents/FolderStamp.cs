using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Agents;

/// <summary>Tells whether a folder's files are still what they were.</summary>
internal static class FolderStamp
{
    public static string Of(SkillPackage package)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (SkillPackageFile file in package.Files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            byte[] path = Encoding.UTF8.GetBytes(file.Path);
            BinaryPrimitives.WriteInt64LittleEndian(length, path.Length);
            hash.AppendData(length);
            hash.AppendData(path);
            BinaryPrimitives.WriteInt64LittleEndian(length, file.Content.Length);
            hash.AppendData(length);
            hash.AppendData(file.Content.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
