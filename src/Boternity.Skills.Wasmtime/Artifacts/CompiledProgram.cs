using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>A component or module of Wasmtime's. Whoever has it frees it, or what it makes of it.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="Pointer">What the C API knows it by.</param>
internal sealed record CompiledProgram(WasmBinaryKind Kind, nint Pointer)
{
    /// <exception cref="WasmtimeFailureException">Wasmtime refuses it.</exception>
    public static unsafe CompiledProgram Compile(nint engine, WasmBinaryKind kind, ReadOnlySpan<byte> binary)
    {
        nint compiled = 0;
        fixed (byte* bytes = binary)
        {
            NativeError.ThrowIfAny(kind == WasmBinaryKind.Component
                ? ComponentMethods.New(engine, bytes, (nuint)binary.Length, &compiled)
                : ModuleMethods.New(engine, bytes, (nuint)binary.Length, &compiled));
        }

        return new CompiledProgram(kind, compiled);
    }

    /// <summary>Makes a program of bytes that <see cref="Serialize"/> gave. Nothing else may be given to it.</summary>
    /// <exception cref="WasmtimeFailureException">Another version or other settings made them.</exception>
    public static unsafe CompiledProgram Deserialize(nint engine, WasmBinaryKind kind, ReadOnlySpan<byte> artifact)
    {
        nint compiled = 0;
        fixed (byte* bytes = artifact)
        {
            NativeError.ThrowIfAny(kind == WasmBinaryKind.Component
                ? ComponentMethods.Deserialize(engine, bytes, (nuint)artifact.Length, &compiled)
                : ModuleMethods.Deserialize(engine, bytes, (nuint)artifact.Length, &compiled));
        }

        return new CompiledProgram(kind, compiled);
    }

    /// <summary>Gives the machine code as bytes, which are good during the call.</summary>
    public unsafe void Serialize(ArtifactReader read)
    {
        ByteVec bytes;
        NativeError.ThrowIfAny(Kind == WasmBinaryKind.Component
            ? ComponentMethods.Serialize(Pointer, &bytes)
            : ModuleMethods.Serialize(Pointer, &bytes));
        try
        {
            read(bytes.Span);
        }
        finally
        {
            EngineMethods.ByteVecDelete(&bytes);
        }
    }

    public void Free()
    {
        if (Kind == WasmBinaryKind.Component)
        {
            ComponentMethods.Delete(Pointer);
        }
        else
        {
            ModuleMethods.Delete(Pointer);
        }
    }
}

/// <summary>Takes the bytes of an artefact.</summary>
/// <param name="artifact">The bytes.</param>
internal delegate void ArtifactReader(ReadOnlySpan<byte> artifact);
