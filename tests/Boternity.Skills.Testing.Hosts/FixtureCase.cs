using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>A line of tests/fixtures/expected.json: what a program answers, as another runtime ran it.</summary>
internal sealed record FixtureCase
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public required string Fixture { get; init; }

    public required string Call { get; init; }

    public string Input { get; init; } = "";

    public string? Ok { get; init; }

    public string? Err { get; init; }

    public string? Stdin { get; init; }

    public string? Stdout { get; init; }

    public string? Stderr { get; init; }

    public int? Exit { get; init; }

    public string? Trap { get; init; }

    public JsonElement? Log { get; init; }

    [JsonPropertyName("varies")]
    public bool Varies { get; init; }

    public bool Hangs { get; init; }

    public override string ToString() =>
        $"{Fixture}: {(Stdin ?? Input) switch { { Length: > 60 } text => text[..60] + "…", var text => text }}";

    public static IEnumerable<FixtureCase> Read(string call)
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf("tests/fixtures/expected.json")));
        foreach (JsonElement element in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (element.GetProperty("call").GetString() == call)
            {
                yield return element.Deserialize<FixtureCase>(Options)!;
            }
        }
    }
}
