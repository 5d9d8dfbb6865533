using System.Buffers.Binary;
using Boternity.Skills.Wasmtime.Memory;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Modules;

/// <summary>What an instance of a <see cref="RuntimeModule"/> held, for others to begin with. Immutable.</summary>
internal sealed class InstanceState(GuestMemoryImage memory, GlobalVal[] globals)
{
    private const byte LastNumberKind = 3;

    /// <summary>What its memory held.</summary>
    public GuestMemoryImage Memory => memory;

    /// <summary>The values of the globals, in the order of <see cref="RuntimeModule.Globals"/>.</summary>
    public ReadOnlySpan<GlobalVal> Globals => globals;

    /// <summary>What it holds of the host's memory, in bytes.</summary>
    public long HeldBytes => memory.HeldBytes;

    /// <summary>Reads what <see cref="Write"/> wrote; null where it is of another module, or damaged.</summary>
    public static InstanceState? TryRead(RuntimeModule module, ReadOnlySpan<byte> bytes)
    {
        var globals = new GlobalVal[module.Globals.Count];
        const int GlobalBytes = 1 + sizeof(ulong);
        if (bytes.Length < sizeof(int) + (globals.Length * GlobalBytes)
            || BinaryPrimitives.ReadInt32LittleEndian(bytes) != globals.Length)
        {
            return null;
        }

        bytes = bytes[sizeof(int)..];
        foreach (ref GlobalVal global in globals.AsSpan())
        {
            global.Kind = bytes[0];
            global.Bits = BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]);
            bytes = bytes[GlobalBytes..];
            if (global.Kind > LastNumberKind)
            {
                return null;
            }
        }

        GuestMemoryImage? memory = GuestMemoryImage.TryRead(ref bytes);
        return memory is null || bytes.Length > 0 || memory.Length < module.Memory.Length
            ? null
            : new InstanceState(memory, globals);
    }

    /// <summary>Writes it, for <see cref="TryRead"/> in another process.</summary>
    public void Write(Stream stream)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt32LittleEndian(number, globals.Length);
        stream.Write(number[..sizeof(int)]);
        foreach (GlobalVal global in globals)
        {
            stream.WriteByte(global.Kind);
            BinaryPrimitives.WriteUInt64LittleEndian(number, global.Bits);
            stream.Write(number);
        }

        memory.Write(stream);
    }
}
