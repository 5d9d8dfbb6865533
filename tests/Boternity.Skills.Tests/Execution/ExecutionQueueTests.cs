using Boternity.Skills.Execution;

namespace Boternity.Skills.Tests.Execution;

public sealed class ExecutionQueueTests
{
    [Test]
    public async Task EnterAsync_AsManyAsMayRun_DoesNotWait()
    {
        var queue = new ExecutionQueue(2, 10, 2);

        using ExecutionQueue.Place first = await queue.EnterAsync("a", CancellationToken.None);
        ValueTask<ExecutionQueue.Place> second = queue.EnterAsync("b", CancellationToken.None);
        ValueTask<ExecutionQueue.Place> third = queue.EnterAsync("c", CancellationToken.None);

        Assert.That((second.IsCompleted, third.IsCompleted, queue.Waiting), Is.EqualTo((true, false, 1)));
        (await second).Dispose();
        (await third).Dispose();
    }

    [Test]
    public async Task EnterAsync_FullQueue_IsBusy()
    {
        var queue = new ExecutionQueue(1, 1, 1);
        ExecutionQueue.Place running = await queue.EnterAsync("a", CancellationToken.None);
        Task<ExecutionQueue.Place> waiting = queue.EnterAsync("a", CancellationToken.None).AsTask();

        SkillBusyException busy = (await Assert.ThrowsAsync<SkillBusyException>(
            () => queue.EnterAsync("a", CancellationToken.None).AsTask()))!;
        running.Dispose();

        Assert.That((busy.Code, busy.MaxConcurrent, busy.MaxQueued), Is.EqualTo((SkillErrorCodes.ExecutionBusy, 1, 1)));
        (await waiting).Dispose();
    }

    [Test]
    public async Task EnterAsync_OneSkillAtItsLimit_LetsOthersPass()
    {
        var queue = new ExecutionQueue(2, 10, 1);
        ExecutionQueue.Place running = await queue.EnterAsync("greedy", CancellationToken.None);
        Task<ExecutionQueue.Place> more = queue.EnterAsync("greedy", CancellationToken.None).AsTask();

        using ExecutionQueue.Place other = await queue.EnterAsync("modest", CancellationToken.None);

        Assert.That(more.IsCompleted, Is.False);
        running.Dispose();
        (await more).Dispose();
    }

    [Test]
    public async Task EnterAsync_CancelledWhileItWaits_GivesItsTurnToTheNext()
    {
        var queue = new ExecutionQueue(1, 10, 1);
        ExecutionQueue.Place running = await queue.EnterAsync("a", CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        Task<ExecutionQueue.Place> cancelled = queue.EnterAsync("a", cancellation.Token).AsTask();
        Task<ExecutionQueue.Place> next = queue.EnterAsync("a", CancellationToken.None).AsTask();

        await cancellation.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => cancelled);
        running.Dispose();

        (await next).Dispose();
        Assert.That(queue.Waiting, Is.Zero);
    }

    [Test]
    public async Task EnterAsync_ManyAtOnce_NeverRunsMoreThanAllowed()
    {
        var queue = new ExecutionQueue(5, 1_000, 3);
        int running = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async number =>
        {
            using ExecutionQueue.Place place = await queue.EnterAsync($"skill {number % 4}", CancellationToken.None);
            int now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
        }));

        Assert.That((most <= 5, running, queue.Waiting), Is.EqualTo((true, 0, 0)));
    }
}
