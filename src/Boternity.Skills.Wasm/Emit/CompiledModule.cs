using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Module = Boternity.Skills.Wasm.Runtime.Module;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// The machine code of one module, in methods that are collected when nobody has the module any more. One thread at
/// a time writes IL; the JIT works on several methods at once.
/// </summary>
[RequiresDynamicCode("Compiled code is made while the program runs.")]
internal sealed unsafe class CompiledModule
{
    // Each takes an adapter, which takes the JIT about as long as a small function.
    private const int MaxSignatures = 2_000;

    // See Store.StepBytes: this much less is left for the host's functions.
    private const int MaxFrameBytes = 40 << 10;

    // The adapters between tiers: what they take and give back, value by value.
    private const int InstructionsOfAdapter = 16;

    // Numbers that the code reads, and what the emitter keeps of the labels that they stand for.
    private const int BytesOfNumbers = 64;
    private const int BytesOfNumber = 8;

    // A way of a switch, as the emitter keeps it beside the IL.
    private const int BytesOfWay = 16;

    // A block's places in the tables of where code can be entered.
    private const int BytesOfBlock = 64;

    private readonly Module _module;
    private readonly CodeMethods _methods;
    private readonly Dictionary<FuncType, CompiledSignature> _signatures = [];
    private readonly Dictionary<FuncType, nint> _outward = [];
    private readonly Dictionary<FuncType, nint> _inward = [];
    private readonly Dictionary<FunctionCode, LargeFunction> _large = [];
    private readonly Dictionary<FunctionCode, object> _gates = [];

    // The types, by number, whose functions all have something to call.
    private readonly HashSet<int> _provided = [];

    // The numbers that the code reads live as long as these do.
    private readonly List<int[]> _numbers = [];

    private readonly BackgroundCompilerOptions _options;

    // Held by whoever writes IL or looks for what was written.
    private readonly Lock _gate = new();

    public CompiledModule(Module module, BackgroundCompilerOptions options)
    {
        _module = module;
        _options = options;
        module.Code.PrepareForCompiledCode(options.MaxProgramCodeBytes);
        _methods = new CodeMethods(module.Memory, options.MaxProgramCodeBytes);
    }

    public nint* Entries => _module.Code.CompiledEntries;

    public int* TypeNumbers => _module.Code.TypeNumbers;

    /// <summary>Is held by whoever compiles a function.</summary>
    public object GateOf(FunctionCode function)
    {
        lock (_gate)
        {
            if (!_gates.TryGetValue(function, out object? gate))
            {
                _gates[function] = gate = new object();
            }

            return gate;
        }
    }

    public CompiledSignature GetSignature(FuncType type)
    {
        lock (_gate)
        {
            if (!_signatures.TryGetValue(type, out CompiledSignature? signature))
            {
                _signatures[type] = signature = new CompiledSignature(type);
            }

            return signature;
        }
    }

    /// <summary>Compiles a function, or what is hot of it, and lets everybody use it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="key">The block for whose sake, by what makes it, where a call goes on in the middle; -1 for the
    /// whole function.</param>
    /// <exception cref="NotSupportedException">The function is one of those that stay in the interpreter.</exception>
    /// <exception cref="InvalidProgramException">The runtime rejects the code.</exception>
    public void Compile(FunctionCode function, int key)
    {
        // What there is no memory for is not even looked at.
        _methods.CheckRoom();
        FrameLayout layout = TranslatedCode.GetLayout(function);
        var body = new FunctionBodyCode(_module.Definition, function.Type, function.Body);
        int maxLength = function.IsLarge ? _options.MaxBlockInstructions : int.MaxValue;
        var graph = new FlowGraph(_module.Definition, function.Type, body, layout.StackStart, maxLength);
        var liveness = new FlowLiveness(graph);
        if (function.IsLarge)
        {
            CompileLarge(function, graph, liveness, layout, key);
        }
        else if (key < 0)
        {
            var whole = new Region(graph, graph.ReachedFrom(graph.Blocks[0]), []);
            nint address = Define(function, whole, liveness, layout);
            PublishFunction(function, address);
            TranslatedCode.Redirect(function);
        }
        else
        {
            FlowBlock loop = graph.FindBlock(key)!;
            Prepare(function, graph, layout);
            CompileRegion(function, new Region(graph, graph.ReachedFrom(loop), [loop]), liveness, layout);
        }
    }

    private void CompileLarge(
        FunctionCode function, FlowGraph graph, FlowLiveness liveness, FrameLayout layout, int key)
    {
        List<Region> regions;
        FunctionRegions known = Prepare(function, graph, layout);
        lock (_gate)
        {
            if (!_large.TryGetValue(function, out LargeFunction? large))
            {
                _large[function] = large = new LargeFunction();
            }

            long[]? heat = _options.HotCalls == 0
                ? null : BlockHeat.Read(function, graph, known, _options.HotIterations);
            regions = large.Plan(graph, heat, _options.MinHeat, graph.FindBlock(Math.Max(key, 0)),
                _options.MaxRegionWeight);
            if (heat is not null)
            {
                function.BlockHeat = graph.Blocks
                    .Where(block => heat[block.Index] > 0)
                    .ToDictionary(static block => block.Key, block => heat[block.Index]);
            }
        }

        foreach (Region region in regions)
        {
            CompileRegion(function, region, liveness, layout);
        }

        if (function.Compiled is not null)
        {
            _module.Code.NoteHot(function);
        }
        else
        {
            CompiledSignature signature = GetSignature(function.Type);
            nint address = Define(signature.Return, signature.Parameters, InstructionsOfAdapter, il =>
            {
                int[] zeroed = [.. liveness.At(graph.Blocks[0])
                    .Where(local => local >= function.Type.Parameters.Length)];
                LargeFunctionEmitter.Emit(il, signature, function, body: graph.Body, layout, zeroed);
            });
            PublishFunction(function, address);
        }
    }

    private void CompileRegion(FunctionCode function, Region region, FlowLiveness liveness, FrameLayout layout)
    {
        nint address = Define(function, region, liveness, layout);
        CheckFrame(FrameProbe.Measure(_module.Services, address));
        function.Regions!.Publish(address, [.. region.Entries.Select(block => block.Index)]);
    }

    private FunctionRegions Prepare(FunctionCode function, FlowGraph graph, FrameLayout layout)
    {
        lock (function)
        {
            if (function.Regions is { } known)
            {
                return known;
            }

            _methods.Take((long)graph.Blocks.Count * BytesOfBlock);
            int[] words = [.. graph.Blocks.Select(block => layout.Blocks.GetValueOrDefault(block.Key, -1))];
            if (function.IsLarge && words.Contains(-1))
            {
                throw new InvalidOperationException("The interpreter's code has other blocks.");
            }

            return function.Regions = new FunctionRegions([.. graph.Blocks.Select(block => block.Key)], words);
        }
    }

    private nint Define(FunctionCode function, Region region, FlowLiveness liveness, FrameLayout layout)
    {
        CompiledSignature signature = GetSignature(function.Type);
        Type returned = region.IsFunction ? signature.Return : typeof(RegionExit);
        Type[] parameters = region.IsFunction ? signature.Parameters : CompiledSignature.RegionParameters;
        CallSites? sites = null;
        int instructions = region.Blocks.Sum(block => block.End - block.First);
        nint address = Define(returned, parameters, instructions, il =>
        {
            _options.BeforeEmit?.Invoke(il);
            var context = new EmissionContext(il, this, function, region, liveness, layout);
            new RegionEmitter(context).Emit();
            sites = context.CallSites;
        });
        lock (function)
        {
            function.CallSites = sites!.With(function.CallSites);
        }

        return address;
    }

    private void PublishFunction(FunctionCode function, nint address)
    {
        var compiled = new CompiledCode { Address = address, FromSlots = GetInward(function.Type) };
        CheckFrame(FrameProbe.Measure(_module.Services, function.Type, compiled));
        function.Compiled = compiled;
        Volatile.Write(ref Entries[function.FunctionIndex], address);
        _module.Code.NoteHot(function);
    }

    /// <summary>Charges what the emitter keeps of the ways of a switch, beside the IL.</summary>
    public void ChargeSwitch(int ways) => _methods.Take((long)ways * BytesOfWay);

    /// <summary>Keeps numbers that the code reads, and tells where they are.</summary>
    public nint Keep(int[] numbers)
    {
        _methods.Take(BytesOfNumbers + ((long)numbers.Length * BytesOfNumber));
        int[] kept = GC.AllocateUninitializedArray<int>(Math.Max(1, numbers.Length), pinned: true);
        numbers.CopyTo(kept, 0);
        _numbers.Add(kept);
        return (nint)Unsafe.AsPointer(ref kept[0]);
    }

    /// <summary>Sees that there is something to call for a function, be it compiled or not.</summary>
    public void ProvideEntry(int function)
    {
        if (Entries[function] == 0)
        {
            nint outward = GetOutward(_module.Definition.GetFunctionType(function));
            Interlocked.CompareExchange(ref Entries[function], outward, 0);
        }
    }

    /// <summary>As <see cref="ProvideEntry"/>, for all functions that an indirect call of this type may find. Gives the
    /// type's number.</summary>
    public int ProvideEntries(FuncType type)
    {
        int number = _module.Code.TypeNumberOf(type);
        if (!_provided.Add(number))
        {
            return number;
        }

        for (int i = 0; i < _module.Definition.FunctionTypes.Length; i++)
        {
            if (TypeNumbers[i] == number)
            {
                ProvideEntry(i);
            }
        }

        return number;
    }

    /// <summary>The adapter that compiled code calls where the callee is not compiled.</summary>
    public nint GetOutward(FuncType type)
    {
        lock (_gate)
        {
            CompiledSignature signature = GetSignature(type);
            if (!_outward.TryGetValue(type, out nint address))
            {
                if (_outward.Count == MaxSignatures)
                {
                    throw new NotSupportedException(
                        $"A module that calls functions of more than {MaxSignatures} types stays as it is.");
                }

                _outward[type] = address = Define(
                    signature.Return,
                    signature.Parameters,
                    InstructionsOfAdapter + signature.Parameters.Length,
                    il => AdapterEmitter.EmitOutward(il, signature));
            }

            return address;
        }
    }

    private nint GetInward(FuncType type)
    {
        lock (_gate)
        {
            CompiledSignature signature = GetSignature(type);
            if (!_inward.TryGetValue(type, out nint address))
            {
                _inward[type] = address = Define(
                    typeof(long),
                    CompiledSignature.SlotParameters,
                    InstructionsOfAdapter + signature.Parameters.Length,
                    il => AdapterEmitter.EmitInward(il, signature));
            }

            return address;
        }
    }

    private static void CheckFrame(int bytes)
    {
        if (bytes > MaxFrameBytes)
        {
            throw new NotSupportedException($"A function whose frame takes {bytes} bytes stays in the interpreter.");
        }
    }

    // The machine code is made here, not at the first call.
    private nint Define(Type returned, Type[] parameters, int instructions, Action<ILGenerator> emit)
    {
        RuntimeMethodHandle handle;
        lock (_gate)
        {
            handle = _methods.Write(returned, parameters, instructions, emit);
        }

        RuntimeHelpers.PrepareMethod(handle);
        return handle.GetFunctionPointer();
    }
}
