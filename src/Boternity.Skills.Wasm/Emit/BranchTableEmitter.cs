using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Emits br_table. Labels whose blocks are of the same method have a way out each; those of other regions share one,
/// which finds block and cost in a table of numbers. A long table is looked up first: IL's own takes four bytes an
/// entry, and the JIT stops optimising by bytes.
/// </summary>
internal sealed unsafe class BranchTableEmitter(
    EmissionContext context, EmittedOperands operands, FuelEmitter fuel, RegionExits exits, Label returnLabel)
{
    private const int MaxEntriesInIl = 512;

    private readonly ILGenerator _il = context.IL;
    private LocalBuilder? _selector;

    /// <summary>The selector is on the IL stack.</summary>
    public void Emit(FlowTable table)
    {
        _selector ??= _il.DeclareLocal(typeof(int));
        _il.Emit(OpCodes.Stloc, _selector);
        int last = table.Labels.Length - 1;
        var elsewhere = new HashSet<int>();
        var ways = new Label[table.Exits.Length];
        Label shared = _il.DefineLabel();
        for (int i = 0; i < ways.Length; i++)
        {
            bool isElsewhere = IsElsewhere(table.Exits[i]);
            ways[i] = isElsewhere ? shared : _il.DefineLabel();
            if (isElsewhere)
            {
                elsewhere.Add(i);
            }
        }

        if (last > MaxEntriesInIl)
        {
            EmitLookedUp(table, ways, elsewhere.Count > 0 ? shared : null, elsewhere);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, _selector);
            context.Target.ChargeSwitch(last);
            _il.Emit(OpCodes.Switch, [.. table.Labels[..^1].Select(way => ways[way])]);
            if (elsewhere.Contains(table.Labels[last]))
            {
                _il.LoadInt(last);
                _il.Emit(OpCodes.Stloc, _selector);
            }

            _il.Emit(OpCodes.Br, ways[table.Labels[last]]);
        }

        EmitWays(table, ways, elsewhere);
        if (elsewhere.Count > 0)
        {
            _il.MarkLabel(shared);
            exits.EmitTableExit(
                [.. elsewhere.Select(way => table.Exits[way].Block)], operands.ToArray(), _selector,
                context.Target.Keep([.. table.Labels.SelectMany(
                    way => new[] { table.Exits[way].Block, table.Exits[way].Cost })]), fuel);
        }
    }

    // With as many operands as there are, or fewer from the bottom, nothing has to be moved.
    private bool IsElsewhere(FlowTarget exit) =>
        exit.Block >= 0 && !context.Region.Contains(exit.Block)
        && (exit.Arity == 0 || operands.Height - exit.Arity == exit.Height);

    private void EmitWays(FlowTable table, Label[] ways, HashSet<int> elsewhere)
    {
        for (int i = 0; i < ways.Length; i++)
        {
            if (elsewhere.Contains(i))
            {
                continue;
            }

            FlowTarget exit = table.Exits[i];
            _il.MarkLabel(ways[i]);
            operands.CopyTo(exit.Height, exit.Arity);
            fuel.Add(-exit.Cost);
            _il.Emit(OpCodes.Br, exit.Block < 0 ? returnLabel : exits.LabelOf(exit.Block));
        }
    }

    // A table of numbers says which of the ways; what is elsewhere comes first.
    private void EmitLookedUp(FlowTable table, Label[] ways, Label? shared, HashSet<int> elsewhere)
    {
        var targets = new List<Label>();
        if (shared is { } label)
        {
            targets.Add(label);
        }

        var numbers = new int[ways.Length];
        for (int i = 0; i < ways.Length; i++)
        {
            if (!elsewhere.Contains(i))
            {
                numbers[i] = targets.Count;
                targets.Add(ways[i]);
            }
        }

        _il.Emit(OpCodes.Ldloc, _selector!);
        _il.LoadInt(table.Labels.Length - 1);
        _il.Emit(OpCodes.Call, HelperMethods.Lesser);
        _il.Emit(OpCodes.Stloc, _selector!);
        EmitEntryAddress(context.Target.Keep([.. table.Labels.Select(way => numbers[way])]), sizeof(int));
        _il.Emit(OpCodes.Ldind_I4);
        context.Target.ChargeSwitch(targets.Count - 1);
        _il.Emit(OpCodes.Switch, targets[..^1].ToArray());
        _il.Emit(OpCodes.Br, targets[^1]);
    }

    private void EmitEntryAddress(nint numbers, int bytes)
    {
        _il.LoadLong(numbers);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldloc, _selector!);
        _il.Emit(OpCodes.Conv_U);
        _il.LoadInt(bytes);
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Add);
    }
}
