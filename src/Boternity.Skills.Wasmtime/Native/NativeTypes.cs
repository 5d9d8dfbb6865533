using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasmtime.Native;

/// <summary><c>wasm_byte_vec_t</c> and <c>wasm_name_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ByteVec
{
    public nuint Size;
    public byte* Data;

    public readonly ReadOnlySpan<byte> Span => new(Data, (int)Size);
}

/// <summary>A vector of pointers: <c>wasm_valtype_vec_t</c>, <c>wasm_frame_vec_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PointerVec
{
    public nuint Size;
    public nint* Data;
}

/// <summary><c>wasmtime_component_vallist_t</c> and <c>wasmtime_component_valtuple_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ValVec
{
    public nuint Size;
    public ComponentVal* Data;
}

/// <summary><c>wasmtime_component_valrecord_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RecordVec
{
    public nuint Size;
    public RecordEntry* Data;
}

/// <summary><c>wasmtime_component_valflags_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NameVec
{
    public nuint Size;
    public ByteVec* Data;
}

/// <summary><c>wasmtime_component_val_t</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal unsafe struct ComponentVal
{
    [FieldOffset(0)]
    public ValKind Kind;

    [FieldOffset(8)]
    public byte Bool;

    [FieldOffset(8)]
    public sbyte S8;

    [FieldOffset(8)]
    public byte U8;

    [FieldOffset(8)]
    public short S16;

    [FieldOffset(8)]
    public ushort U16;

    [FieldOffset(8)]
    public int S32;

    [FieldOffset(8)]
    public uint U32;

    [FieldOffset(8)]
    public ulong U64;

    /// <summary>A string, an enum's case, or a variant's.</summary>
    [FieldOffset(8)]
    public ByteVec Name;

    [FieldOffset(8)]
    public ValVec List;

    [FieldOffset(8)]
    public RecordVec Record;

    [FieldOffset(8)]
    public NameVec Flags;

    /// <summary>What an option holds; null for none.</summary>
    [FieldOffset(8)]
    public ComponentVal* Some;

    /// <summary>What a variant's case carries; null for nothing.</summary>
    [FieldOffset(24)]
    public ComponentVal* VariantPayload;

    /// <summary>What a result carries; null for nothing. <see cref="Bool"/> says whether it is ok.</summary>
    [FieldOffset(16)]
    public ComponentVal* ResultPayload;

    [FieldOffset(8)]
    public nint Resource;
}

/// <summary><c>wasmtime_component_valrecord_entry_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecordEntry
{
    public ByteVec Name;
    public ComponentVal Value;
}

/// <summary><c>wasmtime_component_valkind_t</c>.</summary>
internal enum ValKind : byte
{
    Bool,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    S64,
    U64,
    F32,
    F64,
    Char,
    String,
    List,
    Record,
    Tuple,
    Variant,
    Enum,
    Option,
    Result,
    Flags,
    Resource,
}

/// <summary><c>wasmtime_val_raw_t</c>: an argument or result of a core function.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct RawVal
{
    [FieldOffset(0)]
    public int I32;

    [FieldOffset(0)]
    public ulong I64;
}

/// <summary>
/// <c>wasmtime_instance_t</c>, <c>wasmtime_component_instance_t</c>, <c>wasmtime_component_func_t</c>: numbers that
/// mean something to the store alone, with room to spare.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct StoreItem
{
    public ulong StoreId;
}

/// <summary><c>wasmtime_func_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CoreFunc
{
    public ulong StoreId;
    public nint Private;
}

/// <summary><c>wasmtime_extern_t</c>, with room to spare.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal struct ExternItem
{
    [FieldOffset(0)]
    public byte Kind;

    [FieldOffset(8)]
    public CoreFunc Func;

    /// <summary>A global, which is known by its address.</summary>
    [FieldOffset(8)]
    public ulong GlobalStoreId;
}

/// <summary><c>wasmtime_val_t</c> of a number, with room to spare.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal struct GlobalVal
{
    public const byte I64 = 1;

    /// <summary>0 to 3: i32, i64, f32, f64.</summary>
    [FieldOffset(0)]
    public byte Kind;

    [FieldOffset(8)]
    public ulong Bits;
}

/// <summary><c>wasmtime_linear_memory_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeLinearMemory
{
    public nint Env;
    public delegate* unmanaged<nint, nuint*, nuint*, byte*> GetMemory;
    public delegate* unmanaged<nint, nuint, nint> GrowMemory;
    public delegate* unmanaged<nint, void> Finalizer;
}

/// <summary><c>wasmtime_memory_creator_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMemoryCreator
{
    public nint Env;
    public delegate* unmanaged<nint, nint, nuint, nuint, nuint, nuint, NativeLinearMemory*, nint> NewMemory;
    public delegate* unmanaged<nint, void> Finalizer;
}
