namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.future-trailers</c>: there never are any.</summary>
internal sealed class WasiFutureTrailers
{
    public bool IsTaken { get; set; }
}
