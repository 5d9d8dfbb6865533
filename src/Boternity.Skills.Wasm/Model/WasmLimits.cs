namespace Boternity.Skills.Wasm.Model;

/// <summary>
/// The sizes that an engine may refuse, as the JavaScript interface fixes them for all browsers
/// (https://webassembly.github.io/spec/js-api/#limits), and a few of our own where it has none.
/// </summary>
internal static class WasmLimits
{
    public const int ModuleBytes = 1_073_741_824;
    public const int Types = 1_000_000;
    public const int Functions = 1_000_000;
    public const int Imports = 1_000_000;
    public const int Exports = 1_000_000;
    public const int Globals = 1_000_000;
    public const int DataSegments = 100_000;
    public const int Tables = 100_000;
    public const int Memories = 100;

    /// <summary>Elements of one table, at the start and grown.</summary>
    public const uint TableLength = 10_000_000;

    /// <summary>Pages of one memory: all that 32 bits address (core specification, section 3.2.4).</summary>
    public const uint MemoryPages = 65_536;
    public const int ElementSegments = 10_000_000;
    public const int ElementsOfSegment = 10_000_000;
    public const int Parameters = 1_000;
    public const int Results = 1_000;
    public const int FunctionBodyBytes = 7_654_321;

    /// <summary>Parameters included.</summary>
    public const int Locals = 50_000;

    /// <summary>Our own: values on the operand stack at one time. (A call of two bytes can push a thousand.)</summary>
    public const int OperandStack = 1_000_000;
}
