using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// The assemblies that a module's compiled code is written into, and what they hold of the program's memory. An
/// assembly's builder keeps all that was ever written with it, which is more than the code itself takes: after some
/// methods it is let go and another assembly begun. One thread at a time.
/// </summary>
/// <param name="memory">Where what is held is charged, before it is.</param>
/// <param name="maxBytes">How much all compiled code of the program may hold.</param>
[RequiresDynamicCode("Compiled code is made while the program runs.")]
internal sealed class CodeAssemblies(ProgramMemory memory, long maxBytes)
{
    /// <summary>What a method holds at least, in bytes, while its builder is kept.</summary>
    public const int MinBytes = BytesOfMethod + BuilderBytesOfMethod;

    // By how much a process was seen to grow: for each byte of IL by the runtime's copy of it, the machine code, and
    // what the runtime notes of it for debuggers and the collector; for each method by its type and its tables.
    private const int BytesOfIl = 5;
    private const int BytesOfMethod = 3 << 10;

    // What the builder keeps beside that.
    private const int BuilderBytesOfIl = 4;
    private const int BuilderBytesOfMethod = 2 << 10;

    // After so much another assembly is begun.
    private const int MaxIlOfBuilder = 64 << 10;
    private const int MaxMethodsOfBuilder = 32;

    // The IL of an instruction, more or less: what is taken before it is known.
    private const int IlOfInstruction = 16;

    // Each has the internals visible, by an attribute of this one.
    private const string AssemblyName = "Boternity.Skills.Wasm.Emitted";
    private const string MethodName = "Run";

    // The code lives as long as these do.
    private readonly List<Type> _types = [];

    private ModuleBuilder? _builder;
    private int _methods;
    private int _methodsOfBuilder;
    private int _ilOfBuilder;
    private long _bytesOfBuilder;

    /// <summary>Writes a method. What there is no memory for is not written, or given up.</summary>
    /// <param name="returned">The type that it returns.</param>
    /// <param name="parameters">The types of its parameters.</param>
    /// <param name="instructions">How many instructions it is made of, more or less.</param>
    /// <param name="emit">Writes its IL.</param>
    /// <exception cref="CodeMemoryException">There is not enough memory.</exception>
    public RuntimeMethodHandle Write(Type returned, Type[] parameters, int instructions, Action<ILGenerator> emit)
    {
        long taken = MinBytes + ((long)instructions * IlOfInstruction * (BytesOfIl + BuilderBytesOfIl));
        Take(taken);
        long kept = 0;
        try
        {
            TypeBuilder builder = GetBuilder().DefineType($"F{_methods++}",
                TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit);
            MethodBuilder method = builder.DefineMethod(MethodName, MethodAttributes.Public | MethodAttributes.Static,
                returned, parameters);
            method.InitLocals = false;
            ILGenerator il = method.GetILGenerator();
            emit(il);
            long written = MinBytes + ((long)il.ILOffset * (BytesOfIl + BuilderBytesOfIl));
            Take(Math.Max(0, written - taken));
            memory.ReturnCompiled(Math.Max(0, taken - written));
            taken = written;
            Type type = builder.CreateType();
            _types.Add(type);
            kept = BytesOfMethod + ((long)il.ILOffset * BytesOfIl);
            _ilOfBuilder += il.ILOffset;
            return type.GetMethod(MethodName)!.MethodHandle;
        }
        finally
        {
            // A method that was given up is the builder's alone.
            _bytesOfBuilder += taken - kept;
            _methodsOfBuilder++;
            if (_methodsOfBuilder >= MaxMethodsOfBuilder || _ilOfBuilder >= MaxIlOfBuilder)
            {
                LetBuilderGo();
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
        Take(MinBytes);
        memory.ReturnCompiled(MinBytes);
    }

    private ModuleBuilder GetBuilder() => _builder ??= AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.RunAndCollect)
        .DefineDynamicModule(AssemblyName);

    private void LetBuilderGo()
    {
        _builder = null;
        memory.ReturnCompiled(_bytesOfBuilder);
        (_bytesOfBuilder, _methodsOfBuilder, _ilOfBuilder) = (0, 0, 0);
    }
}
