using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Compiles what is hot, one piece after the other on a thread of its own, which ends when there is nothing to do. What
/// cannot be compiled stays with the interpreter.
/// </summary>
[RequiresDynamicCode("Compiled code is made while the program runs.")]
internal sealed class BackgroundCompiler(BackgroundCompilerOptions options) : TierUpCompiler
{
    // Deep expressions make the JIT recurse.
    private const int ThreadStackBytes = 16 << 20;

    // Stands for the function's start among loops.
    private const int WholeFunction = -1;

    // A loop that still runs in the interpreter says so many times in this.
    private const int StaleMilliseconds = 20;

    // A guest that waits looks at its clock this often.
    private const int MillisecondsBetweenLooks = 5;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    // Monitor, not Lock: the thread waits on it for work.
    private readonly object _gate = new();
    private readonly Queue<Request> _requests = new();
    private bool _isRunning;

    public override int HotCalls => options.HotCalls;

    public override int HotIterations => options.HotIterations;

    // What waits does not hold its module: if that goes meanwhile, nobody needs its code.
    private sealed record Request(WeakReference<FunctionCode> Function, int Loop, ManualResetEventSlim? Done);

    public override void RequestFunction(FunctionCode function, Store store) =>
        Submit(function, WholeFunction, store);

    public override void RequestLoop(FunctionCode function, int offset, Store store) =>
        Submit(function, offset, store);

    private void Submit(FunctionCode function, int loop, Store store)
    {
        if (function.IsRejected)
        {
            return;
        }

        lock (function)
        {
            function.Requests ??= [];
            bool isKnown = function.Requests.ContainsKey(loop);
            function.Requests[loop] = Environment.TickCount64;
            if (isKnown)
            {
                return;
            }
        }

        ManualResetEventSlim? done = options.InBackground ? null : new ManualResetEventSlim();
        lock (_gate)
        {
            _requests.Enqueue(new Request(new WeakReference<FunctionCode>(function), loop, done));
            Monitor.Pulse(_gate);
            if (!_isRunning)
            {
                _isRunning = true;

                // Starting a thread waits until it runs: a guest that need not wait has it done by another.
                if (options.InBackground)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(static code => code.StartThread(), this, preferLocal: false);
                }
                else
                {
                    StartThread();
                }
            }
        }

        // The guest's time goes on while it waits. If that ends, the compiler still finishes, for others.
        while (done?.Wait(MillisecondsBetweenLooks) == false)
        {
            store.CheckInterrupt();
        }
    }

    private void StartThread() =>
        new Thread(Work, ThreadStackBytes) { IsBackground = true, Name = "WebAssembly compiler" }.Start();

    private void Work()
    {
        while (Take() is { } request)
        {
            if (request.Function.TryGetTarget(out FunctionCode? function) && IsStillHot(function, request.Loop))
            {
                Compile(function, request.Loop);
            }

            request.Done?.Set();
        }
    }

    // A loop may have ended while others were compiled; if it comes again, it is asked for again. Then the function is
    // worth it as a whole: the next call is to begin in machine code.
    private bool IsStillHot(FunctionCode function, int loop)
    {
        if (loop < 0)
        {
            return !function.IsRejected;
        }

        bool isHot;
        lock (function)
        {
            isHot = !options.InBackground || Environment.TickCount64 - function.Requests![loop] <= StaleMilliseconds;
            if (!isHot)
            {
                function.Requests!.Remove(loop);
            }

            if (!function.Requests!.TryAdd(WholeFunction, Environment.TickCount64))
            {
                return isHot;
            }
        }

        lock (_gate)
        {
            _requests.Enqueue(new Request(new WeakReference<FunctionCode>(function), WholeFunction, null));
        }

        return isHot;
    }

    // Null, and the thread ends, when nothing came for a while.
    private Request? Take()
    {
        lock (_gate)
        {
            Request? request;
            while (!_requests.TryDequeue(out request))
            {
                if (Monitor.Wait(_gate, IdleTime) || _requests.Count > 0)
                {
                    continue;
                }

                _isRunning = false;
                return null;
            }

            return request;
        }
    }

    private void Compile(FunctionCode function, int loop)
    {
        Module module = function.Module;
        try
        {
            var target = (CompiledModule)(module.Code.Compiler ??= new CompiledModule(module, options));
            target.Compile(function, loop);
            options.OnCompiled?.Invoke();
        }
        catch (Exception exception)
        {
            function.IsRejected = true;

            // Whatever it is, nothing was published: the interpreter goes on with the function, and the host is told.
            options.OnFailure?.Invoke(new CompilationFailure(function.FunctionIndex,
                module.FindFunctionName(function.FunctionIndex), exception));
        }
    }
}
