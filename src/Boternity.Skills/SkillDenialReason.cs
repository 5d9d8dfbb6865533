namespace Boternity.Skills;

/// <summary>
/// Why a use of a capability was denied: for the host. The skill learns no more than that it was not granted.
/// </summary>
public enum SkillDenialReason
{
    /// <summary>Nothing of the kind was granted, or nothing for this scope.</summary>
    NotGranted,

    /// <summary>The secret was granted, but the manifest does not declare it.</summary>
    NotDeclared,

    /// <summary>The host was granted, with another port.</summary>
    PortNotGranted,

    /// <summary>The host and port were granted, without this method.</summary>
    MethodNotGranted,

    /// <summary>The host was granted, but only over HTTPS.</summary>
    PlainHttpNotGranted,

    /// <summary>The host was granted, but its name leads to an address that may not be connected to.</summary>
    AddressRefused,

    /// <summary>The URL cannot be read, so nothing can be granted for it.</summary>
    UrlInvalid,

    /// <summary>The path lies in no directory that was granted.</summary>
    OutsideDirectories,

    /// <summary>The directory was granted without this access.</summary>
    AccessNotGranted,
}
