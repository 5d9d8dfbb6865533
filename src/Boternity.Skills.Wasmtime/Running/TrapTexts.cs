using Boternity.Skills.Wasm;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>
/// What Wasmtime's texts mean. It tells the traps of components by their text alone; the texts are those of the pinned
/// version, and a test holds each.
/// </summary>
internal static class TrapTexts
{
    private const string Causes = "\nCaused by:\n";
    private const string Prefix = "wasm trap: ";

    // A dictionary would take longer to make than to look through this.
    private static readonly (string Text, TrapCode Code)[] Codes =
    [
        ("wasm `unreachable` instruction executed", TrapCode.Unreachable),
        ("out of bounds memory access", TrapCode.MemoryOutOfBounds),
        ("undefined element: out of bounds table access", TrapCode.UndefinedElement),
        ("uninitialized element", TrapCode.UninitializedElement),
        ("indirect call type mismatch", TrapCode.IndirectCallTypeMismatch),
        ("integer overflow", TrapCode.IntegerOverflow),
        ("integer divide by zero", TrapCode.IntegerDivideByZero),
        ("invalid conversion to integer", TrapCode.InvalidConversionToInteger),
        ("call stack exhausted", TrapCode.StackExhausted),
        ("all fuel consumed by WebAssembly", TrapCode.OutOfFuel),
        ("interrupt", TrapCode.DeadlineExceeded),
    ];

    /// <summary>The texts that have a meaning of their own.</summary>
    public static IEnumerable<string> Known => Codes.Select(static known => known.Text);

    /// <summary>The trap that a text tells.</summary>
    public static WasmTrapException Read(string message)
    {
        string cause = FindCause(message);
        foreach ((string text, TrapCode code) in Codes)
        {
            if (text == cause)
            {
                return new WasmTrapException(code);
            }
        }

        return new WasmTrapException(TrapCode.Host, cause);
    }

    // Function names of the guest's stand before the causes: only what comes after the last heading is Wasmtime's.
    private static string FindCause(string message)
    {
        int heading = message.LastIndexOf(Causes, StringComparison.Ordinal);
        string causes = heading < 0 ? message : message[(heading + Causes.Length)..];
        string last = causes.TrimEnd().Split('\n')[^1].Trim();

        // "0: text" where there is more than one.
        int colon = last.IndexOf(": ", StringComparison.Ordinal);
        if (colon > 0 && last.AsSpan(0, colon).ContainsAnyExceptInRange('0', '9') is false)
        {
            last = last[(colon + 2)..];
        }

        return last.StartsWith(Prefix, StringComparison.Ordinal) ? last[Prefix.Length..] : last;
    }
}
