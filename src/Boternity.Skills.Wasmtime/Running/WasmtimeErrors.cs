using Boternity.Skills.Execution;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasmtime.Native;

namespace Boternity.Skills.Wasmtime.Running;

/// <summary>What errors of the engine are to a host: the same as in the managed engine.</summary>
internal static class WasmtimeErrors
{
    /// <summary>A binary that cannot be loaded or linked.</summary>
    public static SkillException Loading(WasmException exception) => Of(ProgramFailure.OfLoading(exception), exception);

    /// <summary>A run that was stopped; null where its caller cancelled it.</summary>
    public static SkillException? Running(WasmException exception, WasmRunRequest request, MemoryBudget budget)
    {
        var limits = new StoreOptions
        {
            Fuel = request.Limits.MaxFuel,
            MaxMemoryBytes = request.Limits.MaxMemoryBytes,
            Timeout = request.Limits.Timeout,
            SharedMemory = request.SharedMemory,
        };
        return ProgramFailure.OfRun(exception, request.Context.SkillName, limits, budget.Refusal) is { } failure
            ? Of(failure, exception)
            : null;
    }

    /// <summary>The limit that refused the guest memory, if one did.</summary>
    public static SkillLimitKind? LimitMet(MemoryRefusal refusal) => refusal switch
    {
        MemoryRefusal.Limit => SkillLimitKind.Memory,
        MemoryRefusal.Shared => SkillLimitKind.TotalMemory,
        _ => null,
    };

    /// <summary>An answer that is larger than it may be.</summary>
    public static SkillLimitExceededException OutputTooLarge(string skill, long limit) => new(
        SkillLimitKind.Output, limit, $"The output of '{skill}' is larger than {limit} bytes.");

    private static SkillExecutionException Of(ProgramFailure failure, WasmException exception)
    {
        return failure.Kind switch
        {
            _ when exception is WasmtimeFailureException => new SkillExecutionException(
                SkillErrorCodes.ExecutionEngineFailed, $"Wasmtime failed: {exception.Message}", exception),
            ProgramFailureKind.Link => new SkillLinkException(failure.Message, failure.Import, exception),
            ProgramFailureKind.Fuel => Limit(SkillLimitKind.Fuel),
            ProgramFailureKind.Memory => Limit(SkillLimitKind.Memory),
            ProgramFailureKind.SharedMemory => Limit(SkillLimitKind.TotalMemory),
            ProgramFailureKind.Time => Limit(SkillLimitKind.Time),
            ProgramFailureKind.Output => Limit(SkillLimitKind.Output),
            _ => new SkillTrapException(exception.Message, failure.Frames, failure.Message, exception)
            {
                LimitMet = LimitMet(failure.Refusal),
            },
        };

        SkillLimitExceededException Limit(SkillLimitKind kind) =>
            new(kind, failure.Limit, failure.Message, failure.Frames, exception);
    }
}
