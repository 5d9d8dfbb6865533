using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries.Git;

/// <summary>Repositories that the machine's own git makes, and its http-backend serves.</summary>
internal sealed class GitBackend : IDisposable
{
    private static readonly Lazy<bool> HasGit = new(static () =>
    {
        try
        {
            (_, byte[] output, _) = RunAsync(Path.GetTempPath(), [], "--exec-path").GetAwaiter().GetResult();
            string folder = Encoding.UTF8.GetString(output).Trim();
            string program = OperatingSystem.IsWindows() ? "git-http-backend.exe" : "git-http-backend";
            return File.Exists(Path.Combine(folder, program));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Skips the test where there is no git.</summary>
    public static void Require()
    {
        if (!HasGit.Value)
        {
            Assert.Ignore("The machine has no git; this test runs where git and its http-backend are installed.");
        }
    }

    /// <summary>Where a repository is.</summary>
    public string PathOf(string repository) => _directory.PathOf(repository);

    /// <summary>Makes an empty repository.</summary>
    public async Task InitAsync(string repository, string format = "sha1")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(repository))!);
        await GitAsync(null, "init", "-q", "--bare", "-b", "main", $"--object-format={format}", PathOf(repository));
    }

    /// <summary>Commits files to a branch; what was there before stays.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> CommitAsync(string repository, params (string Path, string Content)[] files)
    {
        string work = _directory.PathOf($"work-{repository.Replace('/', '-')}");
        foreach ((string path, string content) in files)
        {
            string file = Path.Combine(work, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, content);
        }

        return await CommitAllAsync(repository, work);
    }

    /// <summary>Commits whatever is in the folder of a repository's files.</summary>
    public async Task<string> CommitAllAsync(string repository, string work)
    {
        await GitAsync(repository, "--work-tree", work, "add", "-A");
        await GitAsync(repository, "--work-tree", work, "commit", "-q", "-m", "x");
        return await GitAsync(repository, "rev-parse", "HEAD");
    }

    /// <summary>The folder of a repository's files.</summary>
    public string WorkOf(string repository) => _directory.PathOf($"work-{repository.Replace('/', '-')}");

    /// <summary>Runs git in a repository.</summary>
    /// <returns>What it wrote, without white space around it.</returns>
    public async Task<string> GitAsync(string? repository, params string[] arguments) =>
        Encoding.UTF8.GetString(await BytesAsync(repository, arguments)).Trim();

    /// <summary>The same, byte for byte.</summary>
    public async Task<byte[]> BytesAsync(string? repository, params string[] arguments)
    {
        (int code, byte[] output, string error) = await RunAsync(
            _directory.Root,
            [],
            repository is null ? arguments : ["--git-dir", PathOf(repository), .. arguments]);
        Assert.That(code, Is.Zero, $"git {string.Join(' ', arguments)}: {error}");
        return output;
    }

    /// <summary>Answers a request as a web server does that calls git http-backend (RFC 3875, CGI).</summary>
    /// <param name="context">The request.</param>
    /// <param name="isVersion2">Whether git is told which version of the protocol the client wants.</param>
    public async Task ServeAsync(HttpContext context, bool isVersion2)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        List<(string, string)> environment =
        [
            ("GIT_PROJECT_ROOT", _directory.Root),
            ("GIT_HTTP_EXPORT_ALL", "1"),
            ("PATH_INFO", context.Request.Path.Value!),
            ("QUERY_STRING", context.Request.QueryString.Value!.TrimStart('?')),
            ("REQUEST_METHOD", context.Request.Method),
            ("CONTENT_TYPE", context.Request.ContentType ?? ""),
            ("CONTENT_LENGTH", $"{body.Length}"),
        ];
        if (isVersion2)
        {
            environment.Add(("GIT_PROTOCOL", context.Request.Headers["Git-Protocol"].ToString()));
        }

        (_, byte[] output, _) = await RunAsync(_directory.Root, environment, ["http-backend"], body.ToArray());
        int end = output.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (string line in Encoding.ASCII.GetString(output, 0, end).Split("\r\n"))
        {
            string[] header = line.Split(": ", 2);
            if (header[0] == "Status")
            {
                context.Response.StatusCode = int.Parse(
                    header[1][..3], System.Globalization.CultureInfo.InvariantCulture);
            }
            else
            {
                context.Response.Headers[header[0]] = header[1];
            }
        }

        await context.Response.Body.WriteAsync(output.AsMemory(end + 4));
    }

    public void Dispose() => _directory.Dispose();

    private static Task<(int ExitCode, byte[] Output, string Error)> RunAsync(
        string directory, IEnumerable<(string, string)> environment, params string[] arguments) =>
        RunAsync(directory, environment, arguments, []);

    private static async Task<(int ExitCode, byte[] Output, string Error)> RunAsync(
        string directory, IEnumerable<(string Name, string Value)> environment, string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string, string)[] always =
        [
            ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", Path.Combine(directory, "no-config")),
            ("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com"),
            ("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com"),
        ];
        foreach ((string name, string value) in always.Concat(environment))
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It does not read what it does not need.
        }

        await copying;
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ToArray(), await error);
    }
}
