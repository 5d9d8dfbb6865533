namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What stores and modules of one engine share.</summary>
internal sealed record RuntimeServices(ExecutionTier Tier, BlockPool Blocks, int StackBytes, int MaxReentryDepth);
