using System.Collections.Concurrent;
using System.Net;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.DependencyInjection;
using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>
/// The host's side as it is registered, with names that resolve to what a test says and a log that a test can read.
/// </summary>
internal sealed class TestHost : IDisposable, IHostResolver, ILoggerProvider, ILogger
{
    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<string, Queue<IPAddress[]>> _names = new();

    public TestHost(
        Action<SkillHostOptions>? configure = null, ISkillMemory? memory = null, ISecretProvider? secrets = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        services.AddSingleton<IHostResolver>(this);
        if (memory is not null)
        {
            services.AddSingleton(memory);
        }

        if (secrets is not null)
        {
            services.AddSingleton(secrets);
        }

        SkillHostServices.Add(services);
        services.Configure(configure ?? (_ => { }));
        _services = services.BuildServiceProvider();
    }

    public ConcurrentQueue<string> Log { get; } = new();

    public ConcurrentQueue<string> Resolved { get; } = new();

    public static SkillContext Context(string skill = "x", params string[] secrets) => new()
    {
        Skill = new InstalledSkill
        {
            SkillId = skill,
            RootPath = Path.GetTempPath(),
            Manifest = TestSkills.Manifest(skill) with { Secrets = secrets },
            Source = TestSkills.Source(skill),
            TrustTier = SkillTrustTier.Untrusted,
            InstalledAt = DateTimeOffset.UnixEpoch,
            Files = [],
        },
        InvocationId = "run-1",
        BotName = "Bot",
        BotSlug = "bot",
    };

    public SkillHostSession Open(SkillGrants grants, params string[] declaredSecrets) =>
        _services.GetRequiredService<SkillHostFactory>().CreateSession(Context("x", declaredSecrets), grants);

    /// <summary>Makes a name resolve to each of these in turn, and to the last one from then on.</summary>
    public void Resolve(string name, params string[][] answers) =>
        _names[name] = new Queue<IPAddress[]>(answers.Select(answer => answer.Select(IPAddress.Parse).ToArray()));

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Resolved.Enqueue(host);
        return _names.TryGetValue(host, out Queue<IPAddress[]>? answers)
            ? Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek())
            : Dns.GetHostAddressesAsync(host, cancellationToken);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        Log.Enqueue($"{logLevel} {eventId.Id}: {formatter(state, exception)} {exception}");

    public void Dispose() => _services.Dispose();
}
