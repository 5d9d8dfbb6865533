using System.Buffers.Binary;

namespace Boternity.Skills.Compilation;

/// <summary>
/// The first eight bytes of a binary: core specification, section 5.5.16; Component Model, Binary.md, "Component
/// Definitions".
/// </summary>
internal static class WasmPreamble
{
    private const int Length = 8;
    private const uint Magic = 0x6D73_6100;
    private const uint CoreModule = 0x0000_0001;

    // Version 0x0d, layer 1.
    private const uint Component = 0x0001_000D;

    public static WasmBinaryKind? Identify(ReadOnlySpan<byte> bytes) =>
        bytes.Length < Length || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            ? null
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) switch
            {
                CoreModule => WasmBinaryKind.Module,
                Component => WasmBinaryKind.Component,
                _ => null,
            };

    /// <summary>Why the bytes are not a binary that is known here.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length)
        {
            return $"it is shorter than the {Length} bytes that every binary begins with.";
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            return $"it begins with {Convert.ToHexStringLower(bytes[..4])}, not with the magic 0061736d.";
        }

        int version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        int layer = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        return $"version {version}, layer {layer} is neither a core module (1, 0) nor a component (13, 1).";
    }
}
