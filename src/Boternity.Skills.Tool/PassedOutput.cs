using System.Text;
using Boternity.Skills.Text;

namespace Boternity.Skills.Tool;

/// <summary>
/// What a skill writes, on its way out: byte for byte into a file or a pipe; on a terminal without what would steer it.
/// </summary>
/// <param name="target">Where it goes.</param>
/// <param name="isTerminal">Whether a person looks.</param>
internal sealed class PassedOutput(Stream target, bool isTerminal)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public static PassedOutput OfOutput() => new(Console.OpenStandardOutput(), !Console.IsOutputRedirected);

    public static PassedOutput OfError() => new(Console.OpenStandardError(), !Console.IsErrorRedirected);

    /// <summary>Passes bytes on. A character may be cut between two calls.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!isTerminal)
        {
            target.Write(bytes);
            return;
        }

        char[] text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        int length = _decoder.GetChars(bytes, text, flush: false);
        target.Write(Encoding.UTF8.GetBytes(DisplayText.Lines(new string(text, 0, length))));
    }

    /// <summary>Passes a text on.</summary>
    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));
}
