using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Calls that are more than a jump: through a table, of the host, of another instance, and tail
/// calls.</summary>
internal static unsafe class CallOperations
{
    // A bridge stands on the stack between the frames of two instances: return address, frame, instance, slots of the
    // results.
    private const int BridgeSlots = 4;

    /// <summary>
    /// Finds what a call_indirect calls. A: arguments; B: type; C: register of the index; second word, A: table. Gives
    /// the code of a function of the same instance; of any other gives null and notes it in the activation.
    /// </summary>
    public static Instr* ResolveIndirect(ref Activation activation, Instr* i, byte* fp)
    {
        Instance instance = activation.Instance;
        Span<ulong> elements = instance.Tables[i[1].A].Elements;
        uint index = *(uint*)(fp + i->C);
        if (index >= (uint)elements.Length)
        {
            ThrowHelper.Trap(TrapCode.UndefinedElement);
        }

        ulong handle = elements[(int)index];
        if (handle == 0)
        {
            throw new WasmTrapException(TrapCode.UninitializedElement,
                $"{TrapCodes.Describe(TrapCode.UninitializedElement)} {index}");
        }

        ModuleDefinition module = instance.Module.Definition;
        FuncType expected = module.Types[i->B];
        if ((handle ^ instance.HandleBase) <= uint.MaxValue)
        {
            int function = (int)(uint)handle;
            if (function < module.ImportedFunctionCount)
            {
                throw new InvalidOperationException("A reference to an import stands for what was imported.");
            }

            if (!ReferenceEquals(module.GetFunctionType(function), expected))
            {
                ThrowHelper.Trap(TrapCode.IndirectCallTypeMismatch);
            }

            return TranslatedCode.GetOrTranslate(ref activation, instance, function - module.ImportedFunctionCount);
        }

        Function other = activation.Store.ResolveFunction(handle)!;
        if (!other.Type.Equals(expected))
        {
            ThrowHelper.Trap(TrapCode.IndirectCallTypeMismatch);
        }

        activation.Pending = other;
        return null;
    }

    public static void CallPending(ref Activation activation, Instr* i, byte* fp, Instr* next)
    {
        Function function = activation.Pending!;
        activation.Pending = null;
        CallOther(ref activation, function, fp + i->A, fp, next);
    }

    /// <summary>Calls an import. A: arguments; B: its index.</summary>
    public static void CallImport(ref Activation activation, Instr* i, byte* fp) =>
        CallOther(ref activation, activation.Instance.ImportedFunctions[i->B], fp + i->A, fp, i + 1);

    /// <summary>As <see cref="CallPending"/>, in place of the current frame. A: arguments; second word, B: where the
    /// current header is, C: bytes of the arguments; behind it, the return.</summary>
    public static void TailCallPending(ref Activation activation, Instr* i, byte* fp)
    {
        Function function = activation.Pending!;
        activation.Pending = null;
        TailCallOther(ref activation, function, i, fp);
    }

    /// <summary>As <see cref="CallImport"/>, in place of the current frame. B: the import; else as
    /// <see cref="TailCallPending"/>.</summary>
    public static void TailCallImport(ref Activation activation, Instr* i, byte* fp) =>
        TailCallOther(ref activation, activation.Instance.ImportedFunctions[i->B], i, fp);

    private static void TailCallOther(ref Activation activation, Function function, Instr* i, byte* fp)
    {
        if (function.Instance is { } instance)
        {
            TailCallAcross(ref activation, instance, function, i, fp);
            return;
        }

        CallHost(ref activation, function, fp + i->A);
        activation.Pc = i + 2;
        activation.Fp = fp;
    }

    // A frame that another instance called has a bridge below it, which serves its successor too: however often
    // instances call each other so, there is one. Any other frame gets one in its place.
    private static void TailCallAcross(
        ref Activation activation, Instance instance, Function function, Instr* i, byte* fp)
    {
        ulong* header = (ulong*)(fp + i[1].B);
        ulong address = header[0];
        ulong outer = header[1];
        bool hasBridge = (Instr*)address == Trampolines.CrossReturn;
        byte* frame = hasBridge ? fp : fp + (BridgeSlots * sizeof(ulong));
        Instr* code = TranslatedCode.GetOrTranslate(
            ref activation, instance, function.Index - instance.ImportedFunctions.Length);
        if (frame + code->A > activation.StackLimit)
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        Buffer.MemoryCopy(fp + i->A, frame, i[1].C, i[1].C);
        if (!hasBridge)
        {
            WriteBridge((ulong*)fp, address, outer, activation.Instance, function);
            outer = (ulong)fp;
        }

        activation.Enter(instance);
        StartAcross(ref activation, code, frame, (ulong*)outer);
    }

    private static void CallOther(ref Activation activation, Function function, byte* arguments, byte* fp, Instr* next)
    {
        if (function.Instance is { } instance)
        {
            EnterAcross(ref activation, instance, function, arguments, fp, next);
            return;
        }

        CallHost(ref activation, function, arguments);
        activation.Pc = next;
        activation.Fp = fp;
    }

    private static void CallHost(ref Activation activation, Function function, byte* arguments)
    {
        Store store = activation.Store;
        store.FuelLeft += activation.Fuel;
        activation.Fuel = 0;
        HostCalls.Call(store, activation.Instance, function, arguments);
        activation.StackLimit = store.Stack.Limit;
        activation.TakeSlice();
    }

    private static void EnterAcross(ref Activation activation, Instance instance, Function function, byte* arguments,
        byte* fp, Instr* next)
    {
        ulong* bridge = (ulong*)arguments;
        byte* frame = arguments + (BridgeSlots * sizeof(ulong));

        // If the code cannot be made, or the stack is full, the trap is the caller's: the instance changes only
        // afterwards.
        Instr* code = TranslatedCode.GetOrTranslate(ref activation, instance,
            function.Index - instance.ImportedFunctions.Length);
        if (frame + code->A > activation.StackLimit)
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        int bytes = function.Type.ParameterSlots * sizeof(ulong);
        Buffer.MemoryCopy(arguments, frame, bytes, bytes);
        WriteBridge(bridge, (ulong)next, (ulong)fp, activation.Instance, function);
        activation.Enter(instance);
        StartAcross(ref activation, code, frame, bridge);
    }

    private static void WriteBridge(ulong* bridge, ulong address, ulong frame, Instance caller, Function callee)
    {
        bridge[0] = address;
        bridge[1] = frame;
        bridge[2] = caller.HandleBase >> 32;
        bridge[3] = (ulong)callee.Type.ResultSlots;
    }

    private static void StartAcross(ref Activation activation, Instr* code, byte* frame, ulong* bridge)
    {
        *(Instr**)(frame + code->B) = Trampolines.CrossReturn;
        *(ulong**)(frame + code->B + 8) = bridge;
        activation.Save(code + 1, frame, activation.Fuel - code[1].Cost);
        if (activation.Fuel < 0)
        {
            activation.TakeSlice();
        }
    }

    public static void ReturnAcross(ref Activation activation, byte* fp)
    {
        ulong* bridge = (ulong*)fp;
        activation.Pc = (Instr*)bridge[0];
        activation.Fp = (byte*)bridge[1];
        activation.Enter(activation.Store.GetInstance((uint)bridge[2]));
        int given = (int)bridge[3];
        for (int i = 0; i < given; i++)
        {
            bridge[i] = bridge[BridgeSlots + i];
        }
    }

    /// <summary>
    /// Replaces the current frame. A: arguments; second word, B: where the current header is, C: bytes of the
    /// arguments.
    /// </summary>
    public static void TailCall(ref Activation activation, Instr* i, byte* fp, Instr* target)
    {
        if (fp + target->A > activation.StackLimit)
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        ulong* header = (ulong*)(fp + i[1].B);
        ulong address = header[0];
        ulong frame = header[1];
        Buffer.MemoryCopy(fp + i->A, fp, i[1].C, i[1].C);
        header = (ulong*)(fp + target->B);
        header[0] = address;
        header[1] = frame;
        activation.Fp = fp;
    }
}
