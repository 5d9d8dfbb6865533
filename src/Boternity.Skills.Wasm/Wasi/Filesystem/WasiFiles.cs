using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>The methods of <c>wasi:filesystem/types.descriptor</c> that read and write files.</summary>
internal static class WasiFiles
{
    private const ulong MaxRead = 64 << 10;

    public static void Define(HostDefinitions definitions)
    {
        WasiDescriptorMethods.Define(
            definitions,
            "read-via-stream",
            ", u64) -> result<own<input-stream>",
            (guest, d, a) => Stream(new WasiFileInput(guest, Require(d, d.File.CanRead), Offset(a[1]))));
        WasiDescriptorMethods.Define(
            definitions,
            "write-via-stream",
            ", u64) -> result<own<output-stream>",
            (guest, d, a) => Stream(new WasiFileOutput(guest, Require(d, d.File.CanWrite), Offset(a[1]))));
        WasiDescriptorMethods.Define(
            definitions,
            "append-via-stream",
            ") -> result<own<output-stream>",
            (guest, d, _) => Stream(new WasiFileOutput(guest, Require(d, d.File.CanWrite), offset: null)));
        WasiDescriptorMethods.Define(definitions, "read", ", u64, u64) -> result<tuple(list<u8>, bool)", Read);
        WasiDescriptorMethods.Define(definitions, "write", ", list<u8>, u64) -> result<u64", Write);
        WasiDescriptorMethods.Define(definitions, "set-size", ", u64) -> result<_", (_, d, a) =>
        {
            d.File.SetLength(Offset(a[1]));
            return ComponentValue.Ok();
        });
        WasiDescriptorMethods.Define(
            definitions, "advise", ", u64, u64, enum(6)) -> result<_", (_, _, _) => ComponentValue.Ok());
        WasiDescriptorMethods.Define(definitions, "sync", ") -> result<_", (_, d, _) => Sync(d));
        WasiDescriptorMethods.Define(definitions, "sync-data", ") -> result<_", (_, d, _) => Sync(d));
    }

    private static WasiSharedFile Require(WasiDescriptor descriptor, bool may) =>
        may ? descriptor.SharedFile : throw new GuestFileException(GuestFileError.NotPermitted);

    private static long Offset(ComponentValue value) =>
        value.AsU64() <= long.MaxValue ? (long)value.AsU64() : throw new GuestFileException(GuestFileError.Invalid);

    private static ComponentValue Stream(HostObject stream) => ComponentValue.Ok(ComponentValue.FromResource(stream));

    private static ComponentValue Read(Guest guest, WasiDescriptor descriptor, ReadOnlySpan<ComponentValue> arguments)
    {
        ulong length = Math.Min(arguments[1].AsU64(), MaxRead);
        guest.ConsumeFuelForBytes((long)length);
        var buffer = new byte[length];
        int read = descriptor.File.Read(Offset(arguments[2]), buffer);
        bool atEnd = read == 0 && buffer.Length > 0;
        return ComponentValue.Ok(ComponentValue.FromRecord(
            ComponentValue.FromArray(read == buffer.Length ? buffer : buffer[..read]), ComponentValue.FromBool(atEnd)));
    }

    private static ComponentValue Write(Guest guest, WasiDescriptor descriptor, ReadOnlySpan<ComponentValue> arguments)
    {
        byte[] bytes = arguments[1].AsBytes();
        guest.ConsumeFuelForBytes(bytes.Length);
        descriptor.File.Write(Offset(arguments[2]), bytes);
        return ComponentValue.Ok(ComponentValue.FromUnsigned((ulong)bytes.Length));
    }

    private static ComponentValue Sync(WasiDescriptor descriptor)
    {
        if (descriptor.IsDirectory)
        {
            descriptor.Directory.Sync();
        }
        else
        {
            descriptor.File.Sync();
        }

        return ComponentValue.Ok();
    }
}
