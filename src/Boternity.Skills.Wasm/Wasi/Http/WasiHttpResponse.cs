namespace Boternity.Skills.Wasm.Wasi;

/// <summary>An answer, as the host gives it.</summary>
internal abstract class WasiHttpResponse : IDisposable
{
    public abstract int Status { get; }

    public abstract IEnumerable<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The next bytes of the body; 0 at its end.</summary>
    /// <exception cref="WasiHttpException">It broke off.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    public abstract void Dispose();
}
