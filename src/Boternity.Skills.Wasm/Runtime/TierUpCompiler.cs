namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The seam between the tier that starts at once, and counts, and the one that compiles what is hot.</summary>
internal abstract class TierUpCompiler
{
    /// <summary>The calls after which a function is hot; 0 for before the first.</summary>
    public abstract int HotCalls { get; }

    /// <summary>The iterations after which a loop is hot.</summary>
    public abstract int HotIterations { get; }

    /// <summary>Functions with a larger body than this are compiled in pieces, and their blocks counted one by
    /// one.</summary>
    public abstract int MaxWholeBytes { get; }

    /// <summary>Instructions after which a block of such a function ends even without a branch.</summary>
    public abstract int MaxBlockInstructions { get; }

    /// <summary>A function is hot. It is compiled now or later, or never if that cannot be done. Said again and again
    /// until the code is there.</summary>
    /// <param name="function">The function.</param>
    /// <param name="store">Whose guest waits, where it does not go on meanwhile.</param>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public abstract void RequestFunction(FunctionCode function, Store store);

    /// <summary>A loop, or any block of a large function, is hot inside a call that goes on. Said again and again until
    /// the code is there: a loop that is no longer said to be is not compiled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="key">What makes the block, in bytes from the start of the module's binary; 0 for the function's
    /// start.</param>
    /// <param name="store">Whose guest waits, where it does not go on meanwhile.</param>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public abstract void RequestBlock(FunctionCode function, int key, Store store);

    /// <summary>A large function goes from one region to another. Said of one passage in some hundred: where there are
    /// many, its regions are made anew. Nobody waits for that.</summary>
    /// <param name="function">The function.</param>
    /// <param name="block">The block that the passage goes to.</param>
    public abstract void NotePassage(FunctionCode function, long block);

    /// <summary>A function was hot in another process. It is compiled when nothing is that is hot in this one; of a
    /// large one, what its <see cref="FunctionCode.BlockHeat"/> says.</summary>
    /// <param name="function">The function.</param>
    public abstract void RequestProfiled(FunctionCode function);
}
