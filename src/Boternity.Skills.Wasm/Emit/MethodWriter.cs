using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Writes the IL of a dynamic method into an array of just that size. The runtime's own generator is kept as long as
/// the method, with several times as much memory as the IL takes.
/// </summary>
internal sealed class MethodWriter(DynamicILInfo info) : ILGenerator
{
    private const int SmallestBuffer = 512;
    private const int OffsetBytes = sizeof(int);

    // Opcodes of two bytes begin with this.
    private const byte Prefix = 0xFE;

    private static readonly OpCode[] Loads = [OpCodes.Ldloc_0, OpCodes.Ldloc_1, OpCodes.Ldloc_2, OpCodes.Ldloc_3];
    private static readonly OpCode[] Stores = [OpCodes.Stloc_0, OpCodes.Stloc_1, OpCodes.Stloc_2, OpCodes.Stloc_3];

    private readonly Dictionary<object, int> _tokens = [];
    private readonly List<int> _labels = [];

    // Where offsets of labels stand in the code, and behind which place they count.
    private readonly List<(int Place, int Behind, int Label)> _references = [];

    // What stands on the IL stack at each label, as far as it is known.
    private readonly List<int> _depths = [];
    private readonly SignatureHelper _locals = SignatureHelper.GetLocalVarSigHelper();
    private int _localCount;
    private byte[] _code = new byte[SmallestBuffer];
    private int _length;
    private int _depth;
    private int _maxDepth;

    public override int ILOffset => _length;

    /// <summary>Gives the method what was written.</summary>
    public void Finish()
    {
        foreach ((int place, int behind, int label) in _references)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_code.AsSpan(place), _labels[label] - behind);
        }

        info.SetCode(_code.AsSpan(0, _length).ToArray(), _maxDepth);
        info.SetLocalSignature(_locals.GetSignature());
    }

    public override LocalBuilder DeclareLocal(Type localType, bool pinned)
    {
        _locals.AddArgument(localType, pinned);
        return new Local(localType, pinned, _localCount++);
    }

    public override Label DefineLabel()
    {
        _labels.Add(-1);
        _depths.Add(0);
        return CreateLabel(_labels.Count - 1);
    }

    public override void MarkLabel(Label loc)
    {
        _labels[loc.Id] = _length;
        _depth = Math.Max(_depth, _depths[loc.Id]);
    }

    public override void Emit(OpCode opcode)
    {
        WriteOpcode(opcode);
        Follow(opcode);
    }

    public override void Emit(OpCode opcode, byte arg)
    {
        WriteOpcode(opcode);
        Reserve(sizeof(byte))[0] = arg;
        Follow(opcode);
    }

    public override void Emit(OpCode opcode, short arg)
    {
        WriteOpcode(opcode);
        BinaryPrimitives.WriteInt16LittleEndian(Reserve(sizeof(short)), arg);
        Follow(opcode);
    }

    public override void Emit(OpCode opcode, int arg)
    {
        WriteOpcode(opcode);
        WriteInt(arg);
        Follow(opcode);
    }

    public override void Emit(OpCode opcode, long arg)
    {
        WriteOpcode(opcode);
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), arg);
        Follow(opcode);
    }

    public override void Emit(OpCode opcode, float arg)
    {
        WriteOpcode(opcode);
        BinaryPrimitives.WriteSingleLittleEndian(Reserve(sizeof(float)), arg);
        Follow(opcode);
    }

    public override void Emit(OpCode opcode, double arg)
    {
        WriteOpcode(opcode);
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), arg);
        Follow(opcode);
    }

    public override void Emit(OpCode opcode, Type cls) =>
        Emit(opcode, TokenOf(cls, () => info.GetTokenFor(cls.TypeHandle)));

    public override void Emit(OpCode opcode, FieldInfo field) =>
        Emit(opcode, TokenOf(field, () => info.GetTokenFor(field.FieldHandle)));

    public override void Emit(OpCode opcode, MethodInfo meth) =>
        EmitCall(opcode, TokenOf(meth, () => meth.DeclaringType is { IsGenericType: true } type
            ? info.GetTokenFor(meth.MethodHandle, type.TypeHandle)
            : info.GetTokenFor(meth.MethodHandle)), meth.GetParameters().Length + (meth.IsStatic ? 0 : 1),
            meth.ReturnType);

    /// <remarks>Equal arrays of parameters are taken for different ones, and one array for always the same
    /// signature.</remarks>
    public override void EmitCalli(OpCode opcode, CallingConventions callingConvention, Type? returnType,
        Type[]? parameterTypes, Type[]? optionalParameterTypes) =>
        EmitCall(opcode, TokenOf(parameterTypes!, () =>
        {
            SignatureHelper signature = SignatureHelper.GetMethodSigHelper(callingConvention, returnType);
            signature.AddArguments(parameterTypes, null, null);
            return info.GetTokenFor(signature.GetSignature());
        }), parameterTypes!.Length + 1, returnType!);

    public override void Emit(OpCode opcode, Label label)
    {
        WriteOpcode(opcode);
        Follow(opcode, label);
        WriteReference(label, _length + OffsetBytes);
    }

    public override void Emit(OpCode opcode, Label[] labels)
    {
        WriteOpcode(opcode);
        WriteInt(labels.Length);
        Follow(opcode);
        int behind = _length + (labels.Length * OffsetBytes);
        foreach (Label label in labels)
        {
            NoteDepth(label);
            WriteReference(label, behind);
        }
    }

    public override void Emit(OpCode opcode, LocalBuilder local)
    {
        int index = local.LocalIndex;
        (OpCode[] shortest, OpCode small) = opcode == OpCodes.Ldloc ? (Loads, OpCodes.Ldloc_S)
            : opcode == OpCodes.Stloc ? (Stores, OpCodes.Stloc_S) : ([], OpCodes.Ldloca_S);
        if (index < shortest.Length)
        {
            Emit(shortest[index]);
        }
        else if (index <= byte.MaxValue)
        {
            Emit(small, (byte)index);
        }
        else
        {
            Emit(opcode, (short)index);
        }
    }

    private void EmitCall(OpCode opcode, int token, int taken, Type returned)
    {
        WriteOpcode(opcode);
        WriteInt(token);
        Change(-taken, returned == typeof(void) ? 0 : 1);
    }

    private int TokenOf(object meant, Func<int> make)
    {
        ref int token = ref CollectionsMarshal.GetValueRefOrAddDefault(_tokens, meant, out bool isKnown);
        if (!isKnown)
        {
            token = make();
        }

        return token;
    }

    private void WriteOpcode(OpCode opcode)
    {
        if (opcode.Size == sizeof(short))
        {
            Reserve(sizeof(byte))[0] = Prefix;
        }

        Reserve(sizeof(byte))[0] = (byte)opcode.Value;
    }

    private void WriteInt(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);

    private void WriteReference(Label label, int behind)
    {
        _references.Add((_length, behind, label.Id));
        Reserve(OffsetBytes);
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_code.Length - _length < bytes)
        {
            Array.Resize(ref _code, _code.Length * 2);
        }

        _length += bytes;
        return _code.AsSpan(_length - bytes, bytes);
    }

    // What is on the IL stack behind an instruction. Where nothing goes on, a label says it, or it is empty.
    private void Follow(OpCode opcode, Label? target = null)
    {
        Change(-CountOf(opcode.StackBehaviourPop), CountOf(opcode.StackBehaviourPush));
        if (target is { } label)
        {
            NoteDepth(label);
        }

        if (opcode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
        {
            _depth = 0;
        }
    }

    private void NoteDepth(Label label) => _depths[label.Id] = Math.Max(_depths[label.Id], _depth);

    private void Change(int taken, int given)
    {
        _depth = Math.Max(0, _depth + taken) + given;
        _maxDepth = Math.Max(_maxDepth, _depth);
    }

    private static int CountOf(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Push0 or StackBehaviour.Varpop or StackBehaviour.Varpush => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref or StackBehaviour.Push1
            or StackBehaviour.Pushi or StackBehaviour.Pushi8 or StackBehaviour.Pushr4 or StackBehaviour.Pushr8
            or StackBehaviour.Pushref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1
            or StackBehaviour.Popref_popi or StackBehaviour.Push1_push1 => 2,
        _ => 3,
    };

    private sealed class Local(Type type, bool isPinned, int index) : LocalBuilder
    {
        public override Type LocalType => type;

        public override bool IsPinned => isPinned;

        public override int LocalIndex => index;
    }

    // What no emitter writes.
    public override void BeginCatchBlock(Type? exceptionType) => throw new NotSupportedException();

    public override void BeginExceptFilterBlock() => throw new NotSupportedException();

    public override Label BeginExceptionBlock() => throw new NotSupportedException();

    public override void BeginFaultBlock() => throw new NotSupportedException();

    public override void BeginFinallyBlock() => throw new NotSupportedException();

    public override void BeginScope() => throw new NotSupportedException();

    public override void Emit(OpCode opcode, ConstructorInfo con) => throw new NotSupportedException();

    public override void Emit(OpCode opcode, SignatureHelper signature) => throw new NotSupportedException();

    public override void Emit(OpCode opcode, string str) => throw new NotSupportedException();

    public override void EmitCall(OpCode opcode, MethodInfo methodInfo, Type[]? optionalParameterTypes) =>
        throw new NotSupportedException();

    public override void EmitCalli(OpCode opcode, CallingConvention unmanagedCallConv, Type? returnType,
        Type[]? parameterTypes) => throw new NotSupportedException();

    public override void EndExceptionBlock() => throw new NotSupportedException();

    public override void EndScope() => throw new NotSupportedException();

    public override void UsingNamespace(string usingNamespace) => throw new NotSupportedException();
}
