using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Boternity.Skills.Approval;
using Boternity.Skills.Auditing;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.SecondEngine.Tests;

/// <summary>
/// A host with the script engine in place of the default one, a directory of skills, a web server on this machine, and
/// an audit that remembers.
/// </summary>
internal sealed class ScriptHost : ISkillApprover, ISkillAudit, IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("boternity-second-engine-").FullName;
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly ServiceProvider _services;

    public ScriptHost(Action<Capabilities.SkillHostOptions>? configure = null)
    {
        Directory.CreateDirectory(DataPath);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = ServeAsync();
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = Path.Combine(_root, "store"))
            .AddDirectoryRegistry("local", Path.Combine(_root, "skills"))
            .UseApprover(this)
            .ConfigureHost(configure ?? (static _ => { }))
            .UseWasmEngine<ScriptEngine>();
        services.AddSingleton<ISkillAudit>(this);
        _services = services.BuildServiceProvider();
    }

    public int Port { get; }

    /// <summary>Is done when the first script runs.</summary>
    public Task Started => ((ScriptEngine)_services.GetRequiredService<IWasmEngine>()).Started;

    public string DataPath => Path.Combine(_root, "data");

    public SkillGrants Grants { get; set; } = SkillGrants.None;

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<SkillAuditEvent> Events { get; } = new();

    /// <summary>Installs a skill whose program is the script, and executes it.</summary>
    public async Task<SkillExecutionResult> ExecuteAsync(
        string script,
        string input = "",
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        string folder = Path.Combine(_root, "skills", "scripted");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "SKILL.md"),
            "---\nname: scripted\ndescription: Runs a script.\nmetadata:\n  skill-type: tool\n---\nRuns a script.\n",
            cancellationToken);
        await File.WriteAllBytesAsync(
            Path.Combine(folder, "skill.wasm"), ScriptEngine.Compile(script), cancellationToken);
        var installer = _services.GetRequiredService<ISkillInstaller>();
        InstalledSkill skill = await installer.InstallAsync(
            SkillReference.Parse("scripted"),
            new SkillInstallOptions { Conflict = SkillConflictPolicy.Replace },
            cancellationToken: cancellationToken);
        return await _services.GetRequiredService<ISkillExecutor>().ExecuteAsync(
            skill, input, options, cancellationToken);
    }

    public ValueTask<SkillApproval> DecideAsync(
        SkillApprovalRequest request, CancellationToken cancellationToken = default) =>
        new(SkillApproval.Approve(Grants, "a test"));

    public ValueTask RecordAsync(SkillAuditEvent auditEvent, CancellationToken cancellationToken = default)
    {
        Events.Enqueue(auditEvent);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _listener.Close();
        await _serving;
        Directory.Delete(_root, recursive: true);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                Requests.Enqueue(context.Request.RawUrl ?? "");
                context.Response.Close("hello"u8.ToArray(), willBlock: false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed.
                return;
            }
        }
    }
}
