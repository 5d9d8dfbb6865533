namespace Boternity.Skills.Registries.Oci;

/// <summary>What a layer is to a skill.</summary>
internal enum OciLayerKind
{
    /// <summary>Nothing that is known: a signature, a policy, a list of parts.</summary>
    Unknown = 0,

    /// <summary>A folder, as a tar.gz.</summary>
    TarGz = 1,

    /// <summary>A folder, as a zip.</summary>
    Zip = 2,

    /// <summary>The program.</summary>
    Program = 3,

    /// <summary>One file, whose path is its title.</summary>
    File = 4,

    /// <summary>A folder in a form that is not read.</summary>
    Unreadable = 5,

    /// <summary>A folder, as a tar.</summary>
    Tar = 6,
}
