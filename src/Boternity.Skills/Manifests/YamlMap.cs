namespace Boternity.Skills.Manifests;

/// <summary>A map without duplicate keys, in the order of the file.</summary>
internal sealed record YamlMap(
    List<KeyValuePair<YamlText, YamlNode>> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public override string KindName => "a map";
}
