using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Wasm.Wasi;

namespace Boternity.Skills.Execution.Sandbox;

/// <summary>Puts the refusals and failures of the host's side into the codes of WASI.</summary>
internal static class SessionErrors
{
    public static T Translate<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (SandboxException e)
        {
            throw Translate(e);
        }
    }

    public static void Translate(Action operation)
    {
        try
        {
            operation();
        }
        catch (SandboxException e)
        {
            throw Translate(e);
        }
    }

    public static WasiFileException Translate(SandboxException e) => new(
        e.Error switch
        {
            SandboxError.NotPermitted => WasiErrorCode.NotPermitted,
            SandboxError.Invalid => WasiErrorCode.Invalid,
            SandboxError.Link => WasiErrorCode.Loop,
            SandboxError.Access => WasiErrorCode.Access,
            SandboxError.NotFound => WasiErrorCode.NoEntry,
            SandboxError.Exists => WasiErrorCode.Exist,
            SandboxError.IsDirectory => WasiErrorCode.IsDirectory,
            SandboxError.NotDirectory => WasiErrorCode.NotDirectory,
            SandboxError.NotEmpty => WasiErrorCode.NotEmpty,
            SandboxError.NotRegular => WasiErrorCode.Unsupported,
            SandboxError.NameTooLong => WasiErrorCode.NameTooLong,
            SandboxError.TooLarge => WasiErrorCode.FileTooLarge,
            SandboxError.Quota => WasiErrorCode.Quota,
            SandboxError.TooManyOpen => WasiErrorCode.InsufficientMemory,
            SandboxError.NoSpace => WasiErrorCode.InsufficientSpace,
            SandboxError.ReadOnly => WasiErrorCode.ReadOnly,
            SandboxError.Busy => WasiErrorCode.Busy,
            SandboxError.CrossDevice => WasiErrorCode.CrossDevice,
            _ => WasiErrorCode.Io,
        },
        e.Message,
        e);

    public static WasiHttpException Translate(GuardedHttpException e) => new(
        e.Error switch
        {
            GuardedHttpError.Denied => WasiHttpErrorCode.RequestDenied,
            GuardedHttpError.UrlInvalid => WasiHttpErrorCode.RequestUriInvalid,
            GuardedHttpError.MethodInvalid => WasiHttpErrorCode.RequestMethodInvalid,
            GuardedHttpError.HeaderInvalid => WasiHttpErrorCode.RequestHeaderSize,
            GuardedHttpError.RequestTooLarge => WasiHttpErrorCode.RequestBodySize,
            GuardedHttpError.TooManyRequests => WasiHttpErrorCode.ConnectionLimitReached,
            GuardedHttpError.TooManyRedirects => WasiHttpErrorCode.LoopDetected,
            GuardedHttpError.NameNotResolved => WasiHttpErrorCode.DnsError,
            GuardedHttpError.ConnectionRefused => WasiHttpErrorCode.ConnectionRefused,
            GuardedHttpError.ConnectionFailed => WasiHttpErrorCode.DestinationUnavailable,
            GuardedHttpError.TlsFailed => WasiHttpErrorCode.TlsProtocolError,
            GuardedHttpError.TimedOut => WasiHttpErrorCode.ResponseTimeout,
            GuardedHttpError.HeadersTooLarge => WasiHttpErrorCode.ResponseHeaderSectionSize,
            GuardedHttpError.BodyTooLarge => WasiHttpErrorCode.ResponseBodySize,
            _ => WasiHttpErrorCode.ProtocolError,
        },
        e.Message,
        e);
}
