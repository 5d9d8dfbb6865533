using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Boternity.Skills.Tests.Registries.Git;

/// <summary>Writes a pack by hand, honest or not.</summary>
[SuppressMessage("Security", "CA5350", Justification = "Git's names and checksums are SHA-1.")]
internal sealed class GitPackBuilder
{
    private readonly MemoryStream _objects = new();
    private uint _count;

    /// <summary>Gets where the next object begins in the pack.</summary>
    public int Next => 12 + (int)_objects.Length;

    public string Blob(string content) => Blob(Encoding.UTF8.GetBytes(content));

    public string Blob(byte[] content) => Add(3, "blob", content);

    public string Tree(params (string Mode, string Name, string Object)[] entries) => Add(
        2,
        "tree",
        [.. entries.SelectMany(entry => (byte[])
        [
            .. Encoding.ASCII.GetBytes($"{entry.Mode} "),
            .. Encoding.UTF8.GetBytes(entry.Name),
            0,
            .. Convert.FromHexString(entry.Object),
        ])]);

    public string Commit(string tree) =>
        Add(1, "commit", Encoding.ASCII.GetBytes($"tree {tree}\nauthor a <a> 0 +0000\ncommitter a <a> 0 +0000\n\nx\n"));

    public string Add(int kind, string name, byte[] content)
    {
        Raw([.. Header(kind, content.Length), .. Deflate(content)]);
        return NameOf(name, content);
    }

    /// <summary>The difference to the object that begins somewhere.</summary>
    public GitPackBuilder OffsetDelta(int start, byte[] delta) =>
        Raw([.. Header(6, delta.Length), .. Distance(Next - start), .. Deflate(delta)]);

    /// <summary>The difference to the object of a name.</summary>
    public GitPackBuilder NamedDelta(string name, byte[] delta) =>
        Raw([.. Header(7, delta.Length), .. Convert.FromHexString(name), .. Deflate(delta)]);

    /// <summary>The bytes of an object, as they are.</summary>
    public GitPackBuilder Raw(byte[] bytes)
    {
        _objects.Write(bytes);
        _count++;
        return this;
    }

    public byte[] Build(uint? count = null)
    {
        byte[] header = [.. "PACK"u8, 0, 0, 0, 2, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), count ?? _count);
        return Seal([.. header, .. _objects.ToArray()]);
    }

    /// <summary>Adds the checksum.</summary>
    public static byte[] Seal(byte[] pack) => [.. pack, .. SHA1.HashData(pack)];

    public static string NameOf(string kind, byte[] content) => Convert.ToHexStringLower(
        SHA1.HashData([.. Encoding.ASCII.GetBytes($"{kind} {content.Length}\0"), .. content]));

    /// <summary>A difference: sizes, and instructions.</summary>
    public static byte[] Delta(long from, long to, params byte[] instructions) =>
        [.. Size(from), .. Size(to), .. instructions];

    public static byte[] Header(int kind, long size)
    {
        var bytes = new List<byte>();
        byte part = (byte)((kind << 4) | (int)(size & 0x0F));
        for (size >>= 4; size > 0; size >>= 7)
        {
            bytes.Add((byte)(part | 0x80));
            part = (byte)(size & 0x7F);
        }

        return [.. bytes, part];
    }

    public static byte[] Deflate(byte[] content)
    {
        if (content.Length == 0)
        {
            // Of nothing, the base library writes nothing.
            return [0x78, 0x9C, 3, 0, 0, 0, 0, 1];
        }

        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize))
        {
            zlib.Write(content);
        }

        return output.ToArray();
    }

    /// <summary>Deflate's stored form (RFC 1951): the content stands in it as it is.</summary>
    public static byte[] Store(byte[] content)
    {
        byte[] checksum = Deflate(content)[^4..];
        ushort length = (ushort)content.Length;
        return [0x78, 0x01, 1, (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8), .. content,
            .. checksum];
    }

    private static byte[] Size(long size)
    {
        var bytes = new List<byte>();
        for (; size > 0x7F; size >>= 7)
        {
            bytes.Add((byte)((size & 0x7F) | 0x80));
        }

        return [.. bytes, (byte)size];
    }

    private static byte[] Distance(int distance)
    {
        var bytes = new List<byte> { (byte)(distance & 0x7F) };
        for (distance >>= 7; distance > 0; distance >>= 7)
        {
            distance--;
            bytes.Insert(0, (byte)(0x80 | (distance & 0x7F)));
        }

        return [.. bytes];
    }
}
