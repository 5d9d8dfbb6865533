using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>Why a stream failed: <c>wasi:io/error</c>'s resource.</summary>
internal sealed class WasiError : HostObject
{
    private const long BaseBytes = 512;

    /// <summary>A file failed.</summary>
    public WasiError(Guest guest, GuestFileException file)
        : base(guest, BaseBytes)
    {
        Message = file.Message;
        File = file.Error;
    }

    /// <summary>A request or an answer failed.</summary>
    public WasiError(Guest guest, GuestHttpException http)
        : base(guest, BaseBytes)
    {
        Message = http.Message;
        Http = http;
    }

    /// <summary>For people; it names no path of the host.</summary>
    public string Message { get; }

    /// <summary>Where a file failed, why.</summary>
    public GuestFileError? File { get; }

    /// <summary>Where a request or an answer failed, why.</summary>
    public GuestHttpException? Http { get; }
}
