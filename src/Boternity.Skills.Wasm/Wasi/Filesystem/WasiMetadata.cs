using System.Buffers.Binary;
using System.Security.Cryptography;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Clocks;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>
/// The methods of <c>wasi:filesystem/types.descriptor</c> that tell or set what is known of a file or directory.
/// </summary>
internal static class WasiMetadata
{
    private const string DateTime = "record(u64, u32)";
    private const string Stat =
        $"record(enum(8), u64, u64, option<{DateTime}>, option<{DateTime}>, option<{DateTime}>)";
    private const string Timestamps = $"variant(_, _, {DateTime}), variant(_, _, {DateTime})";
    private const string Hash = "record(u64, u64)";

    // The year 8307: what a file system can hold is less.
    private const ulong MaxSeconds = 200_000_000_000;

    public static void Define(HostDefinitions definitions)
    {
        WasiDescriptorMethods.Define(
            definitions,
            "get-flags",
            ") -> result<flags(6)",
            (_, d, _) => ComponentValue.Ok(ComponentValue.FromFlags(d.Flags)));
        WasiDescriptorMethods.Define(definitions, "get-type", ") -> result<enum(8)", (_, d, _) => ComponentValue.Ok(
            ComponentValue.FromEnum((int)(d.IsDirectory ? GuestFileKind.Directory : GuestFileKind.RegularFile))));
        WasiDescriptorMethods.Define(definitions, "stat", $") -> result<{Stat}", (guest, d, _) =>
            ToStat(guest.Clock, d.GetInfo()));
        WasiDescriptorMethods.Define(definitions, "stat-at", $", flags(1), string) -> result<{Stat}", (guest, d, a) =>
            ToStat(guest.Clock, d.Directory.GetInfo(a[2].AsString())));
        WasiDescriptorMethods.Define(definitions, "set-times", $", {Timestamps}) -> result<_", (guest, d, a) =>
            SetTimes(guest, d.File, a[1], a[2]));
        WasiDescriptorMethods.Define(
            definitions,
            "set-times-at",
            $", flags(1), string, {Timestamps}) -> result<_",
            (guest, d, a) =>
            {
                using IGuestFile file = d.Directory.OpenFile(a[2].AsString(), GuestOpenFlags.Write);
                return SetTimes(guest, file, a[3], a[4]);
            });
        WasiDescriptorMethods.Define(
            definitions,
            "metadata-hash",
            $") -> result<{Hash}",
            (guest, d, _) => ToHash(guest.Clock, d.GetInfo()));
        WasiDescriptorMethods.Define(
            definitions, "metadata-hash-at", $", flags(1), string) -> result<{Hash}", (guest, d, a) =>
                ToHash(guest.Clock, d.Directory.GetInfo(a[2].AsString())));
        definitions.Function(
            WasiDescriptorMethods.Interface,
            "[method]descriptor.is-same-object",
            IsSame,
            "(borrow<descriptor>, borrow<descriptor>) -> bool");
    }

    private static ComponentValue SetTimes(
        Guest guest, IGuestFile file, ComponentValue accessed, ComponentValue modified)
    {
        file.SetTimes(ToTime(guest, accessed), ToTime(guest, modified));
        return ComponentValue.Ok();
    }

    // new-timestamp: no-change, now, timestamp(datetime).
    private static DateTimeOffset? ToTime(Guest guest, ComponentValue value)
    {
        if (value.AsCase() == 0)
        {
            return null;
        }

        if (value.AsCase() == 1)
        {
            return guest.Clock.UtcNow;
        }

        ReadOnlySpan<ComponentValue> when = value.Payload.AsValues();
        ulong seconds = when[0].AsU64();
        return seconds <= MaxSeconds && when[1].AsU32() <= 999_999_999
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(when[1].AsU32() / 100)
            : throw new GuestFileException(GuestFileError.Invalid);
    }

    private static ComponentValue ToStat(GuestClock clock, GuestFileInfo info) => ComponentValue.Ok(
        ComponentValue.FromRecord(
            ComponentValue.FromEnum((int)info.Kind),
            ComponentValue.FromUnsigned((ulong)info.Links),
            ComponentValue.FromUnsigned((ulong)info.Size),
            ComponentValue.Some(WasiClocks.ToDateTime(clock.OfFile(info.Accessed))),
            ComponentValue.Some(WasiClocks.ToDateTime(clock.OfFile(info.Modified))),
            ComponentValue.Some(WasiClocks.ToDateTime(clock.OfFile(info.Changed)))));

    // What identifies the entry, and what changes with its contents; no guest learns a number of the host's from it,
    // nor a time more exactly than its clock tells.
    private static ComponentValue ToHash(GuestClock clock, GuestFileInfo info)
    {
        Span<byte> bytes = stackalloc byte[40];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, info.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], info.Node);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], info.Size);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], clock.OfFile(info.Modified));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], clock.OfFile(info.Changed));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return ComponentValue.Ok(ComponentValue.FromRecord(
            ComponentValue.FromUnsigned(BinaryPrimitives.ReadUInt64LittleEndian(hash)),
            ComponentValue.FromUnsigned(BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]))));
    }

    private static ComponentValue IsSame(Guest guest, ReadOnlySpan<ComponentValue> arguments)
    {
        WasiDescriptor one = arguments[0].AsResource<WasiDescriptor>();
        WasiDescriptor other = arguments[1].AsResource<WasiDescriptor>();
        if (ReferenceEquals(one, other))
        {
            return ComponentValue.FromBool(true);
        }

        try
        {
            GuestFileInfo a = one.GetInfo();
            GuestFileInfo b = other.GetInfo();
            return ComponentValue.FromBool(a.Node != 0 && (a.Device, a.Node) == (b.Device, b.Node));
        }
        catch (GuestFileException)
        {
            return ComponentValue.FromBool(false);
        }
    }
}
