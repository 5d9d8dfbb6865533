using System.Text;
using Boternity.Skills.Execution;
using Boternity.Skills.Manifests;
using Boternity.Skills.Schemas;
using Boternity.Skills.Tests.Execution;
using Boternity.Skills.Tests.Storage;

namespace Boternity.Skills.Tests.Schemas;

/// <summary>The way of an input schema: from the manifest through the store to the run.</summary>
public sealed class InputSchemasTests
{
    private const string Schema = """
        {"type":"object","properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}
        """;

    private readonly ProgrammableEngine _engine = new();
    private StoreBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new StoreBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Manifest_ThatNamesASchema_HasItsPath()
    {
        SkillDocument document = SkillManifestReader.Read(
            "---\nname: count\ndescription: d\nmetadata:\n  input-schema: input.json\n---\n"u8);

        Assert.That(document.Manifest.InputSchemaPath, Is.EqualTo("input.json"));
    }

    [Test]
    public async Task Install_WithASchema_ShowsItAndKeepsIt()
    {
        InstalledSkill staged = await InstallAsync(Schema);
        InstalledSkill read = await _bench.Store.GetAsync("count");

        Assert.That(staged.InputSchema!.Schema.GetProperty("type").GetString(), Is.EqualTo("object"));
        Assert.That(read.InputSchema, Is.EqualTo(staged.InputSchema));
    }

    [TestCase("{", "it is not JSON")]
    [TestCase("""{"type":"object","type":"array"}""", "it is not JSON")]
    [TestCase("""{"type":"text"}""", "/type is no type of JSON Schema")]
    [TestCase(null, "the skill has no such file")]
    public void Install_WithASchemaThatCannotBeUsed_IsRefused(string? schema, string expected) =>
        Assert.That(
            () => InstallAsync(schema),
            Throws.TypeOf<SkillSchemaException>()
                .With.Message.Contains(expected)
                .And.Property("Code").EqualTo(SkillErrorCodes.PackageInputSchema));

    [Test]
    public void Install_WithASchemaOverItsLimit_IsRefused() =>
        Assert.That(
            () => InstallAsync($"{Schema}{new string(' ', InputSchemas.MaxBytes)}"),
            Throws.TypeOf<SkillSchemaException>().With.Message.Contains("65536 bytes"));

    [TestCase("words", "the input: expected JSON text")]
    [TestCase("""{"text":"\ud800"}""", "the input: expected JSON text")]
    [TestCase("""{"text":1,"more":2}""", "/text: expected string; /more: expected no such property")]
    public async Task Execute_AnInputThatIsNotWhatTheSchemaWants_DoesNotRun(string input, string expected)
    {
        InstalledSkill skill = await InstallAsync(Schema);
        using SkillExecutor executor = TestExecutors.Create(_engine, store: _bench.Store);

        SkillInputException error = (await Assert.ThrowsAsync<SkillInputException>(
            () => executor.ExecuteAsync(skill, input)))!;

        Assert.That(error.Message, Does.Contain(expected));
        Assert.That(error.ModelMessage, Does.Contain(expected).And.EndsWith("try again."));
        Assert.That(_engine.Loads, Is.Zero);
    }

    [Test]
    public async Task Execute_ByName_RunsTheSkillOfTheStore()
    {
        await InstallAsync(Schema);
        using SkillExecutor executor = TestExecutors.Create(_engine, store: _bench.Store);

        SkillExecutionResult result = await executor.ExecuteAsync("count", """{"text":"a b"}""");

        Assert.That(result.Output, Is.EqualTo("""ran {"text":"a b"}"""));
        Assert.That(
            () => executor.ExecuteAsync("nobody", "x"),
            Throws.TypeOf<Boternity.Skills.Storage.SkillNotInstalledException>());
    }

    private Task<InstalledSkill> InstallAsync(string? schema)
    {
        SkillManifest manifest = TestSkills.Manifest("count") with { InputSchemaPath = "./input.json" };
        return _bench.Store.InstallAsync(new SkillStoreRequest
        {
            Package = schema is null
                ? TestSkills.Package(manifest, "Body.")
                : TestSkills.Package(manifest, "Body.", ("input.json", Encoding.UTF8.GetBytes(schema))),
            Wasm = new WasmBinary { Kind = WasmBinaryKind.Module, Bytes = TestSkills.EmptyModule },
        });
    }
}
