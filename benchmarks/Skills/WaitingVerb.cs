using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Benchmarks.Skills;

/// <summary>
/// <c>waiting</c>: many guests that wait for a slow server, and how late a timer of somebody else is meanwhile.
/// </summary>
internal static class WaitingVerb
{
    private const int Guests = 500;
    private const int DefaultRounds = 5;

    private static readonly TimeSpan ServerDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TimerPeriod = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(string[] arguments)
    {
        int rounds = arguments is ["--rounds", var number]
            ? int.Parse(number, CultureInfo.InvariantCulture) : DefaultRounds;
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start(Guests);
        _ = ServeAsync(server);
        int port = ((IPEndPoint)server.LocalEndpoint).Port;
        await using var host = await BenchmarkHost.CreateAsync();
        await host.GrantAsync("c-skill", new SkillGrants
        {
            Http =
            [
                new SkillHttpGrant
                {
                    Host = "127.0.0.1", Port = port, Methods = ["GET"], AllowHttp = true, AllowLoopback = true,
                },
            ],
        });
        string input = $"http-get http://127.0.0.1:{port}/";
        await host.ExecuteAsync("c-skill", input);

        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"{Guests} executions at once, each with a request that is answered after {ServerDelay.TotalMilliseconds} "
                + $"ms; beside them a timer of {TimerPeriod.TotalMilliseconds} ms. Wall time.");
        Console.WriteLine();
        Console.WriteLine("| round | succeeded | all done, ms | timer late: median, ms | 95 % | worst | worst alone |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int round = 1; round <= rounds; round++)
        {
            await MeasureAsync(host, input, round);
        }

        return 0;
    }

    private static async Task MeasureAsync(BenchmarkHost host, string input, int round)
    {
        using var alone = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        List<double> before = await MeasureTimerAsync(alone.Token);
        using var over = new CancellationTokenSource();
        Task<List<double>> timer = Task.Run(() => MeasureTimerAsync(over.Token));
        long start = Stopwatch.GetTimestamp();
        bool[] succeeded = await Task.WhenAll(Enumerable.Range(0, Guests).Select(_ => IsAnsweredAsync(host, input)));
        double all = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await over.CancelAsync();
        List<double> late = await timer;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {succeeded.Count(s => s)} | {all:f0} | {Statistics.Median(late):f1} | "
                + $"{late[late.Count * 19 / 20]:f1} | {late[^1]:f1} | {before[^1]:f1} |"));
    }

    private static async Task<bool> IsAnsweredAsync(BenchmarkHost host, string input)
    {
        try
        {
            return (await host.ExecuteAsync("c-skill", input)).Output.Contains("hello", StringComparison.Ordinal);
        }
        catch (SkillException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return false;
        }
    }

    // How late the timer is, each time, in order of size.
    private static async Task<List<double>> MeasureTimerAsync(CancellationToken over)
    {
        var late = new List<double>();
        while (!over.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            await Task.Delay(TimerPeriod, CancellationToken.None);
            late.Add((Stopwatch.GetElapsedTime(start) - TimerPeriod).TotalMilliseconds);
        }

        late.Sort();
        return late;
    }

    private static async Task ServeAsync(TcpListener server)
    {
        while (true)
        {
            _ = AnswerAsync(await server.AcceptSocketAsync());
        }
    }

    private static async Task AnswerAsync(Socket connection)
    {
        byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        var request = new byte[4096];
        using (connection)
        {
            while (await connection.ReceiveAsync(request) > 0)
            {
                await Task.Delay(ServerDelay);
                await connection.SendAsync(answer);
            }
        }
    }
}
