namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Cases of <c>wasi:http/types.error-code</c>, by their place in it.</summary>
internal enum WasiHttpErrorCode
{
    DnsError = 1,
    DestinationUnavailable = 3,
    DestinationIpProhibited = 4,
    ConnectionRefused = 6,
    ConnectionTerminated = 7,
    ConnectionTimeout = 8,
    ConnectionLimitReached = 11,
    TlsProtocolError = 12,
    RequestDenied = 15,
    RequestBodySize = 17,
    RequestMethodInvalid = 18,
    RequestUriInvalid = 19,
    RequestHeaderSize = 22,
    ResponseHeaderSectionSize = 26,
    ResponseBodySize = 28,
    ResponseTimeout = 33,
    ProtocolError = 35,
    LoopDetected = 36,
    InternalError = 38,
}
