namespace Boternity.Skills.Scanning;

/// <summary>What goes through a pipe, or stands in a variable.</summary>
[Flags]
internal enum CarriedData
{
    None = 0,

    /// <summary>Fetched from the network.</summary>
    Downloaded = 1,

    /// <summary>Decoded from a form that a person cannot read.</summary>
    Decoded = 1 << 1,

    /// <summary>All variables of the environment.</summary>
    Environment = 1 << 2,

    /// <summary>A file in which credentials lie.</summary>
    Secrets = 1 << 3,

    /// <summary>Packed directories.</summary>
    Files = 1 << 4,

    /// <summary>Who and where this machine is.</summary>
    HostFacts = 1 << 5,

    /// <summary>What a shell answers.</summary>
    ShellOutput = 1 << 6,
}
