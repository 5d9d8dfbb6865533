using System.IO.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Boternity.Skills.Storage;

/// <summary>
/// Looks at the marks that writers leave: the lock file, which each of them changes, and the directory of the skills,
/// in case one died before it could. While somebody waits for a change it looks at intervals.
/// </summary>
internal sealed class StoreChanges : ISkillStoreChanges, IDisposable
{
    private readonly Lock _gate = new();
    private readonly IFileSystem _fileSystem;
    private readonly StoreLayout _layout;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private Mark _seen;
    private Token _current;
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Creates the watcher. Nothing runs until somebody waits for a change.</summary>
    public StoreChanges(IOptions<BoternitySkillsOptions> options, IFileSystem fileSystem, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _fileSystem = fileSystem;
        _layout = new StoreLayout(fileSystem, options.Value.StorePath);
        _time = time;
        _interval = options.Value.StoreChangeInterval;
        _current = new Token(this);
        _seen = Read();
    }

    /// <inheritdoc/>
    public IChangeToken GetChangeToken()
    {
        Look();
        lock (_gate)
        {
            return _current;
        }
    }

    /// <summary>Ends the present token where the store is no longer as it was.</summary>
    public void Look()
    {
        Token? changed = null;
        lock (_gate)
        {
            Mark mark = Read();
            if (mark != _seen)
            {
                _seen = mark;
                changed = _current;
                _current = new Token(this);
            }
        }

        changed?.Change();
    }

    /// <summary>Ends the looking; tokens that were given do not change any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private Mark Read()
    {
        IFileInfo mark = _fileSystem.FileInfo.New(_layout.LockFile);
        bool exists = mark.Exists;
        return new Mark(
            exists ? mark.Length : -1,
            exists ? mark.LastWriteTimeUtc : default,
            _fileSystem.Directory.GetLastWriteTimeUtc(_layout.Skills));
    }

    private void Start()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _timer ??= _time.CreateTimer(static state => ((StoreChanges)state!).Tick(), this, _interval, _interval);
            }
        }
    }

    private void Tick()
    {
        Look();
        lock (_gate)
        {
            if (!_current.HasCallbacks)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }
    }

    private readonly record struct Mark(long Length, DateTime Written, DateTime Skills);

    private sealed class Token(StoreChanges owner) : IChangeToken
    {
        // Nobody can say when the last holder of a token is gone, and a source without a timer holds nothing.
        private readonly CancellationTokenSource _source = new();
        private int _callbacks;

        public bool HasCallbacks => Volatile.Read(ref _callbacks) > 0;

        public bool ActiveChangeCallbacks => true;

        public bool HasChanged
        {
            get
            {
                if (!_source.IsCancellationRequested)
                {
                    owner.Look();
                }

                return _source.IsCancellationRequested;
            }
        }

        public IDisposable RegisterChangeCallback(Action<object?> callback, object? state)
        {
            Interlocked.Increment(ref _callbacks);
            owner.Start();
            return new Registration(this, _source.Token.UnsafeRegister(callback, state));
        }

        // Whoever wrote does not wait for those who are told, nor get their errors.
        public void Change() => _ = _source.CancelAsync();

        private sealed class Registration(Token token, CancellationTokenRegistration registration) : IDisposable
        {
            private int _isDisposed;

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                {
                    Interlocked.Decrement(ref token._callbacks);
                    registration.Dispose();
                }
            }
        }
    }
}
