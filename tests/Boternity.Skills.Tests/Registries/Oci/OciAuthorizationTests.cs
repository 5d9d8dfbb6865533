using System.Text;
using Boternity.Skills.Registries.Oci;

namespace Boternity.Skills.Tests.Registries.Oci;

/// <summary>Who is sent which credentials and tokens.</summary>
public sealed class OciAuthorizationTests
{
    private const string Pdf = "owner/pdf";

    private static readonly string Basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:SECRET"))}";

    private OciBench _bench = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bench = await OciBench.StartAsync();
        _bench.PutSkill(Pdf);
    }

    [TearDown]
    public async Task TearDown() => await _bench.DisposeAsync();

    [Test]
    public async Task InstallAsync_ServerThatWantsAToken_GetsOneForPullingAlone()
    {
        _bench.Server.WantToken();

        await InstallAsync();

        string target = Sent("/token").Single().Target;
        Assert.That(target, Does.Contain($"scope={Uri.EscapeDataString($"repository:{Pdf}:pull")}"));
        Assert.That(target, Does.Contain($"service={Uri.EscapeDataString("test, \"quoted\"")}"));
        Assert.That(Sent("/token").Single().Authorization, Is.Empty);
        Assert.That(Sent("/v2/").Skip(1).Select(request => request.Authorization), Is.All.EqualTo("Bearer T1"));
    }

    [Test]
    public async Task InstallAsync_Credentials_GoToTheRegistrysOwnServerOfTokens()
    {
        UseCredentials();
        _bench.Server.WantToken();

        await InstallAsync();

        Assert.That(Sent("/token").Single().Authorization, Is.EqualTo(Basic));
        Assert.That(Sent("/v2/").Select(request => request.Authorization), Has.None.EqualTo(Basic));
    }

    [Test]
    public async Task InstallAsync_ServerOfTokensElsewhere_GetsNoCredentialsUnlessItIsNamed()
    {
        UseCredentials();
        _bench.Server.WantToken(_bench.Server.Elsewhere);
        _bench.Server.Fail("/token", 401);

        SkillRegistryException error = await ExpectAsync(SkillErrorCodes.RegistryAccessDenied);

        Assert.That(Sent("/token").Select(request => request.Authorization), Is.All.Empty);
        Assert.That(error.Message, Does.Contain("TokenHost").And.Contain(_bench.Server.Address.Authority));
        Assert.That(error.Message, Does.Not.Contain("SECRET"));
    }

    [Test]
    public async Task InstallAsync_ServerOfTokensThatIsNamed_GetsTheCredentials()
    {
        UseCredentials(_bench.Server.Elsewhere.Authority);
        _bench.Server.WantToken(_bench.Server.Elsewhere);

        await InstallAsync();

        Assert.That(Sent("/token").Single().Authorization, Is.EqualTo(Basic));
    }

    [Test]
    public async Task InstallAsync_ServerThatWantsTheCredentials_GetsThem()
    {
        UseCredentials();
        _bench.Server.Wanted = Basic;
        _bench.Server.Challenge = "Basic realm=\"registry\"";

        await InstallAsync();

        Assert.That(Sent("/v2/").Select(request => request.Authorization).Distinct(), Is.EqualTo(new[] { "", Basic }));
    }

    [Test]
    public async Task InstallAsync_BlobsElsewhere_AreReadWithoutTheToken()
    {
        _bench.Server.WantToken();
        _bench.Server.RedirectsBlobs = true;

        await InstallAsync();

        Assert.That(Sent("/blob/").Single().Authorization, Is.Empty);
        Assert.That(Sent("/blob/").Single().Port, Is.EqualTo(_bench.Server.Elsewhere.Port));
    }

    [Test]
    public async Task FindAsync_TokenThatExpired_IsAskedForAgain()
    {
        _bench.Server.WantToken();
        SkillQuery query = SkillReference.Parse(_bench.Server.Root(Pdf)).ToQuery([]);
        await _bench.Registry.FindAsync(query);
        await _bench.Registry.FindAsync(query);
        Assert.That(Sent("/token").Count(), Is.EqualTo(1));

        _bench.Host.Time.Advance(TimeSpan.FromSeconds(291));
        await _bench.Registry.FindAsync(query);

        Assert.That(Sent("/token").Count(), Is.EqualTo(2));
    }

    [TestCase("""{"access_token":"T1"}""", true)]
    [TestCase("""{"token":""}""", false)]
    [TestCase("""{"token":"a b"}""", false)]
    [TestCase("{}", false)]
    [TestCase("<html>", false)]
    public async Task InstallAsync_AnswersOfTheServerOfTokens_AreLookedAt(string answer, bool isGood)
    {
        _bench.Server.WantToken();
        _bench.Server.TokenAnswer = answer;

        if (isGood)
        {
            await InstallAsync();
        }
        else
        {
            await ExpectAsync(SkillErrorCodes.RegistryAnswerInvalid);
        }
    }

    [TestCase("Bearer realm=\"http://example.com/token\"", SkillErrorCodes.RegistryAnswerInvalid)]
    [TestCase("Bearer realm=\"https://u:p@example.com/token\"", SkillErrorCodes.RegistryAnswerInvalid)]
    [TestCase("Bearer service=\"x\"", SkillErrorCodes.RegistryAccessDenied)]
    [TestCase("Negotiate", SkillErrorCodes.RegistryAccessDenied)]
    [TestCase("Basic realm=\"x\"", SkillErrorCodes.RegistryAccessDenied)]
    public async Task InstallAsync_ChallengeThatCannotBeMet_IsATypedError(string challenge, string code)
    {
        _bench.Server.WantToken();
        _bench.Server.Challenge = challenge;

        await ExpectAsync(code);
    }

    [Test]
    public async Task InstallAsync_TokenThatIsNotTaken_IsAskedForOnce()
    {
        _bench.Server.WantToken();
        _bench.Server.TokenAnswer = """{"token":"T2"}""";

        await ExpectAsync(SkillErrorCodes.RegistryAccessDenied);

        Assert.That(Sent("/token").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task InstallAsync_OtherCredentials_DoNotReadWhatTheseKept()
    {
        UseCredentials();
        await InstallAsync();
        string pinned = (await _bench.Registry.FindAsync(
            SkillReference.Parse(_bench.Server.Root(Pdf)).ToQuery([])))[0].Skill.Source.ToString();
        _bench.ConfigureOptions = null;
        _bench.Host.Restart();
        _bench.Server.Forget();

        await _bench.Host.Installer.ResolveAsync(SkillReference.Parse(pinned));

        Assert.That(_bench.Server.Requests, Has.Count.EqualTo(2));
    }

    private void UseCredentials(string? tokenHost = null) => _bench.ConfigureOptions = options =>
        options.Credentials[_bench.Server.Address.Authority] =
            new OciCredential { UserName = "anna", Password = "SECRET", TokenHost = tokenHost };

    private IEnumerable<Web.SkillServerRequest> Sent(string path) =>
        _bench.Server.Requests.Where(request => request.Target.StartsWith(path, StringComparison.Ordinal));

    private Task<InstalledSkill> InstallAsync() => _bench.Host.InstallAsync(_bench.Server.Root(Pdf));

    private async Task<SkillRegistryException> ExpectAsync(string code)
    {
        SkillRegistryException error = (await Assert.ThrowsAsync<SkillRegistryException>(InstallAsync))!;
        Assert.That(error.Code, Is.EqualTo(code), error.Message);
        Assert.That(error.Message, Does.Not.Contain("SECRET").And.Not.Contain(".."));
        return error;
    }
}
