namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>What a function of preview 1 does. A thrown <c>GuestFileException</c> becomes its errno.</summary>
internal delegate Errno Preview1Operation(Preview1Call call);

/// <summary>
/// A function of <c>wasi_snapshot_preview1</c>, as data: an engine enumerates them and binds each in its own way.
/// </summary>
internal sealed record Preview1Function
{
    public required string Name { get; init; }

    /// <summary>A letter for each parameter: <c>i</c> for an i32, <c>I</c> for an i64.</summary>
    public required string Parameters { get; init; }

    /// <summary>Whether it gives an errno (i32); the other gives nothing.</summary>
    public bool HasResult { get; init; } = true;

    /// <summary>
    /// The rights to the descriptor in the first argument without which it answers <see cref="Errno.NotCapable"/>: a
    /// guest can give rights up.
    /// </summary>
    public Preview1Rights Requires { get; init; }

    public required Preview1Operation Operation { get; init; }
}
