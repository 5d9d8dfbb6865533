using System.Text;
using Boternity.Skills.Execution;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Wasmtime.Tests.Artifacts;

/// <summary>Programs are compiled a few at a time; who waits can give up.</summary>
[TestFixture]
internal sealed class ProgramCompilerTests : WasmtimeTests
{
    private static readonly WasmBinary Large = Command("", Functions(20_000));

    [Test]
    public async Task Load_CancelledWhileAnotherIsCompiled_IsGone()
    {
        var log = new ListLogger<WasmtimeEngine>();
        using var engine = new WasmtimeEngine(Options.Create(new WasmtimeOptions()), log);
        Task<IWasmProgram> first = engine.LoadAsync(Large).AsTask();
        Assert.That(() => engine.FreeCompilations, Is.Zero.After(10_000, 1));
        using var cancel = new CancellationTokenSource();
        Task<IWasmProgram> second = engine.LoadAsync(Command(""), cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        Assert.That(first.IsCompleted, Is.False, "nobody waited for it");
        (await first).Dispose();
        (await engine.LoadAsync(Command("nop"))).Dispose();
        Assert.That(log.Lines, Has.Count.EqualTo(2), "what nobody wants is not compiled");
    }

    [Test]
    public async Task Load_ThatTakesLongerThanItMay_IsTheTimeLimitAndServesTheNext()
    {
        using var disk = new TemporaryDirectory();
        var options = new WasmtimeOptions
        {
            CacheDirectory = OperatingSystem.IsWindows() ? null : disk.PathOf("cache"),
            MaxCompilationTime = TimeSpan.FromMilliseconds(100),
        };
        using WasmtimeEngine engine = CreateEngine(options);

        // On a busy machine the time may be over before the compilation has begun, and the compilation before anybody
        // looks.
        SkillLimitExceededException? error = null;
        bool isCompiled = false;
        for (int tries = 0; !isCompiled && tries < 50; tries++)
        {
            try
            {
                (await engine.LoadAsync(Large)).Dispose();
                isCompiled = true;
            }
            catch (SkillLimitExceededException exception)
            {
                error = exception;
                isCompiled = engine.FreeCompilations == 0;
            }
        }

        Assert.That(error?.Kind, Is.EqualTo(SkillLimitKind.Time));
        Assert.That(error.Message, Does.Contain("was not compiled within 100 ms"));
        if (options.CacheDirectory is { } directory)
        {
            Assert.That(() => Directory.GetFiles(directory, "*.cwasm"), Has.Length.EqualTo(1).After(60_000, 10));
            (await engine.LoadAsync(Large)).Dispose();
        }
    }

    [Test]
    public async Task Dispose_WhileWhatNobodyWaitsForIsCompiled_FreesItWhenItIsThere()
    {
        WasmtimeEngine engine = CreateEngine(new WasmtimeOptions());
        using var cancel = new CancellationTokenSource();
        Task<IWasmProgram> load = engine.LoadAsync(Large, cancellationToken: cancel.Token).AsTask();
        Assert.That(() => engine.FreeCompilations, Is.Zero.After(10_000, 1));
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => load);
        engine.Dispose();

        Assert.That(engine.IsReleased, Is.False, "it is still being compiled");
        Assert.That(() => engine.IsReleased, Is.True.After(60_000, 10), "a program that is left holds its engine");
    }

    [Test]
    public async Task Dispose_WhileACompilationIsWaitedFor_IsTheEndOfIt()
    {
        WasmtimeEngine engine = CreateEngine(new WasmtimeOptions());
        Task<IWasmProgram> first = engine.LoadAsync(Large).AsTask();
        Assert.That(() => engine.FreeCompilations, Is.Zero.After(10_000, 1));
        Task<IWasmProgram> second = engine.LoadAsync(Command("")).AsTask();
        engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => first);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => second);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.LoadAsync(Command("nop")).AsTask());
        Assert.That(() => engine.IsReleased, Is.True.After(60_000, 10));
    }

    private static string Functions(int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Append("(func (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))");
        }

        return text.ToString();
    }
}
