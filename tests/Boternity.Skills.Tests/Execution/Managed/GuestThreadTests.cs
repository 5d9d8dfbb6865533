using System.Diagnostics;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Hosting;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Execution.Managed;

/// <summary>Guests wait on threads of their own, so that nobody waits for them.</summary>
[NonParallelizable]
internal sealed class GuestThreadTests
{
    private const string Probe = "probe-0.2.12.wasm";

    [Test]
    public async Task Run_FiveHundredGuestsWaitForASlowServer_TimersOfOthersKeepTime()
    {
        await using WebServer server = await WebServer.StartAsync(async context =>
        {
            await Task.Delay(300);
            await context.Response.WriteAsync("hello");
        });
        using var host = new TestHost();
        await RunAsync(host, server);
        using var over = new CancellationTokenSource();
        var options = new BoternitySkillsOptions();
        var queue = new ExecutionQueue(
            options.MaxConcurrentExecutions, options.MaxQueuedExecutions, options.MaxConcurrentExecutionsPerSkill);
        Task<TimeSpan> late = MeasureAsync(over.Token);

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async _ =>
        {
            using ExecutionQueue.Place place = await queue.EnterAsync("probe", CancellationToken.None);
            return await RunAsync(host, server);
        }));
        await over.CancelAsync();

        Assert.That(answers, Is.All.Contains("hello"));
        Assert.That(await late, Is.LessThan(TimeSpan.FromMilliseconds(50)), "the pool's threads were held up");
    }

    [Test]
    public async Task Run_HundredsOfGuestsThatSleep_LeaveThePoolAlone()
    {
        await FixtureRunner.RunAsync(Probe, "sleep 1");
        Task[] sleepers = [.. Enumerable.Range(0, 300).Select(_ => (Task)FixtureRunner.RunAsync(Probe, "sleep 1500"))];
        long before = Stopwatch.GetTimestamp();

        for (int hop = 0; hop < 10; hop++)
        {
            await Task.Run(() => Thread.Yield());
        }

        // With guests on the pool's threads each hop waits for the next thread that the pool makes: 7 s in all.
        Assert.That(Stopwatch.GetElapsedTime(before), Is.LessThan(TimeSpan.FromSeconds(2)));
        await Task.WhenAll(sleepers);
    }

    [Test]
    public async Task Run_OnAThreadThatAnotherHad_HasTheContextOfItsOwnCaller()
    {
        var user = new AsyncLocal<string?>();

        List<string?> seen = [];
        foreach (string name in (string[])["anna", "berta", "carl"])
        {
            user.Value = name;
            seen.Add(await GuestThreads.RunAsync(() => user.Value));
        }

        user.Value = null;
        seen.Add(await GuestThreads.RunAsync(() => user.Value));

        Assert.That(seen, Is.EqualTo((string?[])["anna", "berta", "carl", null]));
    }

    private static async Task<string> RunAsync(TestHost host, WebServer server)
    {
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));
        return (await FixtureRunner.RunAsync(Probe, $"fetch http 127.0.0.1:{server.Port} /", session)).Output;
    }

    // How late a timer of 5 ms mostly is: what else the machine does is none of the guests' fault, and a pool whose
    // threads are held up keeps every timer waiting.
    private static async Task<TimeSpan> MeasureAsync(CancellationToken over)
    {
        List<TimeSpan> measured = [];
        while (!over.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            await Task.Delay(5, CancellationToken.None);
            measured.Add(Stopwatch.GetElapsedTime(start) - TimeSpan.FromMilliseconds(5));
        }

        measured.Sort();
        return measured[measured.Count / 2];
    }
}
