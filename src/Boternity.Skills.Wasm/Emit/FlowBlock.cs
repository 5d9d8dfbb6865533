namespace Boternity.Skills.Wasm.Emit;

/// <summary>Instructions of a body that are executed one after the other: what is jumped to is a block's begin, what
/// jumps is a block's end.</summary>
internal sealed class FlowBlock
{
    public required int Index { get; init; }

    /// <summary>The instruction that makes it a block, in bytes from the start of the module's binary: a loop, an end
    /// or an else, or the branch or if that it lies behind; 0 for the function's start.</summary>
    public required int Key { get; init; }

    /// <summary>The index of its first instruction.</summary>
    public required int First { get; init; }

    /// <summary>The operands at its begin.</summary>
    public required EmittedOperand[] Operands { get; init; }

    /// <summary>Whether it is only entered from the block before it, where that did not jump.</summary>
    public required bool IsFallen { get; init; }

    /// <summary>The index behind its last instruction.</summary>
    public int End { get; set; }

    /// <summary>The block that follows where it does not jump; -1 where it always does.</summary>
    public int Next { get; set; } = -1;

    /// <summary>The blocks that may follow, each once.</summary>
    public int[] Successors { get; set; } = [];

    /// <summary>What it takes of the JIT's patience, roughly in references to locals.</summary>
    public int Weight { get; set; }
}

/// <summary>Where a branch goes.</summary>
/// <param name="Block">The block; -1 for the function's return.</param>
/// <param name="Height">How many operands stay below those that the label takes.</param>
/// <param name="Arity">How many operands the label takes.</param>
/// <param name="Cost">The fuel of the run that begins there.</param>
internal readonly record struct FlowTarget(int Block, int Height, int Arity, int Cost);

/// <summary>Where a br_table goes.</summary>
/// <param name="Labels">Per entry, the default last, the number of its way out.</param>
/// <param name="Exits">The ways out.</param>
internal sealed record FlowTable(int[] Labels, FlowTarget[] Exits);
