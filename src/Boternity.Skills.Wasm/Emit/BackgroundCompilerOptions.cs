using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What the engine's options say of compiling.</summary>
/// <param name="HotCalls">The calls after which a function is hot; 0 for before the first.</param>
/// <param name="HotIterations">The iterations after which a loop is hot.</param>
/// <param name="InBackground">Whether the guest goes on meanwhile.</param>
/// <param name="MaxModuleIlBytes">The IL that a module's code may take, in bytes.</param>
/// <param name="OnFailure">Is told what could not be compiled.</param>
/// <param name="OnCompiled">Called after a function or loop was compiled.</param>
/// <param name="BeforeEmit">Called before each function's IL is written.</param>
internal sealed record BackgroundCompilerOptions(int HotCalls, int HotIterations, bool InBackground,
    int MaxModuleIlBytes, Action<CompilationFailure>? OnFailure, Action? OnCompiled, Action<ILGenerator>? BeforeEmit);
