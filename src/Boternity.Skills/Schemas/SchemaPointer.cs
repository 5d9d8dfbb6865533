namespace Boternity.Skills.Schemas;

/// <summary>The parts of JSON pointers: RFC 6901, sections 3 and 4.</summary>
internal static class SchemaPointer
{
    public static string Escape(string part) =>
        part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
