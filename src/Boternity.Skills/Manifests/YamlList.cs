namespace Boternity.Skills.Manifests;

internal sealed record YamlList(List<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    public override string KindName => "a list";
}
