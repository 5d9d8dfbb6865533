namespace Boternity.Skills.Text;

internal enum HiddenCharacterKind
{
    ZeroWidth,
    Control,
    BidirectionalMark,
    BidirectionalOverride,

    /// <summary>Tag characters and runs of variation selectors, which spell text that only a model reads.</summary>
    HiddenData,
}
