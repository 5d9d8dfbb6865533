namespace Boternity.Skills.Manifests;

/// <summary>
/// A value of the frontmatter with its place in the file. Without tags, anchors or aliases, so a tree.
/// </summary>
internal abstract record YamlNode(int Line, int Column)
{
    public abstract string KindName { get; }
}
