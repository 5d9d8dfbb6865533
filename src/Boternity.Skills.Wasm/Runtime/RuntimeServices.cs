namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What stores and modules of one engine share.</summary>
/// <param name="Tier">What executes code first.</param>
/// <param name="Compiler">What compiles code that is hot; null where nothing does.</param>
/// <param name="Blocks">The memory that stores have done with.</param>
/// <param name="StackBytes">The size of a store's value stack.</param>
/// <param name="MaxReentryDepth">How deep guest and host may call each other.</param>
internal sealed record RuntimeServices(ExecutionTier Tier, TierUpCompiler? Compiler, BlockPool Blocks, int StackBytes,
    int MaxReentryDepth);
