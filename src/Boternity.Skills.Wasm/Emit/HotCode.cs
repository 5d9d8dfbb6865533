using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Compiles what is hot, one piece after the other on a thread of its own, which ends when there is nothing to do. What cannot be compiled
/// stays with the interpreter.
/// </summary>
/// <param name="hotCalls">The calls after which a function is hot.</param>
/// <param name="hotIterations">The iterations after which a loop is hot.</param>
/// <param name="inBackground">Whether the guest goes on meanwhile.</param>
/// <param name="onFailure">Is told what could not be compiled.</param>
internal sealed class HotCode(int hotCalls, int hotIterations, bool inBackground, Action<CompilationFailure>? onFailure) : HotCodeCompiler
{
    // Deep expressions make the JIT recurse.
    private const int ThreadStackBytes = 16 << 20;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    // Monitor, not Lock: the thread waits on it for work.
    private readonly object _gate = new();
    private readonly Queue<Request> _requests = new();
    private bool _isRunning;

    public override int HotCalls => hotCalls;

    public override int HotIterations => hotIterations;

    private sealed record Request(FunctionCode Function, int Loop, ManualResetEventSlim? Done);

    public override void RequestFunction(FunctionCode function) => Submit(function, -1);

    public override void RequestLoop(FunctionCode function, int offset) => Submit(function, offset);

    private void Submit(FunctionCode function, int loop)
    {
        lock (function)
        {
            if (!(function.Requested ??= []).Add(loop)) return;
        }

        using ManualResetEventSlim? done = inBackground ? null : new ManualResetEventSlim();
        lock (_gate)
        {
            _requests.Enqueue(new Request(function, loop, done));
            Monitor.Pulse(_gate);
            if (!_isRunning)
            {
                _isRunning = true;
                new Thread(Work, ThreadStackBytes) { IsBackground = true, Name = "WebAssembly compiler" }.Start();
            }
        }

        done?.Wait();
    }

    private void Work()
    {
        while (Take() is { } request)
        {
            Compile(request);
            request.Done?.Set();
        }
    }

    // Null, and the thread ends, when nothing came for a while.
    private Request? Take()
    {
        lock (_gate)
        {
            Request? request;
            while (!_requests.TryDequeue(out request))
            {
                if (Monitor.Wait(_gate, IdleTime) || _requests.Count > 0) continue;
                _isRunning = false;
                return null;
            }

            return request;
        }
    }

    private void Compile(Request request)
    {
        Module module = request.Function.Module;
        try
        {
            var target = (CompiledModule)(module.Code.Compiler ??= new CompiledModule(module));
            target.Compile(request.Function, request.Loop);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it is, nothing was published: the interpreter goes on with the function, and the host is told.
            onFailure?.Invoke(new CompilationFailure(request.Function.FunctionIndex, module.FindFunctionName(request.Function.FunctionIndex), exception));
        }
    }
}
