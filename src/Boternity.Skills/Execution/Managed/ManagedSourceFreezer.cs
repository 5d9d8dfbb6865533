using Boternity.Skills.Compilation;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Freezing;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Execution.Managed;

/// <summary>
/// Initialises a language's component with a source, in a sandbox with nothing in it and where time stands still, and
/// writes it down. Whatever engine executes skills, this one makes them.
/// </summary>
internal sealed class ManagedSourceFreezer : ISourceFreezer
{
    private const string InitSource = "init-source";
    private const string InitSourceShape = "(string, string) -> result<_, string>";
    private const long MaxFuel = 20_000_000_000;
    private const long MaxMemoryBytes = 256L << 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly Lazy<Engine> _engine = new(static () => new Engine());
    private readonly ProgramLoader _loader = new();

    public Task<ReadOnlyMemory<byte>> FreezeAsync(
        WasmBinary template, string skill, string fileName, string source, CancellationToken cancellationToken) =>
        GuestThreads.RunAsync(() => Freeze(template.Bytes.Span, skill, fileName, source, cancellationToken));

    private ReadOnlyMemory<byte> Freeze(
        ReadOnlySpan<byte> template, string skill, string fileName, string source, CancellationToken cancellationToken)
    {
        try
        {
            ComponentProgram program = _loader.LoadComponent(
                _engine.Value, template, new LoadClock(Timeout, cancellationToken));
            return Freeze(template, program, skill, fileName, source, cancellationToken);
        }
        catch (WasmTrapException trap) when (trap.Code == TrapCode.Cancelled)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (GuestExitException exception)
        {
            throw Failed(skill, fileName, $"it ended the program, with code {exception.Code}", exception);
        }
        catch (WasmException exception)
        {
            throw Failed(skill, fileName, exception.Message, exception);
        }
        catch (NotSupportedException exception)
        {
            throw Failed(skill, fileName, exception.Message, exception);
        }
    }

    private byte[] Freeze(
        ReadOnlySpan<byte> template,
        ComponentProgram program,
        string skill,
        string fileName,
        string source,
        CancellationToken cancellationToken)
    {
        if (!program.Component.Exports.TryGet(InitSource, out ExternType init)
            || init.Type.ToString() != InitSourceShape)
        {
            throw new NotSupportedException($"the language's component has no '{InitSource}: {InitSourceShape}'");
        }

        var guest = new ManagedGuest(
            new GuestOptions
            {
                System = new GuestSystem { Time = new StoppedTime(), Random = new GuestRandom(0) },
            },
            cancellationToken);
        using Store store = _engine.Value.CreateStore(new StoreOptions
        {
            Fuel = MaxFuel,
            MaxMemoryBytes = MaxMemoryBytes,
            Timeout = Timeout,
            CancellationToken = cancellationToken,
            State = guest,
        });
        guest.RunIn(store);
        var context = new ComponentContext(store, state: guest);
        try
        {
            ComponentInstance instance = program.Linked.Instantiate(context);
            ComponentValue result = instance.FindFunction(InitSource)!.Call(
                context, null, [ComponentValue.FromString(fileName), ComponentValue.FromString(source)]);
            return result.IsOk
                ? ComponentFreezer.Freeze(template, instance)
                : throw Failed(skill, fileName, result.Payload.AsString(), null);
        }
        finally
        {
            context.DropResources();
        }
    }

    private static SkillCompilationException Failed(
        string skill, string fileName, string reason, Exception? exception) => new(
            SkillErrorCodes.CompilationSource,
            skill,
            $"The {fileName} of '{skill}' cannot be made a program: {Text.DisplayText.Lines(reason)}",
            exception);

    /// <summary>A clock that always says the same: what a source computes from it is the same each time.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

        public override long GetTimestamp() => 0;
    }
}
