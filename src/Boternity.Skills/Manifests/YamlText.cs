namespace Boternity.Skills.Manifests;

/// <summary>A scalar, as written: no type is guessed.</summary>
internal sealed record YamlText(string Value, int Line, int Column) : YamlNode(Line, Column)
{
    public override string KindName => "text";
}
