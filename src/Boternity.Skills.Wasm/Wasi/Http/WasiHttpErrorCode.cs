using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>Cases of <c>wasi:http/types.error-code</c>, by their place in it, as far as they are used.</summary>
internal enum WasiHttpErrorCode
{
    DnsError = 1,
    DestinationUnavailable = 3,
    ConnectionRefused = 6,
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
}

/// <summary>What WASI calls the errors of the host's HTTP.</summary>
internal static class WasiHttpErrorCodes
{
    // error-code, in which sizes of fields stand in five places.
    private const string FieldSize = "record(option<string>, option<u32>)";

    /// <summary>The shape of <c>error-code</c>.</summary>
    public const string Shape =
        "variant(_, record(option<string>, option<u16>), _, _, _, _, _, _, _, _, _, _, _, _, record(option<u8>, "
            + "option<string>), "
        + $"_, _, option<u64>, _, _, _, option<u32>, option<{FieldSize}>, option<u32>, {FieldSize}, _, option<u32>, "
        + $"{FieldSize}, "
        + $"option<u64>, option<u32>, {FieldSize}, option<string>, option<string>, _, _, _, _, _, option<string>)";

    public static WasiHttpErrorCode From(GuestHttpError error) => error switch
    {
        GuestHttpError.Denied => WasiHttpErrorCode.RequestDenied,
        GuestHttpError.UrlInvalid => WasiHttpErrorCode.RequestUriInvalid,
        GuestHttpError.MethodInvalid => WasiHttpErrorCode.RequestMethodInvalid,
        GuestHttpError.HeaderInvalid => WasiHttpErrorCode.RequestHeaderSize,
        GuestHttpError.RequestTooLarge => WasiHttpErrorCode.RequestBodySize,
        GuestHttpError.TooManyRequests => WasiHttpErrorCode.ConnectionLimitReached,
        GuestHttpError.TooManyRedirects => WasiHttpErrorCode.LoopDetected,
        GuestHttpError.NameNotResolved => WasiHttpErrorCode.DnsError,
        GuestHttpError.ConnectionRefused => WasiHttpErrorCode.ConnectionRefused,
        GuestHttpError.ConnectionFailed => WasiHttpErrorCode.DestinationUnavailable,
        GuestHttpError.TlsFailed => WasiHttpErrorCode.TlsProtocolError,
        GuestHttpError.TimedOut => WasiHttpErrorCode.ResponseTimeout,
        GuestHttpError.HeadersTooLarge => WasiHttpErrorCode.ResponseHeaderSectionSize,
        GuestHttpError.BodyTooLarge => WasiHttpErrorCode.ResponseBodySize,
        _ => WasiHttpErrorCode.ProtocolError,
    };

    /// <summary>The <c>error-code</c> of an error. Payloads say no more than that there is nothing to say.</summary>
    public static ComponentValue ToValue(GuestHttpException error) => From(error.Error) switch
    {
        WasiHttpErrorCode.DnsError => ComponentValue.FromCase(
            (int)WasiHttpErrorCode.DnsError, ComponentValue.FromRecord(ComponentValue.None, ComponentValue.None)),
        var code => ComponentValue.FromCase((int)code),
    };
}
