using System.Collections.Concurrent;
using System.Security.Cryptography;
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
    private const string InitLibrary = "init-library";
    private const string InitLibraryShape = "(list<u8>)";
    private const string InitSource = "init-source";
    private const string InitSourceShape = "(string, string) -> result<_, string>";
    private const long MaxFuel = 20_000_000_000;
    private const long MaxMemoryBytes = 256L << 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly Lazy<Engine> _engine = new(static () => new Engine());
    private readonly ProgramLoader _loader = new();

    // The templates by their digests, as long as their memory is not wanted for other things: of a large one, loading
    // and compiling take longer than all else.
    private readonly ConcurrentDictionary<string, WeakReference<ComponentProgram>> _programs = new();

    public Task<ReadOnlyMemory<byte>> FreezeAsync(
        WasmBinary template,
        ReadOnlyMemory<byte>? library,
        string skill,
        string fileName,
        string source,
        CancellationToken cancellationToken) =>
        GuestThreads
            .RunAsync(() => Freeze(template.Bytes.Span, library, skill, fileName, source, cancellationToken))
            .AsTask();

    private ReadOnlyMemory<byte> Freeze(
        ReadOnlySpan<byte> template,
        ReadOnlyMemory<byte>? library,
        string skill,
        string fileName,
        string source,
        CancellationToken cancellationToken)
    {
        try
        {
            ComponentProgram program = Load(template, cancellationToken);
            return Freeze(template, program, library, skill, fileName, source, cancellationToken);
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

    private ComponentProgram Load(ReadOnlySpan<byte> template, CancellationToken cancellationToken)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(template));
        if (_programs.TryGetValue(digest, out WeakReference<ComponentProgram>? kept)
            && kept.TryGetTarget(out ComponentProgram? known))
        {
            return known;
        }

        ComponentProgram program = _loader.LoadComponent(
            _engine.Value, template, new LoadClock(Timeout, cancellationToken));
        _programs[digest] = new WeakReference<ComponentProgram>(program);
        return program;
    }

    private byte[] Freeze(
        ReadOnlySpan<byte> template,
        ComponentProgram program,
        ReadOnlyMemory<byte>? library,
        string skill,
        string fileName,
        string source,
        CancellationToken cancellationToken)
    {
        Require(program, InitSource, InitSourceShape);
        if (library is not null)
        {
            Require(program, InitLibrary, InitLibraryShape);
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
            CompilesHotCode = false,
        });
        guest.RunIn(store);
        var context = new ComponentContext(store, state: guest);
        try
        {
            ComponentInstance instance = program.Linked.Instantiate(context);
            if (library is { } archive)
            {
                instance.FindFunction(InitLibrary)!.Call(context, null, [ComponentValue.FromArray(archive.ToArray())]);
            }

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

    private static void Require(ComponentProgram program, string name, string shape)
    {
        if (!program.Component.Exports.TryGet(name, out ExternType function) || function.Type.ToString() != shape)
        {
            throw new NotSupportedException($"the language's component has no '{name}: {shape}'");
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
