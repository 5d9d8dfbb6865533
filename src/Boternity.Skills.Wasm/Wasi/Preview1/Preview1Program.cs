using System.Text;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Arguments, environment, random bytes, and the program's end.</summary>
internal static class Preview1Program
{
    // Bytes are random in steps, so that a large wish is not filled past the run's deadline.
    private const uint RandomStep = 1 << 20;

    public static IReadOnlyList<Preview1Function> Functions { get; } =
    [
        new()
        {
            Name = "args_sizes_get",
            Parameters = "ii",
            Operation = static call => WriteSizes(call, call.Guest.System.Arguments),
        },
        new()
        {
            Name = "args_get",
            Parameters = "ii",
            Operation = static call => WriteStrings(call, call.Guest.System.Arguments),
        },
        new()
        {
            Name = "environ_sizes_get",
            Parameters = "ii",
            Operation = static call => WriteSizes(call, Variables(call)),
        },
        new()
        {
            Name = "environ_get",
            Parameters = "ii",
            Operation = static call => WriteStrings(call, Variables(call)),
        },
        new() { Name = "random_get", Parameters = "ii", Operation = GetRandom },
        new() { Name = "sched_yield", Parameters = "", Operation = static _ => Errno.Success },
        new() { Name = "proc_raise", Parameters = "i", Operation = static _ => Errno.NotSupported },
        new()
        {
            Name = "proc_exit",
            Parameters = "i",
            HasResult = false,
            Operation = static call => throw new GuestExitException((int)call.U32(0)),
        },
    ];

    private static Errno GetRandom(Preview1Call call)
    {
        uint address = call.U32(0), length = call.U32(1);
        call.CheckRange(address, length);
        call.Guest.ConsumeFuel(length);
        for (uint done = 0; done < length;)
        {
            uint step = Math.Min(RandomStep, length - done);
            call.Guest.System.Random.Fill(call.GetSpan(address + done, step));
            call.Guest.CheckInterrupt();
            done += step;
        }

        return Errno.Success;
    }

    private static string[] Variables(Preview1Call call) =>
        [.. call.Guest.Environment.Select(variable => $"{variable.Key}={variable.Value}")];

    private static Errno WriteSizes(Preview1Call call, IReadOnlyList<string> strings)
    {
        call.Write(call.U32(0), (uint)strings.Count);
        call.Write(call.U32(1), (uint)strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1));
        return Errno.Success;
    }

    private static Errno WriteStrings(Preview1Call call, IReadOnlyList<string> strings)
    {
        uint pointers = call.U32(0), at = call.U32(1);
        foreach (string text in strings)
        {
            byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
            call.Charge(bytes.Length);
            call.Write(pointers, at);
            bytes.CopyTo(call.GetSpan(at, (uint)bytes.Length));
            pointers += 4;
            at += (uint)bytes.Length;
        }

        return Errno.Success;
    }
}
