using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>The times of files, as preview 1 sets them.</summary>
internal static class Preview1Times
{
    [Flags]
    private enum TimeFlags
    {
        Accessed = 1,
        AccessedNow = 2,
        Modified = 4,
        ModifiedNow = 8,
    }

    /// <summary>Sets the times of a file.</summary>
    /// <param name="call">The call.</param>
    /// <param name="file">The file.</param>
    /// <param name="argument">The first of three arguments: atim u64, mtim u64 and fstflags u16.</param>
    public static Errno Set(Preview1Call call, IGuestFile file, int argument)
    {
        var flags = (TimeFlags)call.U32(argument + 2);
        if (flags.HasFlag(TimeFlags.Accessed | TimeFlags.AccessedNow)
            || flags.HasFlag(TimeFlags.Modified | TimeFlags.ModifiedNow))
        {
            return Errno.Invalid;
        }

        file.SetTimes(
            Read(call, argument, flags.HasFlag(TimeFlags.Accessed), flags.HasFlag(TimeFlags.AccessedNow)),
            Read(call, argument + 1, flags.HasFlag(TimeFlags.Modified), flags.HasFlag(TimeFlags.ModifiedNow)));
        return Errno.Success;
    }

    private static DateTimeOffset? Read(Preview1Call call, int argument, bool isGiven, bool isNow)
    {
        if (isNow)
        {
            return call.Guest.Clock.UtcNow;
        }

        return isGiven ? GuestClock.FromUnixNanoseconds(call.U64(argument)) : null;
    }
}
