using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Wasi;

internal static partial class WasiFilesystem
{
    private static void DefineFiles(ComponentLinker linker)
    {
        Define(linker, "read-via-stream", ", u64) -> result<own", (_, d, a) => ComponentValue.Ok(ComponentValue.FromResource(new WasiFileInput(Require(d, d.File.CanRead), Offset(a[1])))));
        Define(linker, "write-via-stream", ", u64) -> result<own", (_, d, a) => ComponentValue.Ok(ComponentValue.FromResource(new WasiFileOutput(Require(d, d.File.CanWrite), Offset(a[1])))));
        Define(linker, "append-via-stream", ") -> result<own", (_, d, _) => ComponentValue.Ok(ComponentValue.FromResource(new WasiFileOutput(Require(d, d.File.CanWrite), null))));
        Define(linker, "read", ", u64, u64) -> result<tuple(list<u8>, bool)", Read);
        Define(linker, "write", ", list<u8>, u64) -> result<u64", Write);
        Define(linker, "set-size", ", u64) -> result<_", (_, d, a) =>
        {
            d.File.SetLength(Offset(a[1]));
            return ComponentValue.Ok();
        });
        Define(linker, "advise", ", u64, u64, enum(6)) -> result<_", (_, _, _) => ComponentValue.Ok());
        Define(linker, "sync", ") -> result<_", (_, d, _) => Sync(d));
        Define(linker, "sync-data", ") -> result<_", (_, d, _) => Sync(d));
    }

    private static void DefineMetadata(ComponentLinker linker)
    {
        Define(linker, "get-flags", ") -> result<flags(6)", (_, d, _) => ComponentValue.Ok(ComponentValue.FromFlags(d.Flags)));
        Define(linker, "get-type", ") -> result<enum(8)", (_, d, _) => ComponentValue.Ok(ComponentValue.FromEnum((int)(d.IsDirectory ? WasiFileKind.Directory : WasiFileKind.RegularFile))));
        Define(linker, "stat", $") -> result<{Stat}", (_, d, _) => ComponentValue.Ok(ToStat(d.GetEntry())));
        Define(linker, "stat-at", $", flags(1), string) -> result<{Stat}", (_, d, a) => ComponentValue.Ok(ToStat(d.Directory.GetEntry(a[2].AsString()))));
        Define(linker, "set-times", $", {Timestamps}) -> result<_", (c, d, a) => SetTimes(c, d.File, a[1], a[2]));
        Define(linker, "set-times-at", $", flags(1), string, {Timestamps}) -> result<_", (c, d, a) =>
        {
            using WasiFile file = d.Directory.OpenFile(a[2].AsString(), WasiOpen.Write);
            return SetTimes(c, file, a[3], a[4]);
        });
        Define(linker, "metadata-hash", ") -> result<record(u64, u64)", (_, d, _) => ComponentValue.Ok(ToHash(d.GetEntry())));
        Define(linker, "metadata-hash-at", ", flags(1), string) -> result<record(u64, u64)", (_, d, a) => ComponentValue.Ok(ToHash(d.Directory.GetEntry(a[2].AsString()))));
    }

    private static WasiSharedFile Require(WasiDescriptor descriptor, bool may) =>
        may ? descriptor.SharedFile.Hold() : throw new WasiFileException(WasiErrorCode.NotPermitted);

    private static long Offset(ComponentValue value) => value.AsU64() <= long.MaxValue ? (long)value.AsU64() : throw new WasiFileException(WasiErrorCode.Invalid);

    private static ComponentValue Read(ComponentContext context, WasiDescriptor descriptor, ReadOnlySpan<ComponentValue> arguments)
    {
        ulong length = Math.Min(arguments[1].AsU64(), MaxRead);
        context.Store.ConsumeFuel((long)length / 16);
        var buffer = new byte[length];
        int read = descriptor.File.Read(Offset(arguments[2]), buffer);
        bool atEnd = read == 0 && buffer.Length > 0;
        return ComponentValue.Ok(ComponentValue.FromRecord(ComponentValue.FromArray(read == buffer.Length ? buffer : buffer[..read]), ComponentValue.FromBool(atEnd)));
    }

    private static ComponentValue Write(ComponentContext context, WasiDescriptor descriptor, ReadOnlySpan<ComponentValue> arguments)
    {
        byte[] bytes = arguments[1].AsBytes();
        context.Store.ConsumeFuel(bytes.Length / 16);
        descriptor.File.Write(Offset(arguments[2]), bytes);
        return ComponentValue.Ok(ComponentValue.FromUnsigned((ulong)bytes.Length));
    }

    private static ComponentValue Sync(WasiDescriptor descriptor)
    {
        if (descriptor.IsDirectory) descriptor.Directory.Sync();
        else descriptor.File.Sync();
        return ComponentValue.Ok();
    }

    private static ComponentValue SetTimes(ComponentContext context, WasiFile file, ComponentValue accessed, ComponentValue modified)
    {
        TimeProvider time = context.GetState<IWasiState>().Wasi.Time;
        file.SetTimes(ToTime(time, accessed), ToTime(time, modified));
        return ComponentValue.Ok();
    }

    // new-timestamp: no-change, now, timestamp(datetime).
    private static DateTimeOffset? ToTime(TimeProvider time, ComponentValue value)
    {
        if (value.AsCase() == 0) return null;
        if (value.AsCase() == 1) return time.GetUtcNow();
        ReadOnlySpan<ComponentValue> when = value.Payload.AsValues();
        ulong seconds = when[0].AsU64();
        if (seconds > 200_000_000_000 || when[1].AsU32() > 999_999_999) throw new WasiFileException(WasiErrorCode.Invalid);
        return DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(when[1].AsU32() / 100);
    }

    private static ComponentValue ToStat(WasiEntry entry) => ComponentValue.FromRecord(
        ComponentValue.FromEnum((int)entry.Kind),
        ComponentValue.FromUnsigned(entry.Links),
        ComponentValue.FromUnsigned((ulong)entry.Size),
        ComponentValue.Some(WasiClocks.ToDateTime(entry.Accessed)),
        ComponentValue.Some(WasiClocks.ToDateTime(entry.Modified)),
        ComponentValue.Some(WasiClocks.ToDateTime(entry.Changed)));

    // What identifies the entry, and what changes with its contents; no guest learns a number of the host's from it.
    private static ComponentValue ToHash(WasiEntry entry)
    {
        Span<byte> bytes = stackalloc byte[40];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, entry.Device);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], entry.Node);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], entry.Size);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], entry.Modified.UtcTicks);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], entry.Changed.UtcTicks);
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(bytes, hash);
        return ComponentValue.FromRecord(
            ComponentValue.FromUnsigned(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(hash)),
            ComponentValue.FromUnsigned(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(hash[8..])));
    }

    private static bool IsSame(WasiDescriptor one, WasiDescriptor other)
    {
        if (ReferenceEquals(one, other)) return true;
        try
        {
            WasiEntry a = one.GetEntry();
            WasiEntry b = other.GetEntry();
            return a.Node != 0 && (a.Device, a.Node) == (b.Device, b.Node);
        }
        catch (WasiFileException)
        {
            return false;
        }
    }
}
