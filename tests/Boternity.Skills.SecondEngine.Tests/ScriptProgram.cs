using System.Text;
using Boternity.Skills.Execution;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.SecondEngine.Tests;

/// <summary>
/// A script. Its commands write to standard output: <c>args</c>, <c>input</c>, <c>env</c>, <c>read PATH</c>,
/// <c>write PATH TEXT</c>, <c>get URL</c>, <c>ask PATH</c> (by way of the skill's host interface), <c>random</c>,
/// <c>exit CODE</c>. <c>loop</c> never ends.
/// </summary>
internal sealed class ScriptProgram(string[] commands, TaskCompletionSource started) : IWasmProgram
{
    private const long CommandFuel = 10;
    private const long MemoryBytes = 65_536;

    public ValueTask<WasmRunResult> RunAsync(WasmRunRequest request, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Run(request, cancellationToken), cancellationToken));

    public void Dispose()
    {
        // A script holds nothing.
    }

    private async Task<WasmRunResult> Run(WasmRunRequest request, CancellationToken cancellationToken)
    {
        long fuel = 0;
        var output = new StringBuilder();
        try
        {
            int exitCode = 0;
            foreach (string command in commands)
            {
                do
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    fuel += CommandFuel;
                    started.TrySetResult();
                    if (fuel > request.Limits.MaxFuel)
                    {
                        throw new SkillLimitExceededException(
                            SkillLimitKind.Fuel, request.Limits.MaxFuel, "The script used up its fuel.");
                    }
                }
                while (command == "loop");

                if (command.StartsWith("exit ", StringComparison.Ordinal))
                {
                    exitCode = int.Parse(command.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
                    break;
                }

                output.Append(await Execute(command.Split(' ', 3), request, cancellationToken)).Append('\n');
            }

            return new WasmRunResult
            {
                ExitCode = exitCode,
                StandardOutput = Encoding.UTF8.GetBytes(output.ToString()),
                StandardError = "the script said so"u8.ToArray(),
                FuelConsumed = fuel,
                PeakMemoryBytes = MemoryBytes,
            };
        }
        catch (SkillExecutionException failure)
        {
            failure.FuelConsumed = fuel;
            failure.PeakMemoryBytes = MemoryBytes;
            throw;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new SkillExecutionCanceledException(fuel, MemoryBytes, cancellationToken, exception);
        }
    }

    private static async Task<string> Execute(
        string[] command, WasmRunRequest request, CancellationToken cancellationToken)
    {
        GuestSystem system = request.System;
        try
        {
            return command[0] switch
            {
                "args" => string.Join(',', system.Arguments),
                "input" => Encoding.UTF8.GetString(system.StandardInput.Span),
                "env" => string.Join(',', system.Environment?.ListVariables().Select(variable => variable.Key) ?? []),
                "read" => Read(system, command[1]),
                "write" => Write(system, command[1], command[2]),
                "get" => await Get(system, command[1], cancellationToken),
                "ask" => request.Host?.ReadFile(command[1]).Text ?? "no host",
                "random" => Random(system),
                _ => throw new SkillTrapException("unreachable", [], $"There is no command '{command[0]}'."),
            };
        }
        catch (GuestFileException error)
        {
            return $"file error {error.Error}";
        }
        catch (GuestHttpException error)
        {
            return $"http error {error.Error}";
        }
    }

    private static (IGuestDirectory Directory, string Path) Find(GuestSystem system, string path)
    {
        foreach (PreopenedDirectory preopen in system.FileSystem?.OpenDirectories() ?? [])
        {
            if (path.StartsWith(preopen.GuestPath + "/", StringComparison.Ordinal))
            {
                return (preopen.Directory, path[(preopen.GuestPath.Length + 1)..]);
            }
        }

        throw new GuestFileException(GuestFileError.NotPermitted);
    }

    private static string Read(GuestSystem system, string path)
    {
        (IGuestDirectory directory, string below) = Find(system, path);
        using IGuestFile file = directory.OpenFile(below, GuestOpenFlags.Read);
        byte[] content = new byte[file.Length];
        int read = file.Read(0, content);
        return Encoding.UTF8.GetString(content.AsSpan(0, read));
    }

    private static string Write(GuestSystem system, string path, string text)
    {
        (IGuestDirectory directory, string below) = Find(system, path);
        using IGuestFile file = directory.OpenFile(below, GuestOpenFlags.Write | GuestOpenFlags.Create);
        file.Write(0, Encoding.UTF8.GetBytes(text));
        return "written";
    }

    private static async Task<string> Get(GuestSystem system, string url, CancellationToken cancellationToken)
    {
        IGuestHttp http = system.Http ?? throw new GuestHttpException(GuestHttpError.Denied, "no HTTP");
        using IGuestHttpResponse response =
            await http.SendAsync(new GuestHttpRequest { Method = "GET", Url = url }, cancellationToken);
        byte[] buffer = new byte[1024];
        int read = await response.ReadAsync(buffer);
        return $"{response.Status} {Encoding.UTF8.GetString(buffer, 0, read)}";
    }

    private static string Random(GuestSystem system)
    {
        byte[] bytes = new byte[8];
        system.Random.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
