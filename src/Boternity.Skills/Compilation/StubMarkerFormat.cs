namespace Boternity.Skills.Compilation;

/// <summary>The fields of the stub marker: the compiler writes them, the executor reads them.</summary>
internal static class StubMarkerFormat
{
    public const string MarkerField = "boternity_wasm_stub";
    public const string VersionField = "version";
    public const string BodyField = "body";
    public const int Version = 1;
}
