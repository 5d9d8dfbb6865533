using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What the engine's options say of compiling.</summary>
/// <param name="HotCalls">The calls after which a function is hot; 0 for before the first.</param>
/// <param name="HotIterations">The iterations after which a loop, or a block of a large function, is hot.</param>
/// <param name="InBackground">Whether the guest goes on meanwhile.</param>
/// <param name="Threads">How many threads compile at most.</param>
/// <param name="MaxProgramCodeBytes">What the machine code of a program may hold, with all that belongs to it, in
/// bytes.</param>
/// <param name="MaxWholeBytes">The size of a body up to which a function is compiled as a whole.</param>
/// <param name="MaxRegionWeight">What a piece of a larger one may take of the JIT's patience, roughly in references to
/// locals.</param>
/// <param name="OnFailure">Is told what could not be compiled.</param>
/// <param name="OnCompiled">Called after a function or loop was compiled.</param>
/// <param name="BeforeEmit">Called before each function's IL is written.</param>
internal sealed record BackgroundCompilerOptions(int HotCalls, int HotIterations, bool InBackground, int Threads,
    long MaxProgramCodeBytes, int MaxWholeBytes, int MaxRegionWeight, Action<CompilationFailure>? OnFailure,
    Action? OnCompiled, Action<ILGenerator>? BeforeEmit)
{
    private const int BlocksPerRegion = 20;

    // A block that was executed less often than this part of what makes one hot is not worth its compilation.
    private const int PartOfHeat = 16;

    /// <summary>How often a block of a large function must have been executed to be compiled with a hotter
    /// one.</summary>
    public long MinHeat => Math.Max(1, HotIterations / PartOfHeat);

    /// <summary>Instructions after which a block of a large function ends even without a branch.</summary>
    public int MaxBlockInstructions => Math.Max(1, MaxRegionWeight / BlocksPerRegion);
}
