using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>What a model gets of an execution.</summary>
internal static class FunctionResults
{
    /// <summary>A skill's output, cut where it is too long.</summary>
    public static string Output(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        int end = maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, end)}\n[The first {end} of {text.Length} characters; the rest was left out.]");
    }

    /// <summary>An error that a model can act on: <c>{"error": "…", "code": "BSK6008"}</c>.</summary>
    public static JsonElement Error(SkillException error) => Error(error.Code, error.ModelMessage);

    /// <summary>An error of a call itself.</summary>
    public static JsonElement Error(string code, string message) => JsonSerializer.SerializeToElement(
        new JsonObject { ["error"] = message, ["code"] = code },
        AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonObject)));
}
