namespace Boternity.Skills.Wasm.Wasi;

/// <summary>A request came to no answer, or an answer's body broke off. The guest gets the code.</summary>
internal sealed class WasiHttpException(WasiHttpErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public WasiHttpErrorCode Code { get; } = code;
}
