using System.Diagnostics;
using System.Security.Cryptography;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasmtime.Native;
using Boternity.Skills.Wasmtime.Running;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Wasmtime.Artifacts;

/// <summary>
/// Compiles programs, a few at a time, or takes them from the cache. Whoever gives up while it waits for its turn is
/// gone. A compilation cannot be stopped: whoever gives up then leaves it behind, and its result to the cache.
/// </summary>
internal sealed class ProgramCompiler(
    EngineHandle engine, WasmtimeOptions options, ArtifactCache? cache, string settings, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(options.MaxConcurrentCompilations);

    /// <summary>How many more programs may be compiled now; for tests.</summary>
    internal int Free => _gate.CurrentCount;

    /// <summary>What a program is kept under.</summary>
    public ArtifactKey KeyOf(WasmBinary binary) => new(
        Convert.ToHexStringLower(SHA256.HashData(binary.Bytes.Span)), binary.Kind, settings);

    /// <summary>What was kept of a program; null for nothing.</summary>
    public Artifact? Find(ArtifactKey key) => cache?.Find(key);

    /// <summary>Compiles a program that was found valid, unless it was kept.</summary>
    /// <param name="binary">What is compiled: the program, or what was made of it.</param>
    /// <param name="key">What it is kept under.</param>
    /// <param name="kept">What <see cref="Find"/> gave.</param>
    /// <param name="findings">What its checks found, to be kept.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A component or module of Wasmtime's, which is the caller's.</returns>
    /// <exception cref="SkillLimitExceededException">It takes longer than the options allow.</exception>
    /// <exception cref="Wasm.WasmException">Wasmtime refuses it.</exception>
    public async Task<CompiledProgram> CompileAsync(
        WasmBinary binary,
        ArtifactKey key,
        Artifact? kept,
        ReadOnlyMemory<byte> findings,
        CancellationToken cancellationToken)
    {
        if (kept is not null && TryLoad(key, kept) is { } loaded)
        {
            return loaded;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(options.MaxCompilationTime);
        CancellationToken waits = end.Token;
        Task<CompiledProgram> compilation = Task.Run(
            () => CompileAsync(binary, key, kept is null, findings, waits), CancellationToken.None);
        try
        {
            return await compilation.WaitAsync(waits).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            Abandon(compilation);
            cancellationToken.ThrowIfCancellationRequested();
            long milliseconds = (long)options.MaxCompilationTime.TotalMilliseconds;
            throw new SkillLimitExceededException(
                SkillLimitKind.Time,
                milliseconds,
                $"The program was not compiled within {milliseconds} ms.",
                innerException: exception);
        }
    }

    public void Dispose() => _gate.Dispose();

    private static void Abandon(Task<CompiledProgram> compilation) => compilation.ContinueWith(
        static done =>
        {
            if (done.IsCompletedSuccessfully)
            {
                done.Result.Free();
            }

            // Nobody waits for what went wrong.
            _ = done.Exception;
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private CompiledProgram? TryLoad(ArtifactKey key, Artifact kept)
    {
        bool added = false;
        engine.DangerousAddRef(ref added);
        try
        {
            return CompiledProgram.Deserialize(engine.Pointer, key.Kind, kept.Code.Span);
        }
        catch (WasmtimeFailureException exception)
        {
            // Another processor, or a build of Wasmtime that calls itself the same.
            WasmtimeLog.CacheUnavailable(logger, options.CacheDirectory!, exception);
            return null;
        }
        finally
        {
            engine.DangerousRelease();
        }
    }

    private async Task<CompiledProgram> CompileAsync(
        WasmBinary binary,
        ArtifactKey key,
        bool isNew,
        ReadOnlyMemory<byte> findings,
        CancellationToken waits)
    {
        await _gate.WaitAsync(waits).ConfigureAwait(false);
        bool added = false;
        try
        {
            // Whoever was before may have compiled the same.
            if (isNew && cache?.Find(key) is { } kept && TryLoad(key, kept) is { } loaded)
            {
                return loaded;
            }

            engine.DangerousAddRef(ref added);
            long start = Stopwatch.GetTimestamp();
            CompiledProgram compiled = CompiledProgram.Compile(engine.Pointer, binary.Kind, binary.Bytes.Span);
            if (logger.IsEnabled(LogLevel.Debug))
            {
                long milliseconds = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                WasmtimeLog.Compiled(logger, binary.Bytes.Length, milliseconds);
            }

            if (cache is not null)
            {
                compiled.Serialize(code => cache.Store(key, findings.Span, code));
            }

            return compiled;
        }
        finally
        {
            if (added)
            {
                engine.DangerousRelease();
            }

            _gate.Release();
        }
    }
}
