using Boternity.Skills.Wasm.Components;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.outgoing-request</c>.</summary>
internal sealed class WasiOutgoingRequest(WasiFields headers)
{
    public WasiFields Headers { get; } = headers;

    /// <summary>The variant as the guest set it.</summary>
    public ComponentValue Method { get; set; } = ComponentValue.FromCase(0);

    /// <summary>The option of a variant as the guest set it.</summary>
    public ComponentValue Scheme { get; set; }

    public string? Authority { get; set; }

    public string? Path { get; set; }

    public WasiOutgoingBody? Body { get; set; }
}
