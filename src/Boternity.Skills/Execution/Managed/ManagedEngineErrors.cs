using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Managed;

/// <summary>What the managed engine's errors are to a host.</summary>
internal static class ManagedEngineErrors
{
    /// <summary>A binary that cannot be loaded or linked.</summary>
    public static SkillException Loading(WasmException exception) =>
        exception is WasmLinkException { MemoryLimit: { } limit }
            ? new SkillLimitExceededException(
                SkillLimitKind.TotalMemory,
                limit,
                $"The program and all others that run need more than {limit} bytes.",
                innerException: exception)
            : Of(ProgramFailure.OfLoading(exception), exception);

    /// <summary>A run that was stopped; null where its caller cancelled it.</summary>
    public static SkillException? Running(WasmException exception, WasmRunRequest request, Store store) =>
        ProgramFailure.OfRun(exception, request.Context.SkillName, store.Options, store.MemoryRefusal) is { } failure
            ? Of(failure, exception)
            : null;

    /// <summary>The limit that refused the guest memory, if one did.</summary>
    public static SkillLimitKind? LimitMet(MemoryRefusal refusal) => refusal switch
    {
        MemoryRefusal.Limit => SkillLimitKind.Memory,
        MemoryRefusal.Shared => SkillLimitKind.TotalMemory,
        _ => null,
    };

    private static SkillExecutionException Of(ProgramFailure failure, WasmException exception)
    {
        return failure.Kind switch
        {
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
