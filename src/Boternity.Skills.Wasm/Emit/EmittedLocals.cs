using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>The guest's locals as IL locals and arguments, and what a function keeps of its instance in IL
/// locals.</summary>
internal sealed class EmittedLocals
{
    private readonly EmissionContext _context;
    private readonly ILGenerator _il;
    private readonly ValType[] _types;
    private readonly int[] _slots;

    // Null for the parameters of a function entered at its start: those are IL arguments.
    private readonly LocalBuilder?[] _variables;
    private readonly LocalBuilder? _memory;
    private readonly LocalBuilder? _memoryLength;
    private readonly LocalBuilder? _zero;

    public EmittedLocals(EmissionContext context)
    {
        _context = context;
        _il = context.IL;
        int count = context.Body.Locals.Count;
        _types = new ValType[count];
        _slots = new int[count];
        _variables = new LocalBuilder?[count];
        int slot = 0;
        int arguments = context.EntersLoop ? 0 : context.Function.Type.Parameters.Length;
        for (int i = 0; i < count; i++)
        {
            _types[i] = context.Body.Locals.Get(i);
            _slots[i] = slot;
            slot += _types[i].SlotCount * sizeof(ulong);
            if (i >= arguments)
            {
                _variables[i] = _il.DeclareLocal(CompiledSignature.ClrTypeOf(_types[i]));
            }
        }

        if (context.Body.UsesZero)
        {
            _zero = _il.DeclareLocal(typeof(long));
        }

        if (context.Body.UsesMemory)
        {
            _memory = _il.DeclareLocal(typeof(nint));
            _memoryLength = _il.DeclareLocal(typeof(ulong));
        }
    }

    public ValType TypeOf(int local) => _types[local];

    public int SlotOf(int local) => _slots[local];

    public void Load(int local)
    {
        if (_variables[local] is { } variable)
        {
            _il.Emit(OpCodes.Ldloc, variable);
        }
        else
        {
            _il.LoadArgument(local);
        }
    }

    public void Store(int local)
    {
        if (_variables[local] is { } variable)
        {
            _il.Emit(OpCodes.Stloc, variable);
        }
        else
        {
            _il.StoreArgument(local);
        }
    }

    /// <summary>Zeroes all locals that are not parameters.</summary>
    public void EmitZeros()
    {
        for (int i = _context.Function.Type.Parameters.Length; i < _variables.Length; i++)
        {
            LoadZero(_types[i]);
            Store(i);
        }
    }

    /// <summary>Puts locals into their slots.</summary>
    public void EmitSave(int[] locals)
    {
        foreach (int local in locals)
        {
            _il.LoadSlotAddress(_context.Frame, _slots[local]);
            Load(local);
            SlotAccess.EmitStore(_il, _types[local]);
        }
    }

    /// <summary>Takes locals from their slots.</summary>
    public void EmitRestore(int[] locals)
    {
        foreach (int local in locals)
        {
            _il.LoadSlotAddress(_context.Frame, _slots[local]);
            SlotAccess.EmitLoad(_il, _types[local]);
            Store(local);
        }
    }

    /// <summary>Reads anew where the memory is: at the start, and behind everything that can run other code.</summary>
    public void EmitMemoryRefresh()
    {
        if (_memory is null)
        {
            return;
        }

        _il.LoadArgument(_context.Instance);
        _il.Emit(OpCodes.Call, HelperMethods.MemoryBase);
        _il.Emit(OpCodes.Stloc, _memory);
        _il.LoadArgument(_context.Instance);
        _il.Emit(OpCodes.Call, HelperMethods.MemoryLength);
        _il.Emit(OpCodes.Stloc, _memoryLength!);
    }

    /// <summary>Pushes the first memory's address and length.</summary>
    public void LoadMemory()
    {
        _il.Emit(OpCodes.Ldloc, _memory!);
        LoadMemoryLength();
    }

    public void LoadMemoryLength() => _il.Emit(OpCodes.Ldloc, _memoryLength!);

    /// <summary>Reads the zero that the JIT does not know, where the function uses it.</summary>
    public void EmitZeroRefresh()
    {
        if (_zero is null)
        {
            return;
        }

        _il.LoadArgument(_context.Instance);
        _il.Emit(OpCodes.Call, HelperMethods.Zero);
        _il.Emit(OpCodes.Stloc, _zero);
    }

    /// <summary>Combines the integer on top with zero: changes nothing, but the JIT cannot know that, so that what
    /// comes before and what comes behind are not merged.</summary>
    public void EmitOrZero(bool isWide)
    {
        _il.Emit(OpCodes.Ldloc, _zero!);
        if (!isWide)
        {
            _il.Emit(OpCodes.Conv_I4);
        }

        _il.Emit(OpCodes.Or);
    }

    private void LoadZero(ValType type)
    {
        switch (type)
        {
            case ValType.I32: _il.LoadInt(0); break;
            case ValType.F32: _il.Emit(OpCodes.Ldc_R4, 0f); break;
            case ValType.F64: _il.Emit(OpCodes.Ldc_R8, 0d); break;
            case ValType.V128: _il.Emit(OpCodes.Call, VectorConstants.Zero); break;
            default: _il.LoadLong(0); break;
        }
    }
}
