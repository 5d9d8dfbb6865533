using System.Globalization;
using System.Text;

namespace Boternity.Skills.Registries.Git;

/// <summary>Writes a request of packet lines.</summary>
internal sealed class GitPacketWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>A line of ASCII, or of UTF-8.</summary>
    public GitPacketWriter Line(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text) + 5;
        _text.Append(CultureInfo.InvariantCulture, $"{length:x4}{text}\n");
        return this;
    }

    /// <summary>The end of a section.</summary>
    public GitPacketWriter Delimiter() => Append("0001");

    /// <summary>The end of a message.</summary>
    public GitPacketWriter Flush() => Append("0000");

    /// <summary>The whole request.</summary>
    public byte[] ToArray() => Encoding.UTF8.GetBytes(_text.ToString());

    private GitPacketWriter Append(string text)
    {
        _text.Append(text);
        return this;
    }
}
