using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Instructions;

/// <summary>The names of proposals: of those behind a feature flag, and of those that the engine does not
/// have.</summary>
internal static class Proposals
{
    public const string Gc = "gc";
    public const string FunctionReferences = "function-references";
    public const string ExceptionHandling = "exception-handling";
    public const string Memory64 = "memory64";
    public const string Threads = "threads";
    public const string RelaxedSimd = "relaxed-simd";
    public const string CustomPageSizes = "custom-page-sizes";
    public const string WideArithmetic = "wide-arithmetic";
    public const string StackSwitching = "stack-switching";
    public const string SharedEverythingThreads = "shared-everything-threads";

    public static string NameOf(WasmFeatures feature) => feature switch
    {
        WasmFeatures.SignExtension => "sign-extension-ops",
        WasmFeatures.SaturatingConversion => "nontrapping-float-to-int-conversions",
        WasmFeatures.MultiValue => "multi-value",
        WasmFeatures.BulkMemory => "bulk-memory-operations",
        WasmFeatures.ReferenceTypes => "reference-types",
        WasmFeatures.Simd => "simd",
        WasmFeatures.ExtendedConst => "extended-const",
        WasmFeatures.TailCall => "tail-call",
        WasmFeatures.MultiMemory => "multi-memory",
        _ => feature.ToString(),
    };

    /// <summary>The proposal that an opcode outside of the opcode table belongs to; null for an opcode that nobody has
    /// defined.</summary>
    public static string? OfOpcode(byte code, uint prefixed) => code switch
    {
        >= 0x06 and <= 0x0A or 0x18 or 0x19 or 0x1F => ExceptionHandling,
        0x14 or 0x15 or 0xD4 or 0xD5 or 0xD6 => FunctionReferences,
        0xD3 or 0xFB => Gc,
        0xE0 or 0xE1 or 0xE2 or 0xE3 or 0xE4 or 0xE5 or 0xE6 => StackSwitching,
        0xFC when prefixed is >= 0x13 and <= 0x16 => WideArithmetic,
        0xFD when prefixed is >= 0x100 and <= 0x113 => RelaxedSimd,
        0xFE => Threads,
        _ => null,
    };

    /// <summary>The proposal that an encoded type belongs to; null for one that nobody has defined.</summary>
    public static string? OfType(byte code) => code switch
    {
        0x69 or 0x74 => ExceptionHandling,
        0x63 or 0x64 => FunctionReferences,
        0x4E or 0x4F or 0x50 or 0x5E or 0x5F or (>= 0x6A and <= 0x6E) or (>= 0x71 and <= 0x73) or 0x77 or 0x78 => Gc,
        0x5D or 0x68 or 0x75 => StackSwitching,
        0x65 => SharedEverythingThreads,
        _ => null,
    };

    /// <summary>The proposal that a heap type belongs to: a type's index, or an encoded type; null for one that nobody
    /// has defined.</summary>
    public static string? OfHeapType(byte first) => first is < 0x40 or >= 0x80 ? FunctionReferences : OfType(first);
}
