using System.Text.Json;
using Boternity.Skills.Schemas;

namespace Boternity.Skills.Tests.Schemas;

public sealed class SchemaValidatorTests
{
    // Schema, value, and the first error; none where the value is valid.
    [TestCase("true", "1", null)]
    [TestCase("false", "1", "the input: expected nothing")]
    [TestCase("""{"type":"integer"}""", "1.0", null)]
    [TestCase("""{"type":"integer"}""", "1e300", null)]
    [TestCase("""{"type":"integer"}""", "1.5", "the input: expected integer")]
    [TestCase("""{"type":["string","null"]}""", "true", "the input: expected string or null")]
    [TestCase("""{"enum":[1,"a",null]}""", "1.0", null)]
    [TestCase("""{"enum":[1,"a"]}""", "\"b\"", "the input: expected one of 1, \"a\"")]
    [TestCase("""{"const":{"a":1,"b":2}}""", """{"b":2,"a":1}""", null)]
    [TestCase("""{"const":3}""", "4", "the input: expected 3")]
    [TestCase("""{"minimum":1,"maximum":2}""", "0.5", "the input: expected at least 1")]
    [TestCase("""{"maximum":2}""", "1e400", "the input: expected at most 2")]
    [TestCase("""{"exclusiveMinimum":1}""", "1", "the input: expected more than 1")]
    [TestCase("""{"exclusiveMaximum":1}""", "1", "the input: expected less than 1")]
    [TestCase("""{"multipleOf":0.01}""", "19.99", null)]
    [TestCase("""{"multipleOf":2}""", "3", "the input: expected a multiple of 2")]
    [TestCase("""{"maxLength":1}""", "\"\\ud83d\\ude00\"", null)]
    [TestCase("""{"minLength":2}""", "\"a\"", "the input: expected at least 2 characters")]
    [TestCase("""{"pattern":"^a+$"}""", "\"aa\\n\"", "the input: expected text that matches ^a+$")]
    [TestCase("""{"pattern":"^\\d$"}""", "\"\\u0663\"", """the input: expected text that matches ^\d$""")]
    [TestCase("""{"pattern":"b"}""", "\"abc\"", null)]
    [TestCase("""{"items":{"type":"string"}}""", """["a",1]""", "/1: expected string")]
    [TestCase("""{"prefixItems":[true],"items":false}""", "[1,2]", "/1: expected nothing")]
    [TestCase("""{"minItems":1}""", "[]", "the input: expected at least 1 items")]
    [TestCase("""{"uniqueItems":true}""", "[1,2,1.0]", "the input: expected items that differ")]
    [TestCase("""{"contains":{"const":1}}""", "[2]", "the input: expected an item that matches 'contains'")]
    [TestCase("""{"contains":{"const":1},"minContains":0}""", "[2]", null)]
    [TestCase(
        """{"contains":{"const":1},"maxContains":1}""",
        "[1,1]",
        "the input: expected at most 1 items that match 'contains'")]
    [TestCase("""{"required":["a"]}""", "{}", "the input: expected a property 'a'")]
    [TestCase("""{"properties":{"a/b":{"type":"null"}}}""", """{"a/b":1}""", "/a~1b: expected null")]
    [TestCase(
        """{"properties":{"a":true},"additionalProperties":false}""", """{"b":1}""", "/b: expected no such property")]
    [TestCase("""{"patternProperties":{"^x":{"type":"null"}}}""", """{"xy":1}""", "/xy: expected null")]
    [TestCase("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "/ab: expected at most 1 characters")]
    [TestCase("""{"minProperties":1}""", "{}", "the input: expected at least 1 properties")]
    [TestCase("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "the input: expected a property 'b'")]
    [TestCase("""{"dependentSchemas":{"a":false}}""", """{"a":1}""", "the input: expected nothing")]
    [TestCase("""{"allOf":[{"type":"string"},{"minLength":1}]}""", "\"\"", "the input: expected at least 1 characters")]
    [TestCase(
        """{"anyOf":[{"type":"string"},{"type":"null"}]}""",
        "1",
        "the input: expected what one of the schemas of 'anyOf' wants")]
    [TestCase(
        """{"oneOf":[{"type":"integer"},{"minimum":0}]}""",
        "1",
        "the input: expected what exactly one of the schemas of 'oneOf' wants")]
    [TestCase(
        """{"not":{"type":"string"}}""",
        "\"a\"",
        "the input: expected something that the schema of 'not' does not match")]
    [TestCase("""{"if":{"const":1},"then":false,"else":true}""", "1", "the input: expected nothing")]
    [TestCase("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"null"}}}""", "1", "the input: expected null")]
    [TestCase(
        """{"properties":{"next":{"$ref":"#"}},"required":["id"]}""",
        """{"id":1,"next":{"id":2,"next":{}}}""",
        "/next/next: expected a property 'id'")]
    [TestCase("""{"format":"email","x-own":{"type":"nonsense"}}""", "\"a\"", null)]
    public void Validate_OneKeyword_SaysWhereAndWhat(string schema, string value, string? expected) =>
        Assert.That(
            SchemaValidator.Validate(Read(schema), Json(value)) is [{ } first, ..] ? first.ToString() : null,
            Is.EqualTo(expected));

    [TestCase("""{"type":"text"}""", "/type is no type of JSON Schema: 'text'")]
    [TestCase("""{"properties":{"a":1}}""", "/properties/a is neither an object nor a boolean")]
    [TestCase("""{"unevaluatedProperties":false}""", "'unevaluatedProperties'")]
    [TestCase("""{"items":[true]}""", "/items is neither an object nor a boolean")]
    [TestCase("""{"exclusiveMinimum":true}""", "/exclusiveMinimum is not a number that fits")]
    [TestCase("""{"minLength":-1}""", "/minLength is not a whole number from 0")]
    [TestCase("""{"$ref":"https://example.org/a"}""", "/$ref refers to something outside")]
    [TestCase("""{"$ref":"#/nowhere"}""", "'#/nowhere', which is not there")]
    [TestCase("""{"pattern":"(?=a)"}""", "/pattern is not a regular expression")]
    [TestCase("""{"required":[1]}""", "/required is not a string")]
    public void Read_ASchemaThatCannotBeUsed_SaysWhere(string schema, string expected) =>
        Assert.That(
            () => Read(schema), Throws.TypeOf<SchemaException>().With.Message.Contains(expected));

    [Test]
    public void Validate_ASchemaThatGoesRoundForEver_EndsWithAnError() =>
        Assert.That(
            SchemaValidator.Validate(Read("""{"$ref":"#"}"""), Json("1")).Single().Expected, Does.Contain("256"));

    [Test]
    public void Validate_ASchemaThatExplodes_EndsWithAnError()
    {
        // Each level asks the next one twice: 2^25 comparisons without the bound.
        IEnumerable<string> levels = Enumerable.Range(0, 25).Select(
            i => $"\"l{i}\":{{\"anyOf\":[{{\"$ref\":\"#/$defs/l{i + 1}\"}},{{\"$ref\":\"#/$defs/l{i + 1}\"}}]}}");
        SchemaNode schema = Read(
            $"{{\"$ref\":\"#/$defs/l0\",\"$defs\":{{{string.Join(',', levels)},\"l25\":{{\"type\":\"null\"}}}}}}");

        Assert.That(
            SchemaValidator.Validate(schema, Json("1")).Select(error => error.Expected),
            Has.Some.Contains($"{SchemaValidator.MaxSteps} steps"));
    }

    [Test]
    public void Validate_ManyErrors_TellsOfTheFirst() =>
        Assert.That(
            SchemaValidator.Validate(
                Read("""{"items":{"type":"null"}}"""), Json($"[{string.Join(',', Enumerable.Range(0, 50))}]")),
            Has.Count.EqualTo(SchemaValidator.MaxErrors));

    private static SchemaNode Read(string schema) => SchemaReader.Read(Json(schema));

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
