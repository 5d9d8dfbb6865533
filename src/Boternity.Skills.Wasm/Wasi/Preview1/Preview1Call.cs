using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>
/// One call of a preview 1 function: the arguments, and the guest's memory that they point into. Pointers that do not
/// fit trap.
/// </summary>
internal readonly ref struct Preview1Call(
    Guest guest, GuestMemory memory, Preview1Files files, ReadOnlySpan<ulong> arguments)
{
    // No text is made of a longer one: it would be memory of the host that nobody counts.
    private const int MaxPathBytes = 4096;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<ulong> _arguments = arguments;

    public Guest Guest { get; } = guest;

    public Preview1Files Files { get; } = files;

    public uint U32(int argument) => (uint)_arguments[argument];

    public ulong U64(int argument) => _arguments[argument];

    public Span<byte> GetSpan(uint address, uint length) => memory.GetSpan(address, length);

    /// <summary>Traps where bytes are not all in the memory, however many: a span holds 2 GiB, a memory 4.</summary>
    public void CheckRange(uint address, uint length)
    {
        if (length > 0)
        {
            GetSpan(address, 1);
            ulong last = (ulong)address + length - 1;
            memory.GetSpan(last, 1);
        }
    }

    /// <summary>The bytes of a path, as text.</summary>
    /// <exception cref="GuestFileException">They are not UTF-8, or too many.</exception>
    public string GetPath(int argument)
    {
        Span<byte> bytes = GetSpan(U32(argument), U32(argument + 1));
        if (bytes.Length > MaxPathBytes)
        {
            throw new GuestFileException(GuestFileError.NameTooLong);
        }

        Charge(bytes.Length);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new GuestFileException(GuestFileError.IllegalByteSequence, innerException: exception);
        }
    }

    public uint ReadU32(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(GetSpan(address, sizeof(uint)));

    public void Write(uint address, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(GetSpan(address, sizeof(uint)), value);

    public void Write(uint address, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(GetSpan(address, sizeof(ulong)), value);

    /// <summary>The file behind a descriptor.</summary>
    /// <exception cref="GuestFileException">There is none.</exception>
    public Preview1File GetFile(int argument) => Files.TryGet(U32(argument), out Preview1File? file)
        ? file
        : throw new GuestFileException(GuestFileError.BadDescriptor);

    /// <summary>Charges bytes that are moved.</summary>
    public void Charge(long bytes) => Guest.ConsumeFuelForBytes(bytes);
}
