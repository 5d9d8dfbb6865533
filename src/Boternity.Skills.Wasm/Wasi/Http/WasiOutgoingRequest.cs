using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.outgoing-request</c>.</summary>
internal sealed class WasiOutgoingRequest : WasiHeld
{
    private const int Overhead = 512;

    public WasiOutgoingRequest(WasiContext wasi, WasiFields headers)
        : base(wasi)
    {
        Hold(Overhead);
        headers.IsImmutable = true;
        Headers = headers;
    }

    public WasiFields Headers { get; }

    /// <summary>The variant as the guest set it.</summary>
    public ComponentValue Method { get; set; } = ComponentValue.FromCase(0);

    /// <summary>The option of a variant as the guest set it.</summary>
    public ComponentValue Scheme { get; set; }

    public string? Authority
    {
        get;
        set => field = Replace(field, value);
    }

    public string? Path
    {
        get;
        set => field = Replace(field, value);
    }

    public WasiOutgoingBody? Body { get; set; }

    /// <summary>Gives back what it and its headers hold: it was dropped, or is on its way.</summary>
    public void Close()
    {
        Headers.Dispose();
        Dispose();
    }

    private string? Replace(string? old, string? value)
    {
        Hold(((value?.Length ?? 0) - (old?.Length ?? 0)) * sizeof(char));
        return value;
    }
}
