using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.outgoing-request</c>.</summary>
internal sealed class WasiOutgoingRequest : HostObject
{
    private const long Bytes = 512;

    public WasiOutgoingRequest(Guest guest, WasiFields headers)
        : base(guest, Bytes)
    {
        headers.IsImmutable = true;
        Headers = headers;
    }

    /// <summary>The headers, which the request owns.</summary>
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

    /// <summary>The content of its body, where the guest took it.</summary>
    public WasiOutgoingContent? Content { get; set; }

    /// <summary>Takes the content: it is sent, and no longer goes with the request.</summary>
    public WasiOutgoingContent? TakeContent()
    {
        WasiOutgoingContent? content = Content;
        Content = null;
        return content;
    }

    public override void Dispose()
    {
        Headers.Dispose();
        Content?.Abandon();
        base.Dispose();
    }

    private string? Replace(string? old, string? value)
    {
        Charge((value?.Length ?? 0) * sizeof(char));
        Release((old?.Length ?? 0) * sizeof(char));
        return value;
    }
}
