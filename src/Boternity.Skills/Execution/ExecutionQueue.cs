namespace Boternity.Skills.Execution;

/// <summary>
/// Lets as many executions run at once as the host allows, in all and of one skill; the others wait in the order in
/// which they came.
/// </summary>
internal sealed class ExecutionQueue(int maxRunning, int maxQueued, int maxRunningPerSkill)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _runningOf = new(StringComparer.Ordinal);
    private readonly LinkedList<Waiter> _waiting = new();
    private int _running;

    /// <summary>Executions that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for a place. Dispose of it when the execution is over.</summary>
    /// <exception cref="SkillBusyException">Too many wait already.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<Place> EnterAsync(string skillId, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_running < maxRunning && RunningOf(skillId) < maxRunningPerSkill)
            {
                Begin(skillId);
                return new ValueTask<Place>(new Place(this, skillId));
            }

            if (_waiting.Count >= maxQueued)
            {
                return ValueTask.FromException<Place>(new SkillBusyException(maxRunning, maxQueued));
            }

            node = _waiting.AddLast(new Waiter(skillId));
        }

        return WaitAsync(node, cancellationToken);
    }

    private async ValueTask<Place> WaitAsync(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Turn.TrySetCanceled(token), node.Value))
        {
            try
            {
                await node.Value.Turn.Task.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Forget(node);
                throw;
            }
        }

        return new Place(this, node.Value.SkillId);
    }

    private int RunningOf(string skillId) => _runningOf.GetValueOrDefault(skillId);

    private void Begin(string skillId)
    {
        _running++;
        _runningOf[skillId] = RunningOf(skillId) + 1;
    }

    private void Forget(LinkedListNode<Waiter> node)
    {
        lock (_lock)
        {
            if (node.List is not null)
            {
                _waiting.Remove(node);
            }
        }
    }

    private void Leave(string skillId)
    {
        lock (_lock)
        {
            _running--;
            if (RunningOf(skillId) == 1)
            {
                _runningOf.Remove(skillId);
            }
            else
            {
                _runningOf[skillId]--;
            }

            LinkedListNode<Waiter>? next = _waiting.First;
            while (next is not null && _running < maxRunning)
            {
                LinkedListNode<Waiter> node = next;
                next = node.Next;
                if (RunningOf(node.Value.SkillId) < maxRunningPerSkill)
                {
                    _waiting.Remove(node);

                    // One that was cancelled at this moment gives its place to the next.
                    if (node.Value.Turn.TrySetResult())
                    {
                        Begin(node.Value.SkillId);
                    }
                }
            }
        }
    }

    /// <summary>A running execution.</summary>
    internal readonly record struct Place(ExecutionQueue Queue, string SkillId) : IDisposable
    {
        public void Dispose() => Queue.Leave(SkillId);
    }

    private sealed class Waiter(string skillId)
    {
        public string SkillId => skillId;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
