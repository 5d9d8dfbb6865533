namespace Boternity.Skills.Wasm.Components;

/// <summary>How a component's strings lie in its memory, by the binary encoding of the canonical option.</summary>
internal enum StringEncoding : byte
{
    Utf8 = 0,
    Utf16 = 1,
    Latin1OrUtf16 = 2,
}
