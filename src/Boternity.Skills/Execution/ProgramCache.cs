using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Execution;

/// <summary>
/// Loaded programs, kept between executions and bounded in number and size. A program is loaded once however many ask
/// for it at the same time, and disposed when it was put out and its last user is done.
/// </summary>
internal sealed class ProgramCache : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProgramKey, Entry> _entries = [];
    private readonly LinkedList<Entry> _recent = new();
    private readonly int _maxEntries;
    private readonly long _maxBytes;
    private long _bytes;
    private bool _disposed;

    public ProgramCache(int maxEntries, long maxBytes)
    {
        _maxEntries = maxEntries;
        _maxBytes = maxBytes;
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>A use of the program of that digest; <paramref name="load"/> is called when it is not there.</summary>
    /// <param name="key">What tells the program from every other.</param>
    /// <param name="size">The binary's size in bytes: what the entry counts for.</param>
    /// <param name="load">Reads and loads the binary. It serves everyone who waits: its token is cancelled when all of
    /// them gave up.</param>
    /// <param name="cancellationToken">Stops this caller's waiting.</param>
    public ValueTask<Lease> AcquireAsync(
        ProgramKey key,
        long size,
        Func<CancellationToken, Task<IWasmProgram>> load,
        CancellationToken cancellationToken)
    {
        Entry entry = Enter(key, size, load);
        return entry.Program.Value is { IsCompletedSuccessfully: true } loaded
            ? new ValueTask<Lease>(new Lease(this, entry, loaded.Result))
            : WaitAsync(entry, cancellationToken);
    }

    /// <summary>Lets go of the programs that nobody uses now: their memory is needed.</summary>
    public void EvictUnused()
    {
        Entry[] unused;
        lock (_lock)
        {
            unused = [.. _recent.Where(entry => entry.Users == 0)];
            Array.ForEach(unused, Evict);
        }

        Array.ForEach(unused, entry => entry.Release());
    }

    public void Dispose()
    {
        Entry[] unused;
        lock (_lock)
        {
            _disposed = true;
            unused = [.. _recent.Where(entry => entry.Users == 0)];
            foreach (Entry entry in _recent)
            {
                entry.IsEvicted = true;
            }

            _entries.Clear();
            _recent.Clear();
            _bytes = 0;
        }

        Array.ForEach(unused, entry => entry.Release());
    }

    private async ValueTask<Lease> WaitAsync(Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            IWasmProgram program = await entry.Program.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Lease(this, entry, program);
        }
        catch
        {
            Leave(entry);
            throw;
        }
    }

    private Entry Enter(ProgramKey key, long size, Func<CancellationToken, Task<IWasmProgram>> load)
    {
        List<Entry>? unused;
        Entry? entry;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_entries.TryGetValue(key, out entry))
            {
                _recent.Remove(entry.Node);
            }
            else
            {
                entry = new Entry(key, size, load);
                _entries.Add(key, entry);
                _bytes += size;
            }

            entry.Users++;
            _recent.AddFirst(entry.Node);
            unused = Trim(null);
        }

        unused?.ForEach(old => old.Release());
        return entry;
    }

    private void Leave(Entry entry)
    {
        List<Entry>? unused = null;
        lock (_lock)
        {
            entry.Users--;
            Task<IWasmProgram> program = entry.Program.Value;
            bool isOfNoUse = program.IsFaulted || program.IsCanceled || (entry.Users == 0 && !program.IsCompleted);
            if (isOfNoUse && !entry.IsEvicted)
            {
                Evict(entry);
            }

            if (entry.IsEvicted && entry.Users == 0)
            {
                unused = [entry];
            }

            Measure(entry);
            unused = Trim(unused);
        }

        unused?.ForEach(old => old.Release());
    }

    // A program's code is made as it runs: what it holds is known afterwards.
    private void Measure(Entry entry)
    {
        if (entry.IsEvicted || !entry.Program.Value.IsCompletedSuccessfully)
        {
            return;
        }

        long held = Math.Max(entry.Size, entry.Program.Value.Result.HeldBytes);
        _bytes += held - entry.Size;
        entry.Size = held;
    }

    // Evicts the longest unused until what is left is within the limits; the newest stays, however large.
    private List<Entry>? Trim(List<Entry>? unused)
    {
        while (_recent.Count > 1 && (_recent.Count > _maxEntries || _bytes > _maxBytes))
        {
            Entry oldest = _recent.Last!.Value;
            Evict(oldest);
            if (oldest.Users == 0)
            {
                (unused ??= []).Add(oldest);
            }
        }

        return unused;
    }

    private void Evict(Entry entry)
    {
        entry.IsEvicted = true;
        _entries.Remove(entry.Key);
        _recent.Remove(entry.Node);
        _bytes -= entry.Size;
    }

    /// <summary>One use of a program. Dispose it when the run is over.</summary>
    [SuppressMessage("Performance", "CA1815", Justification = "A lease is never compared.")]
    internal readonly struct Lease(ProgramCache cache, Entry entry, IWasmProgram program) : IDisposable
    {
        public IWasmProgram Program => program;

        public void Dispose() => cache.Leave(entry);
    }

    [SuppressMessage("Design", "CA1001", Justification = "What it owns is disposed of when it is released.")]
    internal sealed class Entry
    {
        private readonly CancellationTokenSource _loading = new();

        public Entry(ProgramKey key, long size, Func<CancellationToken, Task<IWasmProgram>> load)
        {
            Key = key;
            Size = size;
            Node = new LinkedListNode<Entry>(this);

            // Task.Run keeps a load that does its work at once out of the lock of whoever asks for the value first.
            CancellationToken token = _loading.Token;
            Program = new Lazy<Task<IWasmProgram>>(() => Task.Run(() => load(token), CancellationToken.None));
        }

        public ProgramKey Key { get; }

        /// <summary>
        /// What the entry counts for, in bytes: the binary's size, or more once it is known what is held.
        /// </summary>
        public long Size { get; set; }

        public Lazy<Task<IWasmProgram>> Program { get; }

        public LinkedListNode<Entry> Node { get; }

        public int Users { get; set; }

        public bool IsEvicted { get; set; }

        /// <summary>Disposes the program, or stops loading it: nobody uses the entry any more.</summary>
        public void Release()
        {
            _loading.Cancel();
            Program.Value.ContinueWith(
                static (loaded, state) =>
                {
                    if (loaded.IsCompletedSuccessfully)
                    {
                        loaded.Result.Dispose();
                    }

                    // What went wrong was told to those who waited.
                    _ = loaded.Exception;
                    ((CancellationTokenSource)state!).Dispose();
                },
                _loading,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
