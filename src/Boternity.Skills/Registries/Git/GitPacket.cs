using System.Text;

namespace Boternity.Skills.Registries.Git;

/// <summary>
/// What a packet line is (gitprotocol-common, "pkt-line Format"; gitprotocol-v2, "Packet-Line Framing").
/// </summary>
internal enum GitPacketKind
{
    /// <summary>The end of a message.</summary>
    Flush,

    /// <summary>The end of a section.</summary>
    Delimiter,

    /// <summary>The end of an answer.</summary>
    ResponseEnd,

    /// <summary>Content.</summary>
    Data,
}

/// <summary>One packet line; its content is there until the next one is read.</summary>
internal readonly record struct GitPacket(GitPacketKind Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>The content as a line of text, without what ends it; empty where there is none.</summary>
    public string Line => Encoding.UTF8.GetString(Content.Span).TrimEnd('\n');
}
