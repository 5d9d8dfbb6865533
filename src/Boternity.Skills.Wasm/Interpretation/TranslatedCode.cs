using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>The interpreter's code of functions, translated at the first call.</summary>
internal static unsafe class TranslatedCode
{
    // What is known of a function, and the objects around its code.
    private const int FunctionBytes = 320;

    /// <summary>Where a function's code begins, behind the word that tells its frame.</summary>
    public const int FirstWord = 1;

    /// <summary>The code of an own function, made now if need be.</summary>
    public static Instr* GetOrTranslate(ref Activation activation, Instance instance, int bodyIndex)
    {
        nint* entry = instance.Module.Code.Entries + bodyIndex;
        if (*entry == 0)
        {
            Compile(ref activation, instance.Module, bodyIndex);
        }

        return *(Instr**)entry;
    }

    private static void Compile(ref Activation activation, Module module, int bodyIndex)
    {
        activation.Store.CheckInterrupt();
        FunctionCode function = module.Code.Get(bodyIndex + module.Definition.ImportedFunctionCount);
        if (module.Services.Compiler is { HotCalls: 0 } compiler && activation.Store.Options.CompilesHotCode)
        {
            compiler.RequestFunction(function, activation.Store);
        }

        if (module.Code.Entries[bodyIndex] == 0)
        {
            Translate(function, activation.Store);
        }
    }

    // What the code may take at most, in all likelihood, is taken before it is made, and corrected afterwards.
    private static void Translate(FunctionCode function, Store? store)
    {
        Module module = function.Module;
        long taken = FunctionBytes + ((long)function.Body.Code.Length * sizeof(Instr));
        Take(module, taken, store);
        bool isPublished = false;
        try
        {
            Instr[] code = Translator.Translate(
                module.Definition, function.FunctionIndex, store, module.Services.Compiler);
            long bytes = FunctionBytes + ((long)code.Length * sizeof(Instr));
            if (bytes > taken)
            {
                Take(module, bytes - taken, store);
            }
            else
            {
                module.Memory.Return(taken - bytes);
            }

            taken = bytes;
            isPublished = module.Code.TryPublish(function, code, (nint)Unsafe.AsPointer(ref code[0]));
        }
        finally
        {
            if (!isPublished)
            {
                module.Memory.Return(taken);
            }
        }
    }

    private static void Take(Module module, long bytes, Store? store)
    {
        if (module.Memory.TryTake(bytes))
        {
            return;
        }

        if (store is null)
        {
            throw new CodeMemoryException(
                $"There is no memory left for {bytes} bytes of the interpreter's code.", isLasting: false);
        }

        store.RefuseShared();
    }

    /// <summary>Makes the interpreter's calls of a function go to its machine code.</summary>
    public static void Redirect(FunctionCode function)
    {
        Instr* interpreted = (Instr*)function.InterpretedAddress;
        Instr[] code = GC.AllocateArray<Instr>(2, pinned: true);
        code[0] = interpreted[0];
        code[1] = new Instr
        {
            Op = RegisterOp.RunCompiled,
            B = interpreted[0].B,
            C = (uint)(function.FunctionIndex - function.Module.Definition.ImportedFunctionCount),
        };
        function.Module.Code.Redirect(function, code,
            (nint)Unsafe.AsPointer(ref code[0]));
    }

    /// <summary>The size of a function's frame. Its code is not published, if there is none yet: with the first that a
    /// guest asks for, a compiler may have to do.</summary>
    public static int GetFrameBytes(FunctionCode function)
    {
        nint interpreted = function.InterpretedAddress;
        return interpreted != 0
            ? (int)((Instr*)interpreted)->A
            : (int)Translator.Translate(function.Module.Definition, function.FunctionIndex, store: null,
                function.Module.Services.Compiler)[0].A;
    }

    /// <summary>The interpreter's code of a function, made now if need be; it stays beside the machine code.</summary>
    public static FrameLayout GetLayout(FunctionCode function)
    {
        ModuleDefinition module = function.Module.Definition;
        if (function.InterpretedAddress == 0)
        {
            Translate(function, store: null);
        }

        Instr* code = (Instr*)function.InterpretedAddress;
        int[] offsets = Translator.MapOffsets(module, function.FunctionIndex, function.Module.Services.Compiler);
        var blocks = new Dictionary<int, int>();
        var tailCalls = new Dictionary<int, int>();
        for (int word = 0; word < function.Interpreted!.Length; word++)
        {
            if (code[word].Op == RegisterOp.CountBlock)
            {
                blocks[(int)code[word].B] = word;
            }
            else if (code[word].Op is RegisterOp.ReturnCall or RegisterOp.ReturnCallIndirect
                or RegisterOp.ReturnCallImport)
            {
                tailCalls[offsets[word]] = word;
            }
        }

        return new FrameLayout((int)code->A, (int)code->B + (Interpreter.HeaderSlots * sizeof(ulong)), offsets, blocks,
            tailCalls);
    }
}
