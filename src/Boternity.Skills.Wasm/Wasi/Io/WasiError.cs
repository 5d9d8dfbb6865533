namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Why a stream failed: <c>wasi:io/error</c>'s resource.</summary>
/// <param name="Message">For people; it names no path of the host.</param>
/// <param name="File">Where a file failed, the code.</param>
/// <param name="Http">Where a request or answer failed, the error.</param>
internal sealed record WasiError(string Message, WasiErrorCode? File = null, WasiHttpException? Http = null);
