using System.Buffers.Binary;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Clocks;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Clocks, and waiting for them.</summary>
internal static class Preview1Clocks
{
    private const uint RealTime = 0;
    private const uint MonotonicTime = 1;

    private const int SubscriptionSize = 48;
    private const int EventSize = 32;
    private const uint MaxSubscriptions = 4096;

    public static IReadOnlyList<Preview1Function> Functions { get; } =
    [
        new() { Name = "clock_res_get", Parameters = "ii", Operation = GetResolution },
        new() { Name = "clock_time_get", Parameters = "iIi", Operation = GetTime },
        new() { Name = "poll_oneoff", Parameters = "iiii", Operation = Poll },
    ];

    private static Errno GetResolution(Preview1Call call)
    {
        if (call.U32(0) > MonotonicTime)
        {
            return Errno.Invalid;
        }

        GuestClock clock = call.Guest.Clock;
        call.Write(call.U32(1), call.U32(0) == RealTime ? clock.WallResolution : clock.MonotonicResolution);
        return Errno.Success;
    }

    private static Errno GetTime(Preview1Call call)
    {
        if (call.U32(0) > MonotonicTime)
        {
            return Errno.Invalid;
        }

        call.Write(call.U32(2), Now(call.Guest, call.U32(0)));
        return Errno.Success;
    }

    private static ulong Now(Guest guest, uint clock) => clock == RealTime ? guest.Clock.Wall : guest.Clock.Monotonic;

    private static Errno Poll(Preview1Call call)
    {
        uint count = call.U32(2);
        if (count is 0 or > MaxSubscriptions)
        {
            return Errno.Invalid;
        }

        call.Guest.ConsumeFuel(count);
        ReadOnlySpan<byte> subscriptions = call.GetSpan(call.U32(0), count * SubscriptionSize);
        Span<byte> events = call.GetSpan(call.U32(1), count * EventSize);
        var pollables = new WasiPollable[count];
        var errors = new Errno[count];
        int made = 0;
        try
        {
            for (; made < count; made++)
            {
                pollables[made] = Subscribe(
                    call, subscriptions.Slice(made * SubscriptionSize, SubscriptionSize), out errors[made]);
            }

            WasiWait.UntilAny(call.Guest, pollables);
            uint happened = 0;
            for (int i = 0; i < count; i++)
            {
                if (pollables[i].IsReady)
                {
                    WriteEvent(
                        subscriptions.Slice(i * SubscriptionSize, SubscriptionSize),
                        errors[i],
                        events.Slice((int)happened++ * EventSize, EventSize));
                }
            }

            call.Write(call.U32(3), happened);
            return Errno.Success;
        }
        finally
        {
            foreach (WasiPollable pollable in pollables.AsSpan(0, made))
            {
                pollable.Dispose();
            }
        }
    }

    // subscription: userdata u64, tag u8 at 8, then at 16 a clock (id u32, timeout u64 at 24, flags u16 at 40) or a
    // descriptor. An error is an event, too.
    private static WasiPollable Subscribe(Preview1Call call, ReadOnlySpan<byte> subscription, out Errno error)
    {
        const byte clockTag = 0, writeTag = 2;
        error = Errno.Success;
        uint subject = BinaryPrimitives.ReadUInt32LittleEndian(subscription[16..]);
        if (subscription[8] != clockTag)
        {
            if (subscription[8] > writeTag)
            {
                error = Errno.Invalid;
            }
            else if (!call.Files.TryGet(subject, out _))
            {
                error = Errno.BadDescriptor;
            }

            // Files and the standard streams never make anyone wait.
            return new WasiPollable(call.Guest);
        }

        if (subject > MonotonicTime)
        {
            error = Errno.Invalid;
            return new WasiPollable(call.Guest);
        }

        ulong timeout = BinaryPrimitives.ReadUInt64LittleEndian(subscription[24..]);
        bool isAbsolute = (BinaryPrimitives.ReadUInt16LittleEndian(subscription[40..]) & 1) != 0;
        ulong now = Now(call.Guest, subject);
        ulong left = !isAbsolute ? timeout : timeout > now ? timeout - now : 0;
        return new WasiClockPollable(call.Guest, WasiClocks.AddSaturating(call.Guest.Clock.Monotonic, left));
    }

    // event: userdata u64, errno u16, type u8, and for descriptors the number of bytes u64 at 16 and flags u16.
    private static void WriteEvent(ReadOnlySpan<byte> subscription, Errno error, Span<byte> happened)
    {
        happened.Clear();
        subscription[..8].CopyTo(happened);
        BinaryPrimitives.WriteUInt16LittleEndian(happened[8..], (ushort)error);
        happened[10] = subscription[8];
        if (subscription[8] != 0 && error == Errno.Success)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(happened[16..], 1);
        }
    }
}
