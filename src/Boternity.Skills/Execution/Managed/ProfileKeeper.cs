using Boternity.Skills.Wasm.Programs;

namespace Boternity.Skills.Execution.Managed;

/// <summary>
/// Begins a program with what was hot in the process before, and writes down what is hot in this one: now and then
/// after a run, and when the program goes.
/// </summary>
internal sealed class ProfileKeeper
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ProfileStore _store;
    private readonly string _sha256;
    private readonly Program _program;
    private readonly Lock _saving = new();
    private long _next = Environment.TickCount64 + (long)Interval.TotalMilliseconds;
    private int _saved;

    public ProfileKeeper(ProfileStore store, string sha256, Program program)
    {
        _store = store;
        _sha256 = sha256;
        _program = program;
        if (store.Find(sha256) is { } profile)
        {
            ProgramProfile.TryApply(program, profile);
        }
    }

    /// <summary>Notes that a run has ended. It does not wait for the disk.</summary>
    public void NoteRun()
    {
        long next = Volatile.Read(ref _next);
        long now = Environment.TickCount64;
        if (now >= next
            && Interlocked.CompareExchange(ref _next, now + (long)Interval.TotalMilliseconds, next) == next
            && ProgramProfile.VersionOf(_program) != Volatile.Read(ref _saved))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static keeper => keeper.Save(), this, preferLocal: false);
        }
    }

    /// <summary>Writes down what is hot, where that is more than before.</summary>
    public void Save()
    {
        lock (_saving)
        {
            int version = ProgramProfile.VersionOf(_program);
            if (version != _saved)
            {
                _store.Save(_sha256, ProgramProfile.Write(_program));
                Volatile.Write(ref _saved, version);
            }
        }
    }
}
