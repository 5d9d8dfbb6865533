namespace Boternity.Skills.Registries.Addresses;

/// <summary>The registries that answer for addresses and paths, beside those that the host added.</summary>
internal sealed class AddressRegistries(SkillAddressOptions options, AddressRegistry web, PathRegistry files)
{
    /// <summary>Gets the one for addresses, for what the host's own settings name.</summary>
    public AddressRegistry Web => web;

    /// <summary>Gets those that are allowed.</summary>
    public IReadOnlyList<ISkillRegistry> All { get; } =
    [
        .. options.Allowed.HasFlag(SkillAddressKinds.Web) ? (ISkillRegistry[])[web] : [],
        .. options.Allowed.HasFlag(SkillAddressKinds.Files) ? (ISkillRegistry[])[files] : [],
    ];
}
