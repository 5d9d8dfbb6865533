using System.Diagnostics;
using Boternity.Skills.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime.Tests.Processes;

/// <summary>Another process that makes an engine.</summary>
internal static class WasmtimeChild
{
    /// <summary>What the arguments of such a process begin with.</summary>
    public const string Verb = "wasmtime";

    /// <summary>What a process says before it waits for a line.</summary>
    public const string Ready = "ready";

    /// <summary>Starts this assembly again.</summary>
    public static Process Start(params string[] arguments) =>
        StartAt(typeof(WasmtimeChild).Assembly.Location, arguments);

    /// <summary>Starts a copy of this assembly.</summary>
    public static Process StartAt(string assembly, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[assembly, Verb, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>The other side: <c>engine FALLBACK</c>, or <c>compile CACHE PROGRAM</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["engine", string fallback]:
                CreateEngine(Enum.Parse<WasmtimeFallback>(fallback));
                return 0;
            case ["compile", string cache, string program]:
                await CompileAsync(cache, program);
                return 0;
            default:
                return 2;
        }
    }

    private static void CreateEngine(WasmtimeFallback fallback)
    {
        var services = new ServiceCollection();
        services.AddBoternitySkills().UseWasmtime(options => options.Fallback = fallback);
        using ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            Console.Out.WriteLine($"engine {provider.GetRequiredService<IWasmEngine>().Name}");
        }
        catch (WasmtimeUnavailableException exception)
        {
            Console.Out.WriteLine($"{exception.Code}: {exception.Message}");
        }
    }

    private static async Task CompileAsync(string cache, string file)
    {
        var binary = new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = await File.ReadAllBytesAsync(file) };
        Console.Out.WriteLine(Ready);
        await Console.In.ReadLineAsync();
        using var engine = new WasmtimeEngine(
            Options.Create(new WasmtimeOptions { CacheDirectory = cache }), new ConsoleLogger());
        using IWasmProgram program = await engine.LoadAsync(binary);
        WasmRunResult result = await program.RunAsync(WasmtimeTests.Request());
        Console.Out.WriteLine($"exit code {result.ExitCode}");
    }

    private sealed class ConsoleLogger : ILogger<WasmtimeEngine>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Console.Out.WriteLine($"{logLevel}: {formatter(state, exception)} {exception?.Message}");
    }
}
