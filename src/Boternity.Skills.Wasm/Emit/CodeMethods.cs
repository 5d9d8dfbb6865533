using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// The methods that a module's compiled code is written into, and what they hold of the program's memory. They are
/// dynamic methods: the runtime keeps neither metadata of them nor notes for debuggers. One thread at a time.
/// </summary>
/// <param name="memory">Where what is held is charged, before it is.</param>
/// <param name="maxBytes">How much all compiled code of the program may hold.</param>
[RequiresDynamicCode("Compiled code is made while the program runs.")]
internal sealed class CodeMethods(ProgramMemory memory, long maxBytes)
{
    /// <summary>What they are called, all of them.</summary>
    public const string Name = "WebAssembly";

    // By how much a process was seen to grow: for each byte of IL by the method's own IL, the machine code, and what
    // the runtime notes of that for the collector; for each method by its objects and its tables.
    private const int BytesOfIl = 4;
    private const int BytesOfMethod = 2 << 10;

    // The IL of an instruction, more or less: what is taken before it is known.
    private const int IlOfInstruction = 16;

    // The code lives as long as these do.
    private readonly List<DynamicMethod> _methods = [];

    /// <summary>Writes a method. What there is no memory for is not written, or given up.</summary>
    /// <param name="returned">The type that it returns.</param>
    /// <param name="parameters">The types of its parameters.</param>
    /// <param name="instructions">How many instructions it is made of, more or less.</param>
    /// <param name="emit">Writes its IL.</param>
    /// <exception cref="CodeMemoryException">There is not enough memory.</exception>
    public RuntimeMethodHandle Write(Type returned, Type[] parameters, int instructions, Action<ILGenerator> emit)
    {
        long taken = BytesOf((long)instructions * IlOfInstruction);
        Take(taken);
        bool isWritten = false;
        try
        {
            DynamicMethod method = NewMethod(Name, returned, parameters);
            var il = new MethodWriter(method.GetDynamicILInfo());
            emit(il);
            long written = BytesOf(il.ILOffset);
            Take(Math.Max(0, written - taken));
            memory.ReturnCompiled(Math.Max(0, taken - written));
            taken = written;
            il.Finish();
            _methods.Add(method);
            isWritten = true;
            return HandleOf(method);
        }
        finally
        {
            if (!isWritten)
            {
                memory.ReturnCompiled(taken);
            }
        }
    }

    /// <summary>Takes memory for what belongs to the code beside its methods.</summary>
    /// <exception cref="CodeMemoryException">There is not enough memory.</exception>
    public void Take(long bytes) => memory.TakeCompiled(bytes, maxBytes);

    /// <summary>Looks whether there is memory for a method at all.</summary>
    /// <exception cref="CodeMemoryException">There is not enough memory.</exception>
    public void CheckRoom()
    {
        Take(BytesOfMethod);
        memory.ReturnCompiled(BytesOfMethod);
    }

    private static long BytesOf(long il) => BytesOfMethod + (il * BytesOfIl);

    private static DynamicMethod NewMethod(string name, Type returned, Type[] parameters) =>
        new(name, returned, parameters, typeof(CodeMethods).Module, skipVisibility: true) { InitLocals = false };

    // The handle, by which alone a method is compiled before its first call and its address is known, comes from IL:
    // the runtime's reflection has it for other methods only.
    private static RuntimeMethodHandle HandleOf(DynamicMethod method)
    {
        DynamicMethod getter = NewMethod(nameof(HandleOf), typeof(RuntimeMethodHandle), []);
        DynamicILInfo info = getter.GetDynamicILInfo();
        byte[] code = [(byte)OpCodes.Ldtoken.Value, 0, 0, 0, 0, (byte)OpCodes.Ret.Value];
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(1), info.GetTokenFor(method));
        info.SetCode(code, maxStackSize: 1);
        info.SetLocalSignature(SignatureHelper.GetLocalVarSigHelper().GetSignature());
        return getter.CreateDelegate<Func<RuntimeMethodHandle>>()();
    }
}
