using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Tests.Hosting;

[NonParallelizable]
internal sealed class GuestThreadsTests
{
    [Test]
    public async Task RunAsync_OneAfterAnother_UsesOneThreadThatIsNotThePools()
    {
        HashSet<int> threads = [];
        for (int i = 0; i < 200; i++)
        {
            (int id, bool ofThePool) = await GuestThreads.RunAsync(
                () => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
            threads.Add(id);
            Assert.That(ofThePool, Is.False);
        }

        Assert.That(threads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_AtOnce_RunsAllAtOnce()
    {
        const int count = 100;
        using var together = new Barrier(count);

        bool[] met = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => GuestThreads.RunAsync(
            () => together.SignalAndWait(TimeSpan.FromSeconds(30))).AsTask()));

        Assert.That(met, Is.All.True);
        Assert.That(GuestThreads.IdleCount, Is.LessThanOrEqualTo(64));
    }

    [Test]
    public async Task RunAsync_OverAndOverFromManyThreads_LosesNoWork()
    {
        int done = 0;
        await Parallel.ForAsync(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            // Now and then long enough that the others fall asleep.
            int pause = i % 1_000 == 0 ? 2 : 0;
            await GuestThreads.RunAsync(() =>
            {
                Thread.Sleep(pause);
                return Interlocked.Increment(ref done);
            });
        });

        Assert.That(done, Is.EqualTo(20_000));
    }

    // Who gives work can be held up in the middle of it for as long as the work takes, and the thread fall asleep
    // meanwhile: a wake that comes then is for no work.
    [Test]
    public async Task RunAsync_ShortWorkThatIsWaitedForOnTheSpot_WakesThreadsForWorkAlone()
    {
        const int count = 100_000;
        var pace = new GuestPace();
        int done = 0;

        await Parallel.ForAsync(0, count, async (i, _) => await GuestThreads.RunAsync(
            () =>
            {
                Thread.SpinWait(i % 512);
                return Interlocked.Increment(ref done);
            },
            pace));

        Assert.That(done, Is.EqualTo(count));
    }

    [Test]
    public async Task RunAsync_WorkThatFails_FailsWithWhatItThrew()
    {
        var failure = new OperationCanceledException("by the guest");

        OperationCanceledException? thrown = await Assert.ThrowsAsync<OperationCanceledException>(
            () => GuestThreads.RunAsync<int>(() => throw failure).AsTask());

        Assert.That(thrown, Is.SameAs(failure));
    }

    [Test]
    public async Task RunAsync_WhatFollows_DoesNotRunOnTheGuestsThread()
    {
        int guest = 0;
        Task<int> work = GuestThreads.RunAsync(() =>
        {
            Thread.Sleep(20);
            return guest = Environment.CurrentManagedThreadId;
        }).AsTask();

        int after = await work.ContinueWith(
            _ => Environment.CurrentManagedThreadId,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        Assert.That(after, Is.Not.EqualTo(guest));
    }

    [Test]
    public async Task RunAsync_ShortWorkOverAndOver_GivesEachItsResult()
    {
        var pace = new GuestPace();
        int onTheSpot = 0;
        for (int i = 0; i < 20_000; i++)
        {
            ValueTask<int> work = GuestThreads.RunAsync(() => i, pace);
            onTheSpot += work.IsCompleted ? 1 : 0;

            Assert.That(await work, Is.EqualTo(i));
        }

        TestContext.Out.WriteLine($"{onTheSpot} of 20,000 were waited for on the spot.");
        Assert.That(pace.IsShort, Is.True);
    }

    [Test]
    public async Task RunAsync_ShortWorkThatFails_FailsWithWhatItThrew()
    {
        var pace = new GuestPace();
        pace.Record(0);
        var failure = new InvalidOperationException("by the guest");

        InvalidOperationException? thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GuestThreads.RunAsync<int>(() => throw failure, pace).AsTask());

        Assert.That(thrown, Is.SameAs(failure));
    }

    [Test]
    public async Task RunAsync_WorkThatIsLongerThanBefore_GivesTheCallersThreadBack()
    {
        var pace = new GuestPace();
        pace.Record(0);
        using var go = new ManualResetEventSlim();

        ValueTask<bool> work = GuestThreads.RunAsync(() => go.Wait(TimeSpan.FromSeconds(30)), pace);
        go.Set();

        Assert.That(await work, Is.True);
        Assert.That(pace.IsShort, Is.False);
    }
}
