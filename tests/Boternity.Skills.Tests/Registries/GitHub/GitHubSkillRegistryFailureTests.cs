using System.Globalization;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Tests.Packaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Boternity.Skills.Tests.Registries.GitHub.GitHubSkillRegistryListTests;

namespace Boternity.Skills.Tests.Registries.GitHub;

public sealed class GitHubSkillRegistryFailureTests
{
    private const string Secret = "ghp_SecretTokenThatNobodySees";

    private GitHubFixture _github = null!;

    [SetUp]
    public async Task StartServer()
    {
        _github = await GitHubFixture.StartAsync();
        _github.Main.Commit(Skill("pdf"), ("pdf/data.bin", Noise(200_000)));
    }

    [TearDown]
    public async Task StopServer() => await _github.DisposeAsync();

    [TestCase("/commits/", 500)]
    [TestCase("/commits/", 503)]
    [TestCase("/tarball/", 502)]
    [TestCase("archives", 500)]
    [TestCase("archives", 408)]
    public async Task List_WhenTheServerFailsTwice_SucceedsAtTheThird(string where, int status)
    {
        _github.Server.Fail(where, status, times: 2);
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        Assert.That(_github.Time.Waits, Has.Count.EqualTo(2));
        Assert.That(_github.Logger.Lines.Count(line => line.Contains("2007", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task List_WhenTheServerAlwaysFails_GivesUpAndSaysHowOften()
    {
        _github.Server.Fail("/commits/", 500);
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.Message, Does.Contain("500").And.Contain("4 attempts"));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task List_WithoutRetries_AsksOnce()
    {
        _github.Server.Fail("/commits/", 500);
        await Assert.ThrowsAsync<SkillRegistryException>(
            () => ListAsync(_github.Create(options => options.MaxRetries = 0)));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task List_WhenTheConnectionBreaksInTheMiddle_DownloadsAgain()
    {
        _github.Server.Fail("archives", BreakAsync, times: 1);
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        Assert.That(
            _github.Server.Paths.Count(path => path.StartsWith("archives", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task List_WhenTheConnectionAlwaysBreaks_IsAnOutage()
    {
        _github.Server.Fail("archives", BreakAsync);
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
    }

    [Test]
    public async Task List_OfAnArchiveThatWasCut_IsAnInvalidAnswerNotAShortList()
    {
        _github.Server.Fail(
            "archives", context => WriteArchiveAsync(context, archive => archive[..(archive.Length / 2)]));
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
    }

    [Test]
    public async Task List_OfAnArchiveThatIsAPage_IsAnInvalidAnswer()
    {
        _github.Server.Fail("archives", context => context.Response.WriteAsync("<html>Please sign in</html>"));
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
    }

    [TestCase("<html>")]
    [TestCase("")]
    [TestCase("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public async Task List_WhenTheCommitIsNone_IsAnInvalidAnswer(string text)
    {
        _github.Server.Fail("/commits/", context => context.Response.WriteAsync(text));
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task List_OfADownloadOverTheLimit_StopsThere()
    {
        var error = await Assert.ThrowsAsync<SkillRegistryException>(
            () => ListAsync(_github.Create(options => options.MaxDownloadBytes = 50_000)));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(error.Message, Does.Contain("50000 compressed bytes"));
    }

    [Test]
    public async Task List_OfABomb_StopsAtTheLimit()
    {
        _github.Main.Commit(prefix => new TarGzBuilder().File($"{prefix}/zeros", new byte[64 * 1024 * 1024]).Build());
        var error = await Assert.ThrowsAsync<SkillRegistryException>(
            () => ListAsync(_github.Create(options => options.MaxArchiveBytes = 1024 * 1024)));
        Assert.That(error!.Message, Does.Contain("1048576 bytes after decompression"));
    }

    [Test]
    public async Task List_ThatIsRedirectedInACircle_IsAnInvalidAnswer()
    {
        _github.Server.Fail("/commits/", context => Redirect(context, context.Request.Path));
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(6));
    }

    [TestCase("https://xn--%C3%BC.example/")]
    [TestCase("//[")]
    public async Task List_ThatIsRedirectedToWhatIsNoUrl_IsAnInvalidAnswer(string target)
    {
        _github.Server.Fail("/commits/", context => Redirect(context, target));
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAnswerInvalid));
    }

    [Test]
    public async Task List_OfARepositoryThatWasRenamed_FollowsWithTheToken()
    {
        _github.Server.Repository("acme/renamed").Commit(Skill("docx"));
        _github.Server.Fail(
            "/repos/acme/skills/commits/HEAD",
            context => Redirect(context, "/repos/acme/renamed/commits/HEAD"),
            times: 1);
        _github.Server.Fail(
            "/repos/acme/skills/tarball",
            context =>
                Redirect(context, context.Request.Path.Value!.Replace("skills", "renamed", StringComparison.Ordinal)));

        List<DiscoveredSkill> skills = await ListAsync(_github.Create(options => options.Token = Secret));
        Assert.That(skills.Single().Name, Is.EqualTo("docx"));
        Assert.That(
            _github.Server.Requests
                .Where(request => request.Host == "api")
                .Select(request => request.Header("Authorization")),
            Is.All.EqualTo($"Bearer {Secret}"));
    }

    [Test]
    public async Task Token_GoesToTheApiAloneAndIntoNoLog()
    {
        _github.Server.Fail("archives", 500, times: 1);
        GitHubSkillRegistry registry = _github.Create(options => options.Token = Secret);
        DiscoveredSkill skill = (await ListAsync(registry)).Single();
        await registry.FetchAsync(skill.Source);
        _github.Server.Fail("/commits/", 401);
        Exception? error = await Assert.CatchAsync(() => ListAsync(registry));

        foreach (GitHubServerRequest request in _github.Server.Requests)
        {
            Assert.That(
                request.Header("Authorization"),
                Is.EqualTo(request.Host == "api" ? $"Bearer {Secret}" : null),
                request.Path);
            Assert.That(
                request.Headers.Count(header => header.Value.Contains(Secret, StringComparison.Ordinal)),
                Is.EqualTo(request.Host == "api" ? 1 : 0));
        }

        Assert.That(_github.Server.Requests.Select(request => request.Host), Does.Contain("archives"));
        string everything = string.Join('\n', _github.Logger.Lines) + error
            + string.Join(
                '\n', Directory.GetFiles(_github.CachePath, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.That(everything, Does.Not.Contain(Secret).And.Not.Contain("PRIVATE"));
    }

    [Test]
    public async Task Token_IsNotLoggedByTheClientFactoryEither()
    {
        var lines = new ListLogger<object>();
        var services = new ServiceCollection();
        services.AddLogging(
            logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new ListLoggerProvider(lines)));
        services.AddHttpClient(GitHubSkillRegistry.HttpClientName).ConfigurePrimaryHttpMessageHandler(
            GitHubSkillRegistry.CreateHandler);
        await using ServiceProvider provider = services.BuildServiceProvider();

        await ListAsync(
            _github.Create(
                options => options.Token = Secret, clients: provider.GetRequiredService<IHttpClientFactory>()));
        Assert.That(lines.Lines, Has.Some.Contains("Authorization"), "the factory logs headers at this level");
        Assert.That(lines.Lines, Has.None.Contains(Secret));
        Assert.That(lines.Lines, Has.None.Contains("PRIVATE"));
    }

    [TestCase(401)]
    [TestCase(403)]
    public async Task List_WhenAccessIsRefused_SaysSoAtOnce(int status)
    {
        await ListAsync();
        _github.Server.Fail("/commits/", status);
        _github.Server.Forget();
        var error = await Assert.ThrowsAsync<SkillRegistryException>(ListAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryAccessDenied));
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(429)]
    [TestCase(403)]
    public async Task List_WhenTheRateLimitEndsSoon_WaitsAsLongAsItSays(int status)
    {
        _github.Server.Fail("/commits/", status, 1, ("Retry-After", "7"));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        Assert.That(_github.Time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(7) }));
    }

    [Test]
    public async Task List_WhenTheResetIsNear_WaitsForIt()
    {
        string reset = _github.Time
            .GetUtcNow()
            .AddSeconds(9)
            .ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture);
        _github.Server.Fail("/commits/", 403, 1, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        Assert.That(_github.Time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(9) }));
    }

    [Test]
    public async Task List_WhenTheResetIsFar_NamesItsTimeAtOnce()
    {
        DateTimeOffset reset = _github.Time.GetUtcNow().AddMinutes(40);
        _github.Server.Fail(
            "/commits/",
            403,
            1,
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        var error = await Assert.ThrowsAsync<SkillRateLimitException>(ListAsync);
        Assert.That(error!.ResetAt, Is.EqualTo(reset));
        Assert.That(error.Message, Does.Contain("12:40:00"));
        Assert.That((_github.Server.Requests.Count, _github.Time.Waits.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task List_WhenTheRateLimitStays_GivesUpAsARateLimit()
    {
        _github.Server.Fail("/commits/", 429);
        var error = await Assert.ThrowsAsync<SkillRateLimitException>(ListAsync);
        Assert.That(error!.ResetAt, Is.Null);
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(4));
    }

    [TestCase(500)]
    [TestCase(429)]
    public async Task List_WhenTheServerFailsAndThereIsAnIndex_ServesItAndSaysSo(int status)
    {
        await ListAsync();
        _github.Server.Fail("/commits/", status);

        DiscoveredSkill skill = (await ListAsync()).Single();
        Assert.That(skill.IsStale, Is.True);
        Assert.That(_github.Logger.Lines, Has.One.Contains("2004"));

        _github.Server.Heal();
        Assert.That((await ListAsync()).Single().IsStale, Is.False);
    }

    [Test]
    public async Task List_WhenTheNetworkIsGone_ServesTheIndexAndComesBackFromIt([Values] bool sameRegistry)
    {
        GitHubSkillRegistry registry = _github.Create(options => options.RevalidateAfter = TimeSpan.FromMinutes(1));
        await ListAsync(registry);
        _github.Time.Advance(TimeSpan.FromMinutes(2));
        _github.Server.Fail("/commits/", context => AbortAsync(context));
        registry =
            sameRegistry ? registry : _github.Create(options => options.RevalidateAfter = TimeSpan.FromMinutes(1));

        Assert.That((await ListAsync(registry)).Single().IsStale, Is.True);
        int asked = _github.Server.Requests.Count;
        Assert.That((await ListAsync(registry)).Single().IsStale, Is.True);
        Assert.That(_github.Server.Requests, Has.Count.EqualTo(asked), "an outage is remembered");

        _github.Server.Heal();
        _github.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.That((await ListAsync(registry)).Single().IsStale, Is.False);
    }

    [Test]
    public async Task List_WhenANewCommitCannotBeDownloaded_ServesTheOldIndex()
    {
        GitHubSkillRegistry registry = _github.Create();
        string first = (await ListAsync(registry)).Single().Source.Commit!;
        _github.Main.Commit(Skill("docx"));
        _github.Server.Fail("archives", 500);

        DiscoveredSkill skill = (await ListAsync(registry)).Single();
        Assert.That((skill.IsStale, skill.Source.Commit), Is.EqualTo((true, first)));
        _github.Server.Heal();
        Assert.That((await ListAsync(registry)).Single().Name, Is.EqualTo("docx"));
    }

    [Test]
    public async Task List_WithoutServerAndWithoutIndex_IsAnOutage()
    {
        GitHubSkillRegistry registry = _github.Create();
        await _github.Server.StopAsync();
        var error = await Assert.ThrowsAsync<SkillRegistryException>(() => ListAsync(registry));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.InnerException, Is.InstanceOf<HttpRequestException>());
    }

    [TestCase("/commits/")]
    [TestCase("archives")]
    public async Task List_OfAServerThatStalls_GivesUpAfterTheTimeout(string where)
    {
        _github.Server.Fail(where, StallAsync);
        GitHubSkillRegistry registry = _github.Create(
            options =>
            {
                options.Timeout = TimeSpan.FromMilliseconds(200);
                options.MaxRetries = 0;
            },
            TimeProvider.System);
        var error = await Assert.ThrowsAsync<SkillRegistryException>(() => ListAsync(registry));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.RegistryUnavailable));
        Assert.That(error.InnerException, Is.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task List_OfAServerThatDripsForEver_GivesUpAfterTheWholeTime()
    {
        _github.Server.Fail("archives", DripAsync);
        GitHubSkillRegistry registry = _github.Create(
            options =>
            {
                options.Timeout = TimeSpan.FromMinutes(1);
                options.MaxDownloadTime = TimeSpan.FromMilliseconds(500);
                options.MaxRetries = 0;
            },
            TimeProvider.System);

        var error = await Assert.ThrowsAsync<SkillRegistryException>(() => ListAsync(registry));

        Assert.That(error!.InnerException, Is.InstanceOf<TimeoutException>().With.Message.Contains("longer than"));
    }

    [TestCase("/commits/")]
    [TestCase("archives")]
    public async Task List_ThatIsCancelledWhileTheServerStalls_StopsPromptly(string where)
    {
        var reached = new TaskCompletionSource();
        _github.Server.Fail(where, context =>
        {
            reached.TrySetResult();
            return StallAsync(context);
        });
        using var cancellation = new CancellationTokenSource();
        Task<List<DiscoveredSkill>> list = _github.Create().ListAsync(cancellation.Token).ToListAsync().AsTask();
        await reached.Task;
        cancellation.Cancel();

        // The timeout is 30 s of a clock that stands still: only the cancellation can end it.
        Assert.That(await Task.WhenAny(list, Task.Delay(TimeSpan.FromSeconds(20))), Is.SameAs(list));
        Assert.That(async () => await list, Throws.InstanceOf<OperationCanceledException>());
    }

    private Task<List<DiscoveredSkill>> ListAsync() => ListAsync(_github.Create());

    private static Task<List<DiscoveredSkill>> ListAsync(GitHubSkillRegistry registry) =>
        registry.ListAsync().ToListAsync().AsTask();

    private Task WriteArchiveAsync(HttpContext context, Func<byte[], byte[]> change)
    {
        byte[] archive = change(_github.Main.Archive(_github.Main.Resolve("HEAD")!));
        return context.Response.Body.WriteAsync(archive).AsTask();
    }

    private async Task BreakAsync(HttpContext context)
    {
        byte[] archive = _github.Main.Archive(_github.Main.Resolve("HEAD")!);
        context.Response.ContentLength = archive.Length;
        await context.Response.Body.WriteAsync(archive.AsMemory(0, archive.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task StallAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.Contains("tar.gz", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(new byte[] { 0x1F, 0x8B });
            await context.Response.Body.FlushAsync();
        }

        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    /// <summary>A gzip member whose file name never ends, a byte at a time.</summary>
    private static async Task DripAsync(HttpContext context)
    {
        await context.Response.Body.WriteAsync(new byte[] { 0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3 });
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync("a"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(20);
        }
    }

    private static Task Redirect(HttpContext context, string path)
    {
        context.Response.Redirect(path, permanent: true);
        return Task.CompletedTask;
    }

    // What gzip cannot make small.
    private static string Noise(int length)
    {
        var random = new Random(1);
        return string.Create(length, random, (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)source.Next(' ', '~');
            }
        });
    }
}
