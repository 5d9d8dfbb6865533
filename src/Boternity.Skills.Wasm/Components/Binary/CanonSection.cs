using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// The section of canonical definitions (Binary, "Canonical Definitions"; what they demand is in CanonicalABI,
/// "Canonical Definitions").
/// </summary>
internal static class CanonSection
{
    public static void Read(ref WasmReader reader, ComponentScope scope)
    {
        int count = reader.ReadVectorCount("canonical function");
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte code = reader.ReadByte();
            switch (code)
            {
                case 0x00: ReadLift(ref reader, scope, offset); break;
                case 0x01: ReadLower(ref reader, scope, offset); break;
                case 0x02:
                    ReadResourceBuiltin(
                        ref reader, scope, ResourceBuiltin.New, CanonTypes.ResourceNew, offset);
                    break;
                case 0x03:
                    ReadResourceBuiltin(
                        ref reader, scope, ResourceBuiltin.Drop, CanonTypes.ResourceDrop, offset);
                    break;
                case 0x04:
                    ReadResourceBuiltin(
                        ref reader, scope, ResourceBuiltin.Rep, CanonTypes.ResourceRep, offset);
                    break;
                case 0x1C or 0x1D or 0x1E:
                    throw new WasmUnsupportedException(
                        "component-model-error-context", "error-context built-in", offset);
                case >= 0x26 and <= 0x2D and not 0x0C or 0x40 or 0x41 or 0x42:
                    throw new WasmUnsupportedException(
                        "component-model-threading", "thread built-in", offset);
                case >= 0x05 and <= 0x25:
                    throw new WasmUnsupportedException(
                        "component-model-async", "async built-in", offset);
                default:
                    throw new WasmFormatException(
                        $"invalid leading byte 0x{code:x2} for a canonical function", offset);
            }
        }
    }

    private static void ReadLift(ref WasmReader reader, ComponentScope scope, long offset)
    {
        if (reader.ReadByte() != 0)
        {
            throw new WasmFormatException("invalid leading byte for a lifted function", offset + 1);
        }

        uint coreIndex = reader.ReadU32();
        FuncType core = ComponentScope.Get(scope.CoreFuncs, coreIndex, "core function", offset);
        CanonOptions options = ReadOptions(ref reader, scope);
        ComponentFuncType type = scope.GetType<ComponentFuncType>(reader.ReadU32(), "function", offset);
        FuncType expected = type.Lifted;
        if (!core.Parameters.SequenceEqual(expected.Parameters))
        {
            throw new WasmValidationException(
                $"lowered parameter types {expected} do not match those of core function {coreIndex}: {core}", offset);
        }

        if (!core.Results.SequenceEqual(expected.Results))
        {
            throw new WasmValidationException(
                $"lowered result types {expected} do not match those of core function {coreIndex}: {core}", offset);
        }

        if (options.PostReturn >= 0 && !scope.CoreFuncs[options.PostReturn].Equals(new FuncType(core.Results, [])))
        {
            throw new WasmValidationException(
                "canonical option `post-return` uses a core function with an incorrect signature", offset);
        }

        bool storesParameters = type.SpillsParameters || type.Parameters.Any(p => p.ContainsPointer);
        RequireOptions(
            options,
            storesParameters || type.SpillsResult || type.Result is { ContainsPointer: true },
            storesParameters,
            offset);
        ComponentScope.Add(scope.Funcs, type, "function", offset);
        scope.Steps.Add(new LiftStep((int)coreIndex, options, scope.AddSignature(type)));
    }

    private static void ReadLower(ref WasmReader reader, ComponentScope scope, long offset)
    {
        if (reader.ReadByte() != 0)
        {
            throw new WasmFormatException("invalid leading byte for a lowered function", offset + 1);
        }

        uint index = reader.ReadU32();
        ComponentFuncType type = ComponentScope.Get(scope.Funcs, index, "function", offset);
        CanonOptions options = ReadOptions(ref reader, scope);
        if (options.PostReturn >= 0)
        {
            throw new WasmValidationException(
                "canonical option `post-return` cannot be specified for lowerings", offset);
        }

        bool storesResult = type.Result is { ContainsPointer: true };
        bool needsMemory = storesResult
            || type.SpillsResult
            || type.SpillsParameters
            || type.Parameters.Any(p => p.ContainsPointer);
        RequireOptions(options, needsMemory, storesResult, offset);
        FuncType core = type.Lowered;
        ComponentScope.Add(scope.CoreFuncs, core, "core function", offset);
        scope.Steps.Add(new LowerStep((int)index, options, core, scope.AddSignature(type)));
    }

    private static void RequireOptions(CanonOptions options, bool memory, bool realloc, long offset)
    {
        if (memory && options.Memory < 0)
        {
            throw new WasmValidationException("canonical option `memory` is required", offset);
        }

        if (realloc && options.Realloc < 0)
        {
            throw new WasmValidationException("canonical option `realloc` is required", offset);
        }
    }

    private static void ReadResourceBuiltin(
        ref WasmReader reader,
        ComponentScope scope,
        ResourceBuiltin builtin,
        FuncType core,
        long offset)
    {
        uint index = reader.ReadU32();
        ResourceIdentity identity = scope.GetResource(index, offset).Identity;
        if (builtin != ResourceBuiltin.Drop && !identity.IsLocal)
        {
            throw new WasmValidationException($"type index {index} is not a local resource", offset);
        }

        ComponentScope.Add(scope.CoreFuncs, core, "core function", offset);
        scope.Steps.Add(new ResourceBuiltinStep(builtin, scope.GetResourceSlot(identity, offset), core));
    }

    private static CanonOptions ReadOptions(ref WasmReader reader, ComponentScope scope)
    {
        long start = reader.Offset;
        int count = reader.ReadVectorCount("canonical option", 100);
        StringEncoding? encoding = null;
        int memory = -1;
        int realloc = -1;
        int postReturn = -1;
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte code = reader.ReadByte();
            switch (code)
            {
                case 0x00 or 0x01 or 0x02:
                    if (encoding is not null)
                    {
                        throw new WasmValidationException(
                            "canonical encoding option conflicts with a previous one", offset);
                    }

                    encoding = (StringEncoding)code;
                    break;
                case 0x03: memory = ReadOption(ref reader, memory, "memory", scope.CoreMemories.Count, offset); break;
                case 0x04:
                    realloc = ReadOption(ref reader, realloc, "realloc", scope.CoreFuncs.Count, offset);
                    if (!scope.CoreFuncs[realloc].Equals(CanonTypes.Realloc))
                    {
                        throw new WasmValidationException(
                            "canonical option `realloc` uses a core function with an incorrect signature", offset);
                    }
                    break;
                case 0x05:
                    postReturn = ReadOption(
                        ref reader, postReturn, "post-return", scope.CoreFuncs.Count, offset);
                    break;
                case 0x06 or 0x07:
                    throw new WasmUnsupportedException(
                        "component-model-async", "canonical option `async` or `callback`", offset);
                default:
                    throw new WasmFormatException(
                        $"invalid leading byte 0x{code:x2} for a canonical option", offset);
            }
        }

        if (realloc >= 0 && memory < 0)
        {
            throw new WasmValidationException(
                "canonical option `realloc` requires `memory` to also be specified", start);
        }

        return new CanonOptions(encoding ?? StringEncoding.Utf8, memory, realloc, postReturn);
    }

    private static int ReadOption(ref WasmReader reader, int before, string what, int count, long offset)
    {
        uint index = reader.ReadU32();
        if (before >= 0)
        {
            throw new WasmValidationException($"canonical option `{what}` is specified more than once", offset);
        }

        return index < (uint)count
            ? (int)index
            : throw new WasmValidationException($"unknown {what} {index}: index out of bounds", offset);
    }
}
