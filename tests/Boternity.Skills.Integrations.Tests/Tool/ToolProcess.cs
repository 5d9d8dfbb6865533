using System.Diagnostics;

namespace Boternity.Skills.Integrations.Tests.Tool;

/// <summary>Runs <c>boternity</c> as a process of its own.</summary>
internal static class ToolProcess
{
    private const string Script = """
        import os, pty, select, signal, sys, time
        wait_for, typed = sys.argv[1].encode(), sys.argv[2].encode().decode("unicode_escape").encode()
        pid, terminal = pty.fork()
        if pid == 0:
            # Whoever runs the tests in the background may have them ignore interrupts; a terminal's program does not.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvp(sys.argv[3], sys.argv[3:])
        seen, sent, end = b"", 0.0, time.time() + 120
        while True:
            if time.time() > end:
                os.kill(pid, signal.SIGKILL)
            if wait_for in seen and time.time() - sent > 3:
                os.write(terminal, typed)
                sent = time.time()
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    piece = os.read(terminal, 4096)
                except OSError:
                    piece = b""
                if not piece:
                    break
                seen += piece
        sys.stdout.buffer.write(seen)
        sys.stdout.flush()
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    private static readonly string Assembly = Built("src/Boternity.Skills.Tool", "boternity.dll");

    /// <summary>
    /// A program as it was built: beside the tests it would miss what their shared framework brings.
    /// </summary>
    public static string Built(string project, string assembly)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!;
        return Repository.PathOf(project, "bin", configuration, "net10.0", assembly);
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(
        string directory, string? input, params string[] arguments) =>
        await RunAssemblyAsync(Assembly, directory, input, arguments);

    /// <summary>Runs another program that lies beside the tests.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAssemblyAsync(
        string assembly, string directory, string? input, params string[] arguments)
    {
        using Process process = Start("dotnet", directory, [assembly, .. arguments]);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>
    /// Runs it in a terminal, by Python's <c>pty</c>: what is typed follows the text that it waits for.
    /// </summary>
    public static Task<(int Code, string Output)> RunInTerminalAsync(
        string directory, string waitFor, string typed, params string[] arguments) =>
        RunInTerminalAsync(directory, [], waitFor, typed, arguments);

    /// <summary>The same, with variables in its environment.</summary>
    public static async Task<(int Code, string Output)> RunInTerminalAsync(
        string directory, string[] variables, string waitFor, string typed, params string[] arguments)
    {
        string[] environment = ["env", "-u", "NO_COLOR", "TERM=xterm-256color", "LANG=C.UTF-8", .. variables];
        using Process process = Start(
            "python3", directory, ["-c", Script, waitFor, typed, .. environment, "dotnet", Assembly, .. arguments]);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output);
    }

    public static bool HasTerminal()
    {
        try
        {
            using Process process = Start("python3", Path.GetTempPath(), ["-c", "import pty"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string command, string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
