using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Registries;

/// <summary>
/// A real HTTP server on two ports of loopback, which remembers what it was asked and answers with faults when told to.
/// </summary>
internal abstract class FaultyServer<TRequest> : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<TRequest> _requests = new();
    private readonly List<Fault> _faults = [];

    protected FaultyServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _application = builder.Build();
        _application.Run(ServeAsync);
    }

    public IReadOnlyList<TRequest> Requests => [.. _requests];

    /// <summary>The addresses of the two ports, once the server runs.</summary>
    protected IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>Answers the next requests whose text contains another in another way; so many of them.</summary>
    public void Fail(string match, Func<HttpContext, Task> answer, int times = int.MaxValue) =>
        _faults.Add(new Fault(match, answer, times));

    public void Fail(
        string match, int status, int times = int.MaxValue, params (string Name, string Value)[] headers) =>
        Fail(
            match,
            context =>
            {
                context.Response.StatusCode = status;
                foreach ((string name, string value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                return WriteFaultAsync(context.Response);
            },
            times);

    public void Heal() => _faults.Clear();

    public void Forget() => _requests.Clear();

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    protected async Task ListenAsync()
    {
        await _application.StartAsync();
        IServer server = _application.Services.GetRequiredService<IServer>();
        Addresses =
        [
            .. server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address)),
        ];
    }

    /// <summary>What is remembered of a request.</summary>
    protected abstract TRequest Read(HttpContext context);

    /// <summary>The text by which faults know a request.</summary>
    protected abstract string TextOf(TRequest request);

    /// <summary>Answers a request that meets no fault.</summary>
    protected abstract Task AnswerAsync(HttpContext context);

    /// <summary>Writes the body of an answer that has the status of a fault; there is none.</summary>
    protected virtual Task WriteFaultAsync(HttpResponse response) => Task.CompletedTask;

    private async Task ServeAsync(HttpContext context)
    {
        TRequest request = Read(context);
        _requests.Enqueue(request);
        string text = TextOf(request);
        Fault? fault = _faults.Find(
            fault => fault.Left > 0 && text.Contains(fault.Match, StringComparison.Ordinal));
        if (fault is not null)
        {
            fault.Left--;
            await fault.Answer(context);
            return;
        }

        await AnswerAsync(context);
    }

    private sealed class Fault(string match, Func<HttpContext, Task> answer, int left)
    {
        public string Match { get; } = match;

        public Func<HttpContext, Task> Answer { get; } = answer;

        public int Left { get; set; } = left;
    }
}
