namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:filesystem/types.descriptor-type</c>, in its order.</summary>
internal enum WasiFileKind
{
    Unknown,
    BlockDevice,
    CharacterDevice,
    Directory,
    Fifo,
    SymbolicLink,
    RegularFile,
    Socket,
}
