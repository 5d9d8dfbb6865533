using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Where blocks are: those of the method have labels; to go to any other the method puts what that needs into slots and
/// is left. What most ways out need is saved in one place behind them all.
/// </summary>
internal sealed class RegionExits(EmissionContext context, EmittedOperands operands, EmittedLocals locals)
{
    private readonly ILGenerator _il = context.IL;
    private readonly Dictionary<int, Label> _labels = [];
    private readonly Dictionary<int, int[]> _saved = [];
    private readonly List<Action<HashSet<int>>> _ways = [];
    private readonly List<int[]> _sets = [];
    private readonly HashSet<int> _entries = [.. context.Region.Entries.Select(block => block.Index)];
    private LocalBuilder? _next;
    private Label _common;

    /// <summary>Whether the method can be entered at this block.</summary>
    public bool IsEntry(FlowBlock block) => _entries.Contains(block.Index);

    /// <summary>Where to jump to for a block.</summary>
    public Label LabelOf(int block)
    {
        if (_labels.TryGetValue(block, out Label label))
        {
            return label;
        }

        _labels[block] = label = _il.DefineLabel();
        if (!context.Region.Contains(block))
        {
            AddExit(context.Graph.Blocks[block], label);
        }

        return label;
    }

    /// <summary>Leaves for one of several blocks.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="saved">The operands: those that a block has are the deepest of them.</param>
    /// <param name="selector">Which entry of the table is meant.</param>
    /// <param name="table">Per entry, the block and its cost.</param>
    /// <param name="fuel">Takes the cost off.</param>
    public void EmitTableExit(
        int[] blocks, EmittedOperand[] saved, LocalBuilder selector, nint table, FuelEmitter fuel)
    {
        Prepare();
        int[] live = [.. blocks.SelectMany(block => LiveAt(block)).Distinct()];
        LocalBuilder place = _il.DeclareLocal(typeof(nint));
        _il.LoadLong(table);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldloc, selector);
        _il.Emit(OpCodes.Conv_U);
        _il.LoadInt(2 * sizeof(int));
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, place);
        fuel.EmitSubtract(() =>
        {
            _il.Emit(OpCodes.Ldloc, place);
            _il.LoadInt(sizeof(int));
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Ldind_I4);
            _il.Emit(OpCodes.Conv_I8);
        });
        _il.Emit(OpCodes.Ldloc, place);
        _il.Emit(OpCodes.Ldind_I4);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Stloc, _next!);
        Label way = _il.DefineLabel();
        _il.Emit(OpCodes.Br, way);
        Add(way, live, saved);
    }

    /// <summary>Emits the ways out that were asked for.</summary>
    public void Emit()
    {
        if (_ways.Count == 0)
        {
            return;
        }

        // Saving what is not needed any more does no harm, but keeps it in a register until then.
        HashSet<int> common = [.. _sets.SelectMany(set => set).GroupBy(local => local)
            .Where(group => group.Count() * 2 > _sets.Count).Select(group => group.Key)];
        foreach (Action<HashSet<int>> way in _ways)
        {
            way(common);
        }

        _il.MarkLabel(_common);
        locals.EmitSave(common.Order());
        _il.Emit(OpCodes.Ldloc, _next!);
        context.EmitLeave();
    }

    private void AddExit(FlowBlock block, Label label)
    {
        Prepare();
        Label way = _il.DefineLabel();
        _ways.Add(_ =>
        {
            _il.MarkLabel(label);
            _il.LoadLong(block.Index);
            _il.Emit(OpCodes.Stloc, _next!);
            _il.Emit(OpCodes.Br, way);
        });
        Add(way, LiveAt(block.Index), block.Operands);
    }

    private void Add(Label way, int[] live, EmittedOperand[] saved)
    {
        _sets.Add(live);
        _ways.Add(common =>
        {
            _il.MarkLabel(way);
            locals.EmitSave(live.Where(local => !common.Contains(local)));
            operands.EmitSave(saved);
            _il.Emit(OpCodes.Br, _common);
        });
    }

    private int[] LiveAt(int block)
    {
        if (!_saved.TryGetValue(block, out int[]? live))
        {
            _saved[block] = live = [.. context.Liveness.At(context.Graph.Blocks[block])
                .Where(context.Region.Assigned.Contains)];
        }

        return live;
    }

    private void Prepare()
    {
        if (_next is null)
        {
            _next = _il.DeclareLocal(typeof(long));
            _common = _il.DefineLabel();
        }
    }
}
