using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Compiles what is hot on threads of its own, which end when there is nothing to do. What cannot be compiled stays
/// with the interpreter.
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

    private const int PlanGrowth = 6;

    // A guest that waits looks at its clock this often.
    private const int MillisecondsBetweenLooks = 5;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    // Monitor, not Lock: the thread waits on it for work.
    private readonly object _gate = new();
    private readonly List<Request> _requests = [];
    private readonly Queue<Request> _profiled = new();
    private int _running;
    private int _waiting;

    public override int HotCalls => options.HotCalls;

    public override int HotIterations => options.HotIterations;

    public override int MaxWholeBytes => options.MaxWholeBytes;

    public override int MaxBlockInstructions => options.MaxBlockInstructions;

    // What waits does not hold its module: if that goes meanwhile, nobody needs its code.
    private sealed record Request(WeakReference<FunctionCode> Function, int Key, ManualResetEventSlim? Done)
    {
        /// <summary>Whether nobody in this process asked for it.</summary>
        public bool IsProfiled { get; init; }
    }

    public override void RequestFunction(FunctionCode function, Store store) =>
        Submit(function, WholeFunction, store);

    public override void RequestBlock(FunctionCode function, int key, Store store) => Submit(function, key, store);

    public override void NotePassage(FunctionCode function, long block)
    {
        function.Regions!.NotePassages(block);
        lock (function)
        {
            if (function.IsRejected || !IsWorthPlan(function))
            {
                return;
            }
        }

        lock (_gate)
        {
            _requests.Add(new Request(new WeakReference<FunctionCode>(function), WholeFunction, null));
            CallThread();
        }
    }

    public override void RequestProfiled(FunctionCode function)
    {
        lock (_gate)
        {
            _profiled.Enqueue(
                new Request(new WeakReference<FunctionCode>(function), WholeFunction, null) { IsProfiled = true });
            CallThread();
        }
    }

    private void Submit(FunctionCode function, int key, Store store)
    {
        if (function.IsRejected)
        {
            return;
        }

        lock (function)
        {
            function.Requests ??= [];
            bool isKnown = function.Requests.TryGetValue(key, out (long Time, int Times) known);
            function.Requests[key] = (Environment.TickCount64, known.Times + 1);
            if (function.IsLarge ? !IsWorthPlan(function) : isKnown)
            {
                return;
            }
        }

        ManualResetEventSlim? done = options.InBackground ? null : new ManualResetEventSlim();
        lock (_gate)
        {
            _requests.Add(new Request(new WeakReference<FunctionCode>(function), key, done));
            CallThread();
        }

        // The guest's time goes on while it waits. If that ends, the compiler still finishes, for others.
        while (done?.Wait(MillisecondsBetweenLooks) == false)
        {
            store.CheckInterrupt();
        }
    }

    // Whoever calls this holds the gate.
    private void CallThread()
    {
        Monitor.Pulse(_gate);
        if (_running == options.Threads || _waiting >= _requests.Count + _profiled.Count)
        {
            return;
        }

        _running++;

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

    // The plan of a large function is looked at again when the interpreter and the passages between its regions have
    // had many times as much to do with it as the time before.
    private static bool IsWorthPlan(FunctionCode function)
    {
        function.HitsSincePlan++;
        if (function.HitsSincePlan < function.HitsToPlan)
        {
            return false;
        }

        function.HitsSincePlan = 0;
        function.HitsToPlan = (int)Math.Min(function.HitsToPlan * (long)PlanGrowth, int.MaxValue);
        return true;
    }

    private void StartThread() =>
        new Thread(Work, ThreadStackBytes) { IsBackground = true, Name = "WebAssembly compiler" }.Start();

    private void Work()
    {
        while (Take() is { } request)
        {
            if (request.Function.TryGetTarget(out FunctionCode? function) && IsWanted(function, request))
            {
                Compile(function, request.Key);
            }

            request.Done?.Set();
        }
    }

    // What another process had compiled may be there already, for this one's own sake.
    private bool IsWanted(FunctionCode function, Request request) => request.IsProfiled
        ? function is { IsRejected: false, Compiled: null }
        : IsStillHot(function, request.Key);

    // A loop may have ended while others were compiled; if it comes again, it is asked for again. Then the function is
    // worth it as a whole: the next call is to begin in machine code.
    private bool IsStillHot(FunctionCode function, int key)
    {
        if (key < 0 || function.IsLarge)
        {
            return !function.IsRejected;
        }

        bool isHot;
        lock (function)
        {
            isHot = !options.InBackground
                || Environment.TickCount64 - function.Requests![key].Time <= StaleMilliseconds;
            if (!isHot)
            {
                function.Requests!.Remove(key);
            }

            if (!function.Requests!.TryAdd(WholeFunction, (Environment.TickCount64, 1)))
            {
                return isHot;
            }
        }

        lock (_gate)
        {
            _requests.Add(new Request(new WeakReference<FunctionCode>(function), WholeFunction, null));
        }

        return isHot;
    }

    // Null, and the thread ends, when nothing came for a while.
    private Request? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                if (TakeHottest() is { } request || _profiled.TryDequeue(out request))
                {
                    return request;
                }

                _waiting++;
                bool isCalled = Monitor.Wait(_gate, IdleTime);
                _waiting--;
                if (!isCalled && _requests.Count + _profiled.Count == 0)
                {
                    _running--;
                    return null;
                }
            }
        }
    }

    // What the interpreter has most to do with goes first; of two that are alike the one that came first.
    private Request? TakeHottest()
    {
        int hottest = -1;
        int most = -1;
        for (int i = 0; i < _requests.Count; i++)
        {
            int times = TimesOf(_requests[i]);
            if (times > most)
            {
                (hottest, most) = (i, times);
            }
        }

        if (hottest < 0)
        {
            return null;
        }

        Request request = _requests[hottest];
        _requests.RemoveAt(hottest);
        return request;
    }

    private static int TimesOf(Request request)
    {
        if (!request.Function.TryGetTarget(out FunctionCode? function))
        {
            return 0;
        }

        // A plan that passages ask for is in no table, and where a profile had the function compiled there is none.
        lock (function)
        {
            return function.Requests?.TryGetValue(request.Key, out (long Time, int Times) known) == true
                ? known.Times : 0;
        }
    }

    private void Compile(FunctionCode function, int key)
    {
        Module module = function.Module;
        try
        {
            CompiledModule target;
            lock (module.Code)
            {
                target = (CompiledModule)(module.Code.Compiler ??= new CompiledModule(module, options));
            }

            // Two threads at one function would do the same work twice.
            lock (target.GateOf(function))
            {
                target.Compile(function, key);
            }

            lock (function)
            {
                // Also where nobody in this process asked for the first plan.
                function.HitsToPlan = Math.Max(function.HitsToPlan, PlanGrowth);
            }

            options.OnCompiled?.Invoke();
        }
        catch (Exception exception)
        {
            if (exception is CodeMemoryException { IsLasting: false })
            {
                // Whoever still wants it asks again; the host is told once.
                lock (function)
                {
                    function.Requests?.Remove(key);
                    if (function.IsDeclined)
                    {
                        return;
                    }

                    function.IsDeclined = true;
                }
            }
            else
            {
                function.IsRejected = true;
            }

            // Whatever it is, nothing was published: the interpreter goes on with the function, and the host is told.
            options.OnFailure?.Invoke(new CompilationFailure(function.FunctionIndex,
                module.FindFunctionName(function.FunctionIndex), exception));
        }
    }
}
