namespace Boternity.Skills.Registries.Addresses;

/// <summary>The registries that answer for addresses and paths, beside those that the host added.</summary>
internal sealed class AddressRegistries(SkillAddressOptions options, AddressRegistry web, PathRegistry files)
{
    /// <summary>Gets those that are allowed.</summary>
    public IReadOnlyList<ISkillRegistry> All { get; } =
    [
        .. options.Allowed.HasFlag(SkillAddressKinds.Web) ? (ISkillRegistry[])[web] : [],
        .. options.Allowed.HasFlag(SkillAddressKinds.Files) ? (ISkillRegistry[])[files] : [],
    ];
}
