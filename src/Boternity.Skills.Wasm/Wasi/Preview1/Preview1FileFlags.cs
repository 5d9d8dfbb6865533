namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Preview 1's <c>fdflags</c>.</summary>
[Flags]
internal enum Preview1FileFlags
{
    None = 0,
    Append = 1,
    DataSync = 2,
    NonBlocking = 4,
    ReadSync = 8,
    Sync = 16,
    All = Append | DataSync | NonBlocking | ReadSync | Sync,
}
