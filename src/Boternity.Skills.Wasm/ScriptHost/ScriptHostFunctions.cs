using System.Buffers;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.ScriptHost;

/// <summary>
/// The functions of <c>boternity:script/host</c>, for core modules: <c>call(operation, address, length)</c> asks the
/// run's <see cref="IScriptHost"/> and gives the length of the answer, <c>take(address, length)</c> copies it.
/// </summary>
internal static class ScriptHostFunctions
{
    public const string Module = "boternity:script/host";
    public const string CallName = "call";
    public const string TakeName = "take";

    /// <summary>What <c>call</c> gives where there is no such operation, or the run has no script host.</summary>
    public const int UnknownOperation = -1;

    /// <summary>
    /// What <c>call</c> gives for a request of more than <see cref="MaxRequestBytes"/>, or whose JSON object has more
    /// than <see cref="MaxHeaderBytes"/>.
    /// </summary>
    public const int RequestTooLarge = -2;

    /// <summary>The most bytes of a request.</summary>
    public const int MaxRequestBytes = 64 << 20;

    /// <summary>The most bytes of a request's JSON object.</summary>
    public const int MaxHeaderBytes = 1 << 20;

    // An empty string of three bytes in an array is read into ten times as many, and a variable into more.
    private const int HeaderFactor = 32;

    private const int CallFuel = 1_000;

    private static readonly GuestState<ScriptHostState> States = new(static guest => new ScriptHostState(guest));

    /// <summary>Asks the host.</summary>
    /// <returns>The length of the answer in bytes, or a negative number.</returns>
    /// <exception cref="WasmTrapException">A pointer does not fit, or the run met a limit.</exception>
    public static int Call(Guest guest, GuestMemory? memory, int operation, uint address, uint length)
    {
        guest.ConsumeFuel(CallFuel);
        guest.CheckInterrupt();
        ScriptHostState state = States.Of(guest);
        state.Clear();
        if (length > MaxRequestBytes)
        {
            return RequestTooLarge;
        }

        Span<byte> request = Require(memory).GetSpan(address, length);
        guest.ConsumeFuelForBytes(length);
        if (guest.Options.ScriptHost is not { } host)
        {
            return UnknownOperation;
        }

        int end = request.IndexOf((byte)'\n');
        long header = end < 0 ? length : end;
        if (header > MaxHeaderBytes)
        {
            return RequestTooLarge;
        }

        // The guest may not see its own request change, and the host not another guest's.
        var charge = new HostMemoryCharge(guest.Memory);
        charge.Add(length + (header * HeaderFactor) + host.MaxAnswerBytes);
        try
        {
            var call = new ScriptHostCall
            {
                Operation = operation,
                Request = request.ToArray(),
                FuelLeft = guest.FuelLeft,
                MemoryBytesLeft = guest.MemoryBytesLeft,
            };
            ValueTask<ScriptHostAnswer?> pending = host.CallAsync(call, guest.CancellationToken);

            // A guest has one thread, and it waits.
            ScriptHostAnswer? answer =
                pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();
            if (answer is null)
            {
                return UnknownOperation;
            }

            // Other runs are over: they only show in the peak.
            var others = new HostMemoryCharge(guest.Memory);
            others.Add(answer.PeakMemoryBytes);
            others.ReleaseAll();
            guest.ConsumeFuel(answer.FuelConsumed);
            guest.ConsumeFuelForBytes(answer.Bytes.Length);
            charge.ReleaseAll();
            state.Keep(answer.Bytes);
            return (int)answer.Bytes.Length;
        }
        finally
        {
            charge.ReleaseAll();
        }
    }

    /// <summary>Copies the answer of the last call, once.</summary>
    /// <returns>The bytes that were copied.</returns>
    /// <exception cref="WasmTrapException">A pointer does not fit.</exception>
    public static int Take(Guest guest, GuestMemory? memory, uint address, uint length)
    {
        guest.ConsumeFuel(CallFuel);
        ScriptHostState state = States.Of(guest);
        int count = (int)Math.Min(length, state.Answer.Length);
        state.Answer.Slice(0, count).CopyTo(Require(memory).GetSpan(address, length));
        state.Clear();
        return count;
    }

    private static GuestMemory Require(GuestMemory? memory) => memory ?? throw new WasmTrapException(
        TrapCode.Host, $"{Module}: the program exports no memory");
}
