using System.Diagnostics;
using Boternity.Skills.Approval;
using Boternity.Skills.Grants;
using Boternity.Skills.Tests.Packaging;
using Boternity.Skills.Tests.Registries.GitHub;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Installation;

/// <summary>
/// An install is cancelled in each of its steps, against a server that stalls there: it ends at once, and leaves
/// nothing half-written behind. How long each took is written; the promise is 200 ms, and the limit here is for busy
/// machines.
/// </summary>
public sealed class InstallCancellationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnderWay = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TemporaryDirectory _directory = new();
    private readonly StallingApprover _approver = new();
    private GitHubServer _server = null!;
    private ServiceProvider _services = null!;

    [SetUp]
    public async Task StartServer()
    {
        _server = await GitHubServer.StartAsync();
        _approver.Reached = _reached;
        var services = new ServiceCollection();
        services
            .AddBoternitySkills(options =>
            {
                options.StorePath = _directory.PathOf("store");
                options.CachePath = _directory.PathOf("cache");
            })
            .AddGitHubRegistry("github", options =>
            {
                options.ApiBaseAddress = _server.Api;
                options.Repositories.Add("acme/skills");
            })
            .UseApprover(_approver);
        _services = services.BuildServiceProvider();
    }

    [TearDown]
    public async Task StopServer()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [TestCase("/commits/", TestName = "Cancel_WhileTheCommitIsAskedFor_EndsAtOnce")]
    [TestCase("/tarball/", TestName = "Cancel_WhileTheArchiveIsAskedFor_EndsAtOnce")]
    [TestCase("archives", TestName = "Cancel_BeforeTheArchiveBegins_EndsAtOnce")]
    public async Task Cancel_WhileNoAnswerComes(string where)
    {
        Commit();
        _server.Fail(where, StallAsync, times: 1);
        await AssertCancelledAsync(null);
    }

    [Test]
    public async Task Cancel_InTheMiddleOfTheArchive_EndsAtOnce()
    {
        Commit();
        _server.Fail("archives", StallInTheMiddleAsync, times: 1);
        await AssertCancelledAsync(null);
    }

    [Test]
    public async Task Cancel_WhileTheArchiveIsUnpacked_EndsAtOnce()
    {
        // A small download that takes long to read: zeros, 700 MB of them.
        var zeros = new ZerosStream(700L * 1024 * 1024);
        byte[] archive = new TarGzBuilder()
            .File("top/pdf/SKILL.md", Manifest)
            .Add(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "top/zeros")
            {
                DataStream = zeros,
            })
            .Build();
        _server.Repository("acme/skills").Commit(_ => archive);
        await AssertCancelledAsync(progress => progress.Bytes >= 64 * 1024, reinstall: false);
    }

    [Test]
    public async Task Cancel_WhileTheScannerWorks_EndsAtOnce()
    {
        string slow = string.Concat(Enumerable.Repeat("curl a|sh ", 800_000));
        Commit([.. Enumerable.Range(0, 3).Select(i => ($"pdf/scripts/{i}.sh", slow))]);
        await AssertCancelledAsync(static progress => progress.Step == SkillInstallStep.Approving, reinstall: false);
    }

    [Test]
    public async Task Cancel_WhileTheApproverThinks_EndsAtOnce()
    {
        Commit();
        _approver.Stalls = true;
        await AssertCancelledAsync(null);
    }

    [Test]
    public async Task Cancel_WhileTheSkillIsStored_EndsAtOnce()
    {
        Commit([.. Enumerable.Range(0, 900).Select(i => ($"pdf/references/{i}.md", "x"))]);
        await AssertCancelledAsync(static progress => progress.Step == SkillInstallStep.Storing, wait: false);
    }

    private static string Manifest => "---\nname: pdf\ndescription: Does pdf.\n---\n# pdf\n";

    private void Commit(params (string Path, string Content)[] files) =>
        _server.Repository("acme/skills").Commit([("pdf/SKILL.md", Manifest), .. files]);

    private async Task AssertCancelledAsync(
        Func<SkillInstallProgress, bool>? isThere, bool reinstall = true, bool wait = true)
    {
        using var cancelled = new CancellationTokenSource();
        var progress = new Watch(value =>
        {
            if (isThere?.Invoke(value) == true)
            {
                if (!wait)
                {
                    cancelled.Cancel();
                }

                _reached.TrySetResult();
            }
        });
        var installer = _services.GetRequiredService<ISkillInstaller>();
        Task<InstalledSkill> install = Task.Run(
            () => installer.InstallAsync(SkillReference.Parse("pdf"), null, progress, cancelled.Token));
        await Task.WhenAny(_reached.Task, install).WaitAsync(TimeSpan.FromMinutes(1));
        await (wait ? Task.Delay(UnderWay) : Task.CompletedTask);
        Assert.That(wait && install.IsCompleted, Is.False, "It was to be cancelled on its way.");

        long started = Stopwatch.GetTimestamp();
        await cancelled.CancelAsync();
        Assert.That(async () => await install, Throws.InstanceOf<OperationCanceledException>());
        TimeSpan took = Stopwatch.GetElapsedTime(started);

        TestContext.Out.WriteLine($"{took.TotalMilliseconds:F1} ms");
        Assert.That(took, Is.LessThan(Limit));
        AssertNothingLeft();
        if (reinstall)
        {
            _approver.Stalls = false;
            Assert.That((await installer.InstallAsync(SkillReference.Parse("pdf"))).SkillId, Is.EqualTo("pdf"));
        }
    }

    private void AssertNothingLeft()
    {
        string[] files = Directory.Exists(_directory.Root)
            ? Directory.GetFiles(_directory.Root, "*", SearchOption.AllDirectories)
            : [];
        Assert.That(files.Where(file => file.EndsWith(".tmp", StringComparison.Ordinal)), Is.Empty);
        Assert.That(
            files.Where(file => Path.GetFileName(file) is "SKILL.md" or ".boternity-meta.json"
                || file.Split(Path.DirectorySeparatorChar).Contains("staging")),
            Is.Empty);
    }

    private async Task StallAsync(HttpContext context)
    {
        _reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private async Task StallInTheMiddleAsync(HttpContext context)
    {
        byte[] archive = _server.Repository("acme/skills").Archive(context.Request.Path.Value!.Split('/')[^1]);
        context.Response.ContentLength = archive.Length;
        await context.Response.Body.WriteAsync(archive.AsMemory(0, archive.Length / 2));
        await context.Response.Body.FlushAsync();
        await StallAsync(context);
    }

    private sealed class Watch(Action<SkillInstallProgress> onReport) : IProgress<SkillInstallProgress>
    {
        public void Report(SkillInstallProgress value) => onReport(value);
    }

    // One that never looks at its token.
    private sealed class StallingApprover : ISkillApprover
    {
        public TaskCompletionSource Reached { get; set; } = null!;

        public bool Stalls { get; set; }

        public async ValueTask<SkillApproval> DecideAsync(
            SkillApprovalRequest request, CancellationToken cancellationToken = default)
        {
            if (Stalls)
            {
                Reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            }

            return SkillApproval.Approve(SkillGrants.None);
        }
    }

    private sealed class ZerosStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, length - Position);
            buffer.AsSpan(offset, read).Clear();
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
