using System.Diagnostics;
using System.Text;
using Boternity.Skills.Integrations.Tests.Tool;

namespace Boternity.Skills.Integrations.Tests.Samples;

/// <summary>The sample SkillServer as a process, on a port that is free.</summary>
internal sealed class SkillServerProcess : IAsyncDisposable
{
    public const string Key = "a key of a test";
    public const string User = "anna";

    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SkillServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<SkillServerProcess> StartAsync(
        string store, IReadOnlyDictionary<string, string>? variables = null, params string[] settings)
    {
        SkillServerProcess server = Start(store, variables, ["--urls", "http://127.0.0.1:0", .. settings]);
        server.Address = new Uri(await server._address.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        return server;
    }

    /// <summary>Starts a server that is to end by itself, and gives its exit code.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string store, params string[] settings)
    {
        await using SkillServerProcess server = Start(store, null, settings);
        await server._process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (server._process.ExitCode, server.Output);
    }

    public HttpClient CreateClient(string? key = Key)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static SkillServerProcess Start(
        string store, IReadOnlyDictionary<string, string>? variables, string[] settings)
    {
        string assembly = ToolProcess.Built("samples/SkillServer", "SkillServer.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[assembly, "--Skills:StorePath", store, .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new SkillServerProcess(Process.Start(start)!);
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The server ended: {Output}"));
        }
        else if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address.TrySetResult(line[(at + Listening.Length)..].Trim());
        }
    }
}
