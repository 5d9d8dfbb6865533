using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Module = Boternity.Skills.Wasm.Runtime.Module;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// The machine code of one module: an assembly that is collected when nobody has the module any more. One thread at a
/// time compiles.
/// </summary>
[RequiresDynamicCode("Compiled code is made while the program runs.")]
internal sealed unsafe class CompiledModule
{
    // From some 4,000 on the JIT no longer optimises; what it makes is still about twice as fast as the interpreter.
    private const int MaxUnits = 40_000;

    private const int MaxLocals = 2_000;

    // What costs no fuel still takes the compiler's time: blocks, and the labels of a br_table.
    private const int MaxBodyBytes = 256 << 10;
    private const int MaxLabels = 100_000;

    // Each takes an adapter, which takes the JIT about as long as a small function.
    private const int MaxSignatures = 2_000;

    // See Store.StepBytes: this much less is left for the host's functions.
    private const int MaxFrameBytes = 40 << 10;

    // The runtime keeps the IL, and machine code that is about twice as large.
    private const int HeldBytesOfIl = 3;

    // More parameters than anything but a generator has.
    private const int MaxParameters = 200;

    // The assembly's name has the internals visible, by an attribute of this one.
    private const string AssemblyName = "Boternity.Skills.Wasm.Emitted";
    private const string MethodName = "Run";

    private readonly Module _module;
    private readonly ModuleBuilder _builder;
    private readonly Dictionary<FuncType, CompiledSignature> _signatures = [];
    private readonly Dictionary<FuncType, nint> _outward = [];
    private readonly Dictionary<FuncType, nint> _inward = [];

    // The types, by number, whose functions all have something to call.
    private readonly HashSet<int> _provided = [];

    private int _ilBytes;

    // The code lives as long as these do.
    private readonly List<Type> _types = [];

    private readonly BackgroundCompilerOptions _options;

    public CompiledModule(Module module, BackgroundCompilerOptions options)
    {
        _module = module;
        _options = options;
        module.Code.PrepareForCompiledCode();
        _builder = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName),
            AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule(AssemblyName);
    }

    public nint* Entries => _module.Code.CompiledEntries;

    public int* TypeNumbers => _module.Code.TypeNumbers;

    public CompiledSignature GetSignature(FuncType type)
    {
        if (_signatures.TryGetValue(type, out CompiledSignature? signature))
        {
            return signature;
        }

        if (type.Parameters.Length > MaxParameters)
        {
            throw new NotSupportedException(
                $"A function of {type.Parameters.Length} parameters stays in the interpreter.");
        }

        return _signatures[type] = new CompiledSignature(type);
    }

    /// <summary>Compiles a function, or the rest of it from a loop on, and lets everybody use it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="loopOffset">The loop, by its offset in the binary; -1 for the whole function.</param>
    /// <exception cref="NotSupportedException">The function is one of those that stay in the interpreter.</exception>
    /// <exception cref="InvalidProgramException">The runtime rejects the code.</exception>
    public void Compile(FunctionCode function, int loopOffset)
    {
        if (function.Body.Code.Length > MaxBodyBytes)
        {
            throw new NotSupportedException(
                $"A function of {function.Body.Code.Length} bytes stays in the interpreter.");
        }

        var body = new FunctionBodyCode(_module.Definition, function.Type, function.Body);
        if (body.Instructions.Length + body.Labels > MaxLabels)
        {
            throw new NotSupportedException(
                $"A function of {body.Instructions.Length} instructions and {body.Labels} labels in tables stays in "
                + "the interpreter.");
        }

        if (body.Units > MaxUnits || body.Locals.Count > MaxLocals)
        {
            throw new NotSupportedException(
                $"A function of {body.Units} instructions and {body.Locals.Count} locals stays in the interpreter.");
        }

        if (_ilBytes > _options.MaxModuleIlBytes)
        {
            throw new NotSupportedException($"A module whose code took {_ilBytes} bytes of IL already stays as it is.");
        }

        FrameLayout layout = TranslatedCode.GetLayout(function);
        var liveness = new Liveness(body.Instructions, body.Locals.Count);
        int loop = loopOffset < 0
            ? -1
            : Array.FindIndex(body.Instructions, i => i.Offset == loopOffset && i.Opcode == Opcode.Loop);
        CompiledSignature signature = GetSignature(function.Type);
        CallSites? sites = null;
        Type returned = loop < 0 ? signature.Return : typeof(long);
        Type[] parameters = loop < 0 ? signature.Parameters : CompiledSignature.LoopParameters;
        nint address = Define(returned, parameters, il =>
        {
            _options.BeforeEmit?.Invoke(il);
            var context = new EmissionContext(il, this, function, body, liveness, layout, loop);
            new FunctionEmitter(context).Emit();
            sites = context.CallSites;
        });
        function.CallSites = sites;
        if (loop >= 0)
        {
            CheckFrame(FrameProbe.Measure(_module.Services, address));
            function.AddLoopEntry(new LoopEntry(loopOffset, address));
            return;
        }

        var compiled = new CompiledCode { Address = address, FromSlots = GetInward(function.Type) };
        CheckFrame(FrameProbe.Measure(_module.Services, function.Type, compiled));
        function.Compiled = compiled;
        Volatile.Write(ref Entries[function.FunctionIndex], address);
        TranslatedCode.Redirect(function);
    }

    /// <summary>Sees that there is something to call for a function, be it compiled or not.</summary>
    public void ProvideEntry(int function)
    {
        if (Entries[function] == 0)
        {
            Entries[function] = GetOutward(_module.Definition.GetFunctionType(function));
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
        CompiledSignature signature = GetSignature(type);
        if (!_outward.TryGetValue(type, out nint address))
        {
            if (_outward.Count == MaxSignatures)
            {
                throw new NotSupportedException(
                    $"A module that calls functions of more than {MaxSignatures} types stays as it is.");
            }

            _outward[type] = address = Define(signature.Return, signature.Parameters,
                il => AdapterEmitter.EmitOutward(il, signature));
        }

        return address;
    }

    private nint GetInward(FuncType type)
    {
        CompiledSignature signature = GetSignature(type);
        if (!_inward.TryGetValue(type, out nint address))
        {
            _inward[type] = address = Define(typeof(long), CompiledSignature.SlotParameters,
                il => AdapterEmitter.EmitInward(il, signature));
        }

        return address;
    }

    private static void CheckFrame(int bytes)
    {
        if (bytes > MaxFrameBytes)
        {
            throw new NotSupportedException($"A function whose frame takes {bytes} bytes stays in the interpreter.");
        }
    }

    // The machine code is made here, not at the first call.
    private nint Define(Type returned, Type[] parameters, Action<ILGenerator> emit)
    {
        TypeBuilder builder = _builder.DefineType($"F{_types.Count}",
            TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit);
        _types.Add(builder);
        MethodBuilder method = builder.DefineMethod(MethodName, MethodAttributes.Public | MethodAttributes.Static,
            returned, parameters);
        method.InitLocals = false;
        ILGenerator il = method.GetILGenerator();
        emit(il);
        _ilBytes += il.ILOffset;
        _module.Code.AddHeld((long)il.ILOffset * HeldBytesOfIl);
        Type type = builder.CreateType();
        _types[_types.IndexOf(builder)] = type;
        RuntimeMethodHandle handle = type.GetMethod(MethodName)!.MethodHandle;
        RuntimeHelpers.PrepareMethod(handle);
        return handle.GetFunctionPointer();
    }
}
