using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>One call of a preview 1 function: the arguments, and the guest's memory that they point into. Pointers that do not fit trap.</summary>
internal readonly ref struct Preview1Call(WasiContext wasi, Store store, Memory memory, ReadOnlySpan<ulong> arguments)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<ulong> _arguments = arguments;

    public WasiContext Wasi { get; } = wasi;

    public Store Store { get; } = store;

    public uint U32(int argument) => (uint)_arguments[argument];

    public ulong U64(int argument) => _arguments[argument];

    public Span<byte> GetSpan(uint address, uint length) => memory.GetSpan(address, length);

    /// <summary>The bytes of a path, as text.</summary>
    /// <exception cref="WasiFileException">They are not UTF-8.</exception>
    public string GetPath(int argument)
    {
        Span<byte> bytes = GetSpan(U32(argument), U32(argument + 1));
        Charge(bytes.Length);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new WasiFileException(WasiErrorCode.IllegalByteSequence, inner: exception);
        }
    }

    public uint ReadU32(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(GetSpan(address, 4));

    public void Write(uint address, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(GetSpan(address, 4), value);

    public void Write(uint address, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(GetSpan(address, 8), value);

    /// <summary>The file behind a descriptor.</summary>
    /// <exception cref="WasiFileException">There is none.</exception>
    public Preview1File GetFile(int argument) =>
        Wasi.Files.TryGet(U32(argument), out Preview1File? file) ? file : throw new WasiFileException(WasiErrorCode.BadDescriptor);

    /// <summary>Charges bytes that are moved.</summary>
    public void Charge(long bytes) => Store.ConsumeFuel(bytes / 16);
}
