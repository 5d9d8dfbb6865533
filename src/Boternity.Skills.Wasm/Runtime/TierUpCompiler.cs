namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The seam between the tier that starts at once, and counts, and the one that compiles what is hot.</summary>
internal abstract class TierUpCompiler
{
    /// <summary>The calls after which a function is hot; 0 for before the first.</summary>
    public abstract int HotCalls { get; }

    /// <summary>The iterations after which a loop is hot.</summary>
    public abstract int HotIterations { get; }

    /// <summary>A function is hot. It is compiled now or later, or never if that cannot be done.</summary>
    /// <param name="function">The function.</param>
    /// <param name="store">Whose guest waits, where it does not go on meanwhile.</param>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public abstract void RequestFunction(FunctionCode function, Store store);

    /// <summary>A loop is hot inside a call that goes on. Said again and again until the code is there: what is no
    /// longer said is not compiled.</summary>
    /// <param name="function">The function.</param>
    /// <param name="offset">The loop, in bytes from the start of the module's binary.</param>
    /// <param name="store">Whose guest waits, where it does not go on meanwhile.</param>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public abstract void RequestLoop(FunctionCode function, int offset, Store store);
}
