using System.Text;

namespace Boternity.Skills.Wasm.Components.Values;

/// <summary>A string as valid UTF-8.</summary>
internal sealed class Utf8Text(ReadOnlyMemory<byte> bytes)
{
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    public override string ToString() => Encoding.UTF8.GetString(bytes.Span);
}
