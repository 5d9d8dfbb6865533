using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Wasm.Guests;

/// <summary>How a file is to be opened.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "They are flags, and the field calls them so.")]
public enum GuestOpenFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>Open it to be read.</summary>
    Read = 1,

    /// <summary>Open it to be written.</summary>
    Write = 2,

    /// <summary>Create it where there is none.</summary>
    Create = 4,

    /// <summary>With <see cref="Create"/>: fail where there is one.</summary>
    Exclusive = 8,

    /// <summary>Empty it.</summary>
    Truncate = 16,
}
