using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Capabilities;

/// <summary>Memory, secrets, environment, context and log; HTTP and files have fixtures of their own.</summary>
internal sealed class SkillHostSessionTests
{
    private const string Secret = "s3cr3t-value";

    [Test]
    public async Task RecallMemory_NotGranted_IsEmptyAndTheMemoryIsNotAsked()
    {
        var memory = new ListMemory("a");
        using var host = new TestHost(memory: memory);
        using SkillHostSession session = host.Open(SkillGrants.None);

        Assert.That(await session.RecallMemoryAsync("q", 10), Is.Empty);
        Assert.That(memory.Queries, Is.Empty);
        Assert.That(session.CapabilityUses.Single(), Is.EqualTo(new SkillCapabilityUse
        {
            Capability = SkillCapability.RecallMemory,
            Scope = "memory",
            Denied = 1,
            DenialReason = SkillDenialReason.NotGranted,
        }));
    }

    [Test]
    public async Task RecallMemory_Granted_GivesNoMoreThanAskedForAndAllowed()
    {
        var memory = new ListMemory("one", "two", "three", "four");
        using var host = new TestHost(
            options =>
            {
                options.MaxRecalledMemories = 3;
                options.MaxRecalledBytes = 7;
            },
            memory);
        using SkillHostSession session = host.Open(new SkillGrants { RecallMemory = true });

        Assert.That(await session.RecallMemoryAsync("q", 1), Is.EqualTo(new[] { "one" }));
        Assert.That(
            await session.RecallMemoryAsync("q", uint.MaxValue),
            Is.EqualTo(new[] { "one", "two" }),
            "3 + 3 bytes fit, 5 more do not");
        Assert.That(await session.RecallMemoryAsync("q", 0), Is.Empty);
        Assert.That(memory.Queries, Is.EqualTo(new[] { ("q", 1), ("q", 3) }));
    }

    [Test]
    public async Task RecallMemory_AsManyBytesAsMayBe_AreGiven()
    {
        using var host = new TestHost(options => options.MaxRecalledBytes = 6, new ListMemory("one", "two", "three"));
        using SkillHostSession session = host.Open(new SkillGrants { RecallMemory = true });

        Assert.That(await session.RecallMemoryAsync("q", 9), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task HttpGet_ErrorStatusWithALongBody_IsCut()
    {
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync(new string('a', 4_097));
        });
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        SkillHostResult result = await session.HttpGetAsync(server.Url("127.0.0.1"));

        Assert.That(result.Text, Is.EqualTo($"http status 500: {new string('a', 4_096)}"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void RecallMemory_HostsMemoryFails_IsTheHostsError(bool isCancelledByItself)
    {
        using var host = new TestHost(memory: new BrokenMemory(
            isCancelledByItself ? new OperationCanceledException() : new InvalidOperationException("broken")));
        using SkillHostSession session = host.Open(new SkillGrants { RecallMemory = true });

        Assert.That(
            async () => await session.RecallMemoryAsync("q", 1),
            Throws.InstanceOf<SkillExecutionException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.ExecutionHostFailed));
    }

    [TestCase(true, true, true)]
    [TestCase(true, false, false)]
    [TestCase(false, true, false)]
    [TestCase(false, false, false)]
    public async Task GetSecret_OnlyDeclaredAndGranted_IsGiven(bool isDeclared, bool isGranted, bool isGiven)
    {
        var secrets = new OneSecret("key", Secret);
        using var host = new TestHost(secrets: secrets);
        using SkillHostSession session = host.Open(
            new SkillGrants { Secrets = isGranted ? ["key"] : [] }, isDeclared ? ["key"] : []);

        SkillHostResult result = await session.GetSecretAsync("key");

        Assert.That(result, Is.EqualTo(isGiven
            ? SkillHostResult.Ok(Secret)
            : SkillHostResult.Fail("capability denied: get_secret not granted for skill 'x'")));
        Assert.That(secrets.Asked, Is.EqualTo(isGiven ? 1 : 0));
    }

    [Test]
    public async Task GetSecret_HostHasNone_IsAnError()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(new SkillGrants { Secrets = ["key"] }, "key");

        Assert.That(
            await session.GetSecretAsync("key"), Is.EqualTo(SkillHostResult.Fail("secret 'key' is not available")));
    }

    [Test]
    public async Task Secret_LoggedUsedAsAPathOrAHost_NeverShows()
    {
        using var host = new TestHost(secrets: new OneSecret("key", Secret));
        using SkillHostSession session = host.Open(new SkillGrants { Secrets = ["key"] }, "key");
        await session.GetSecretAsync("key");

        session.Log("info", $"the key is {Secret}{Secret}!");
        session.Log(Secret, "as a level");
        session.ReadFile($"/{Secret}");
        session.ReadEnvironment(Secret);
        await session.GetSecretAsync(Secret);
        await session.HttpGetAsync($"https://{Secret}.example/");

        string everything = string.Join('\n', [
            .. host.Log,
            .. session.LogLines.Select(line => line.Level + line.Message),
            .. session.CapabilityUses.Select(use => use.ToString())]);
        Assert.That(everything, Does.Not.Contain(Secret));
        Assert.That(session.LogLines[0].Message, Is.EqualTo("the key is ******!"));
        Assert.That(session.Redact($"error: {Secret}"), Is.EqualTo("error: ***"));
    }

    [Test]
    public async Task Secret_AsTheNameOfAHostWithoutAPermittedAddress_NeverShows()
    {
        using var host = new TestHost(secrets: new OneSecret("key", "S3cr3tValue"));
        host.Resolve("s3cr3tvalue.example", ["10.0.0.1"]);
        using SkillHostSession session = host.Open(
            new SkillGrants
            {
                Secrets = ["key"],
                Http = [new SkillHttpGrant { Host = "*.example", Methods = ["GET"] }],
            },
            "key");
        await session.GetSecretAsync("key");

        await session.HttpGetAsync("https://S3cr3tValue.example/");

        string everything = string.Join('\n', host.Log.Concat(session.CapabilityUses.Select(use => use.Scope)));
        Assert.That(everything, Does.Contain("***.example").And.Contain("10.0.0.1"));
        Assert.That(everything, Does.Not.Contain("s3cr3tvalue").IgnoreCase);
    }

    [Test]
    public async Task Secret_OfSeveralLines_ShowsNeitherOnOneLineNorWithoutItsEnd()
    {
        const string secret = "-----BEGIN\nQUJD\n";
        using var host = new TestHost(secrets: new OneSecret("key", secret));
        using SkillHostSession session = host.Open(new SkillGrants { Secrets = ["key"] }, "key");
        await session.GetSecretAsync("key");

        session.ReadFile($"/{secret}");
        session.Log(secret, secret);

        string everything = string.Join('\n', [
            .. host.Log,
            .. session.LogLines.Select(line => line.ToString()),
            .. session.CapabilityUses.Select(use => use.ToString())]);
        Assert.That(everything, Does.Not.Contain("QUJD"));
        Assert.That(session.Redact($"exited with code 1: {secret.TrimEnd()}"), Is.EqualTo("exited with code 1: ***"));
    }

    [Test]
    public void ReadEnvironment_GrantedNames_AreAllThatIsSeen()
    {
        Environment.SetEnvironmentVariable("BOTERNITY_TEST_GRANTED", "yes");
        Environment.SetEnvironmentVariable("BOTERNITY_TEST_OTHER", "no");
        using var host = new TestHost();
        using SkillHostSession session = host.Open(
            new SkillGrants { EnvironmentVariables = ["BOTERNITY_TEST_GRANTED", "BOTERNITY_TEST_UNSET"] });

        Assert.That(session.ReadEnvironment("BOTERNITY_TEST_GRANTED"), Is.EqualTo(SkillHostResult.Ok("yes")));
        Assert.That(
            session.ReadEnvironment("BOTERNITY_TEST_OTHER"),
            Is.EqualTo(SkillHostResult.Fail("capability denied: read_env not granted for skill 'x'")));
        Assert.That(
            session.ReadEnvironment("BOTERNITY_TEST_UNSET").Text,
            Is.EqualTo("environment variable 'BOTERNITY_TEST_UNSET' is not set"));
        Assert.That(
            session.ListVariables(), Is.EqualTo(new[] { KeyValuePair.Create("BOTERNITY_TEST_GRANTED", "yes") }));
    }

    [Test]
    public void ListEnvironment_NothingGranted_IsEmpty()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(SkillGrants.None);

        Assert.That(session.ListVariables(), Is.Empty);
    }

    [Test]
    public void Log_OverTheLines_IsCountedAndDropped()
    {
        using var host = new TestHost(options => options.MaxLogLines = 3);
        using SkillHostSession session = host.Open(SkillGrants.None);

        for (int i = 0; i < 10; i++)
        {
            session.Log("info", $"{i}");
        }

        Assert.That(session.LogLines.Select(line => line.Message), Is.EqualTo(new[] { "0", "1", "2" }));
        Assert.That(session.LogLinesDropped, Is.EqualTo(7));
        Assert.That(
            host.Log.Count(line => line.Contains("4103", StringComparison.Ordinal)),
            Is.EqualTo(3),
            "what is dropped reaches no logger");
    }

    [Test]
    public void Log_OverTheBytes_IsCutBetweenCharacters()
    {
        using var host = new TestHost(options => options.MaxLogBytes = 20);
        using SkillHostSession session = host.Open(SkillGrants.None);

        session.Log("info", string.Concat(Enumerable.Repeat("😀", 1_000_000)));
        session.Log("info", "more");

        Assert.That(session.LogLines, Is.EqualTo(new[] { new SkillLogLine { Level = "info", Message = "😀😀😀😀" } }));
        Assert.That(session.LogLinesDropped, Is.EqualTo(2));
    }

    [Test]
    public void Log_UnknownLevel_IsKeptAsText()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(SkillGrants.None);

        session.Log("fatal-ish", "message");

        Assert.That(session.LogLines.Single(), Is.EqualTo(new SkillLogLine
        {
            Level = "fatal-ish",
            Message = "message",
        }));
        Assert.That(host.Log.Single(), Does.StartWith("Information 4103"));
    }

    [Test]
    public void Log_ControlCharacters_ForgeNoLine()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(SkillGrants.None);

        session.Log("info\n", "one\r\nError 1: forged\u001b[2J\u2028x");

        Assert.That(host.Log.Single(), Does.Contain("one  Error 1: forged [2J x"));
        Assert.That(session.LogLines.Single(), Is.EqualTo(new SkillLogLine
        {
            Level = "info ",
            Message = "one \nError 1: forged [2J\u2028x",
        }));
    }

    [Test]
    public void Uses_OfEverNewScopes_AreBounded()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(SkillGrants.None);

        for (int i = 0; i < 1_000; i++)
        {
            session.ReadEnvironment($"{i}{new string('a', 1_000)}");
        }

        Assert.That(session.CapabilityUses, Has.Count.EqualTo(CapabilityMeter.MaxScopes + 1));
        Assert.That(session.CapabilityUses.Sum(use => use.Denied), Is.EqualTo(1_000));
        Assert.That(
            session.CapabilityUses.Max(use => use.Scope.Length), Is.EqualTo(CapabilityMeter.MaxScopeLength + 1));
    }

    [TestCase(SkillCapability.RecallMemory)]
    [TestCase(SkillCapability.HttpGet)]
    [TestCase(SkillCapability.HttpPost)]
    [TestCase(SkillCapability.ReadFile)]
    [TestCase(SkillCapability.WriteFile)]
    [TestCase(SkillCapability.GetSecret)]
    [TestCase(SkillCapability.ReadEnv)]
    public async Task Denied_WhereItEndsRuns_ThrowsForEveryCapability(SkillCapability capability)
    {
        using var host = new TestHost(options => options.OnViolation = SkillViolationMode.Terminate);
        using SkillHostSession session = host.Open(SkillGrants.None);

        SkillCapabilityDeniedException? thrown = await Assert.ThrowsAsync<SkillCapabilityDeniedException>(
            () => UseAsync(session, capability));

        Assert.That(thrown!.Message, Is.EqualTo($"capability denied: {capability.ToName()} not granted for skill 'x'"));
        Assert.That((thrown.Capability, thrown.Skill, session.Violation), Is.EqualTo((capability, "x", thrown)));
    }

    [TestCase(SkillCapability.HttpGet)]
    [TestCase(SkillCapability.HttpPost)]
    [TestCase(SkillCapability.ReadFile)]
    [TestCase(SkillCapability.WriteFile)]
    [TestCase(SkillCapability.GetSecret)]
    [TestCase(SkillCapability.ReadEnv)]
    public async Task Denied_ByDefault_AnswersInTheContractsWords(SkillCapability capability)
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(SkillGrants.None);

        SkillHostResult result = await UseAsync(session, capability);

        Assert.That(
            result,
            Is.EqualTo(SkillHostResult.Fail($"capability denied: {capability.ToName()} not granted for skill 'x'")));
        Assert.That(session.Violation, Is.Null);
    }

    private static async Task<SkillHostResult> UseAsync(SkillHostSession session, SkillCapability capability) =>
        capability switch
        {
            SkillCapability.RecallMemory =>
                SkillHostResult.Ok(string.Join(',', await session.RecallMemoryAsync("q", 1))),
            SkillCapability.HttpGet => await session.HttpGetAsync("https://example.com/"),
            SkillCapability.HttpPost => await session.HttpPostAsync("https://example.com/", ""),
            SkillCapability.ReadFile => session.ReadFile("/data/a"),
            SkillCapability.WriteFile => session.WriteFile("/data/a", ""),
            SkillCapability.GetSecret => await session.GetSecretAsync("key"),
            SkillCapability.ReadEnv => session.ReadEnvironment("PATH"),
            _ => throw new ArgumentOutOfRangeException(nameof(capability)),
        };

    private sealed class ListMemory(params string[] memories) : ISkillMemory
    {
        public List<(string Query, int Limit)> Queries { get; } = [];

        public ValueTask<IReadOnlyList<string>> RecallAsync(
            SkillContext context, string query, int limit, CancellationToken cancellationToken = default)
        {
            Queries.Add((query, limit));
            return new(memories);
        }
    }

    private sealed class BrokenMemory(Exception failure) : ISkillMemory
    {
        public ValueTask<IReadOnlyList<string>> RecallAsync(
            SkillContext context, string query, int limit, CancellationToken cancellationToken = default) =>
            throw failure;
    }

    private sealed class OneSecret(string name, string value) : ISecretProvider
    {
        public int Asked { get; private set; }

        public ValueTask<string?> FindSecretAsync(
            SkillContext context, string wanted, CancellationToken cancellationToken = default)
        {
            Asked++;
            return new(wanted == name ? value : null);
        }
    }
}
