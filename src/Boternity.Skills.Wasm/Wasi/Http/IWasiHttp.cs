namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Sends a guest's requests, if the host's policy allows them.</summary>
internal interface IWasiHttp
{
    /// <summary>The most bytes that a request's body may have.</summary>
    int MaxRequestBytes { get; }

    /// <summary>Sends a request and gives the answer when its headers are there.</summary>
    /// <exception cref="WasiHttpException">It came to no answer.</exception>
    Task<WasiHttpResponse> SendAsync(WasiHttpRequest request, CancellationToken cancellationToken);
}
