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
    private readonly Lock _lock = new();
    private int _users = 1;
    private bool _disposed;

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

        Enter();
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

    /// <summary>
    /// Nothing more is compiled. What is being compiled, and nobody waits for, is freed when it is there.
    /// </summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        Leave();
    }

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
        try
        {
            await _gate.WaitAsync(waits).ConfigureAwait(false);
            try
            {
                return Compile(binary, key, isNew, findings);
            }
            finally
            {
                _gate.Release();
            }
        }
        finally
        {
            Leave();
        }
    }

    private CompiledProgram Compile(
        WasmBinary binary, ArtifactKey key, bool isNew, ReadOnlyMemory<byte> findings)
    {
        bool added = false;
        engine.DangerousAddRef(ref added);
        try
        {
            // Whoever was before may have compiled the same.
            if (isNew && cache?.Find(key) is { } kept && TryLoad(key, kept) is { } loaded)
            {
                return loaded;
            }

            long start = Stopwatch.GetTimestamp();
            CompiledProgram compiled = CompiledProgram.Compile(engine.Pointer, binary.Kind, binary.Bytes.Span);
            try
            {
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
            catch
            {
                compiled.Free();
                throw;
            }
        }
        finally
        {
            engine.DangerousRelease();
        }
    }

    // The gate is there as long as somebody is before it, or behind it.
    private void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(WasmtimeEngine));
            _users++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_users > 0)
            {
                return;
            }
        }

        _gate.Dispose();
    }
}
