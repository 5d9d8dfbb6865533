using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>The guest's locals as IL locals and arguments, and what a function keeps of its instance in IL
/// locals.</summary>
internal sealed class EmittedLocals
{
    private readonly EmissionContext _context;
    private readonly ILGenerator _il;

    // Parameters of a function that is entered at its start are IL arguments.
    private readonly int _arguments;
    private readonly Dictionary<int, LocalBuilder> _variables = [];
    private readonly LocalBuilder? _memory;
    private readonly LocalBuilder? _memoryLength;
    private readonly LocalBuilder? _zero;

    public EmittedLocals(EmissionContext context)
    {
        _context = context;
        _il = context.IL;
        _arguments = context.Region.IsFunction ? context.Function.Type.Parameters.Length : 0;
        foreach (int local in context.Region.Used.Order())
        {
            if (local >= _arguments)
            {
                _variables[local] = _il.DeclareLocal(CompiledSignature.ClrTypeOf(TypeOf(local)));
            }
        }

        if (context.Region.UsesZero)
        {
            _zero = _il.DeclareLocal(typeof(long));
        }

        if (context.Region.UsesMemory)
        {
            _memory = _il.DeclareLocal(typeof(nint));
            _memoryLength = _il.DeclareLocal(typeof(ulong));
        }
    }

    public ValType TypeOf(int local) => _context.Body.Locals.Get(local);

    public int SlotOf(int local) => _context.Body.LocalSlots[local];

    public void Load(int local)
    {
        if (local < _arguments)
        {
            _il.LoadArgument(local);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, _variables[local]);
        }
    }

    public void Store(int local)
    {
        if (local < _arguments)
        {
            _il.StoreArgument(local);
        }
        else
        {
            _il.Emit(OpCodes.Stloc, _variables[local]);
        }
    }

    /// <summary>Zeroes the locals that are not parameters, as far as they may be read.</summary>
    public void EmitZeros()
    {
        foreach (int local in _context.Liveness.At(_context.Graph.Blocks[0]))
        {
            if (local >= _arguments)
            {
                LoadZero(TypeOf(local));
                Store(local);
            }
        }
    }

    /// <summary>Puts locals into their slots. In a region those that it does not change are there.</summary>
    public void EmitSave(IEnumerable<int> locals)
    {
        foreach (int local in locals)
        {
            if (!_context.Region.IsFunction && !_context.Region.Assigned.Contains(local))
            {
                continue;
            }

            _il.LoadSlotAddress(_context.Frame, SlotOf(local));
            Load(local);
            SlotAccess.EmitStore(_il, TypeOf(local));
        }
    }

    /// <summary>Takes locals from their slots, as far as the code uses them.</summary>
    public void EmitRestore(IEnumerable<int> locals)
    {
        foreach (int local in locals)
        {
            if (local >= _arguments && !_variables.ContainsKey(local))
            {
                continue;
            }

            _il.LoadSlotAddress(_context.Frame, SlotOf(local));
            SlotAccess.EmitLoad(_il, TypeOf(local));
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

    /// <summary>Pushes the first memory's address.</summary>
    public void LoadMemory() => _il.Emit(OpCodes.Ldloc, _memory!);

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
