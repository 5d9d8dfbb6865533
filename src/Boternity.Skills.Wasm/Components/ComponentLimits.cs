namespace Boternity.Skills.Wasm.Components;

/// <summary>
/// The limits on component binaries. Where the specification has a number it is that; the others follow what engines
/// agree on, far above what toolchains emit.
/// </summary>
internal static class ComponentLimits
{
    /// <summary>Components, component types and instance types inside each other.</summary>
    public const int MaxNesting = 100;

    /// <summary>Entries of any one index space.</summary>
    public const int MaxIndexSpace = 100_000;

    /// <summary>Entries of one vector in the binary that are not an index space of their own.</summary>
    public const int MaxVector = 100_000;

    /// <summary>Nested components and modules of a binary, at all levels together.</summary>
    public const int MaxModules = 1_000;

    /// <summary>Component instances that one instantiation makes, at all levels together.</summary>
    public const int MaxInstances = 1_000;

    /// <summary>Core instances that one instantiation makes, at all levels together.</summary>
    public const int MaxCoreInstances = 100_000;

    /// <summary>Definitions that one instantiation follows, at all levels together.</summary>
    public const int MaxInstantiatedDefinitions = 1_000_000;

    /// <summary>
    /// What a component imports when it is linked to the host: functions, types and instances, those inside of
    /// instances too. Instance types that are used in several places count once.
    /// </summary>
    public const int MaxImportedItems = 100_000;

    /// <summary>Types of a binary, at all levels together.</summary>
    public const int MaxTypes = 1_000_000;

    /// <summary>Fields, cases, flags, labels of one type.</summary>
    public const int MaxTypeParts = 10_000;

    /// <summary>Parameters of one function type.</summary>
    public const int MaxParameters = 1_000;

    /// <summary>Value types inside each other.</summary>
    public const int MaxTypeDepth = 100;

    /// <summary>Nodes of one type written out as a tree.</summary>
    public const long MaxTypeSize = 1_000_000;

    /// <summary>Bytes of one name.</summary>
    public const int MaxName = 100_000;

    /// <summary>The size of an element must be below this (Binary, "Type Definitions").</summary>
    public const long MaxElementSize = 1L << 28;

    /// <summary>
    /// Steps that comparing and substituting types may take for a whole binary: a fixed part, and one for each byte.
    /// </summary>
    public const long TypeWorkBase = 4_000_000;

    /// <summary>See <see cref="TypeWorkBase"/>.</summary>
    public const long TypeWorkPerByte = 16;

    /// <summary>
    /// Bytes of one string or list at the boundary of a component (CanonicalABI: <c>MAX_STRING_BYTE_LENGTH</c>,
    /// <c>MAX_LIST_BYTE_LENGTH</c>).
    /// </summary>
    public const long MaxValueBytes = (1L << 28) - 1;

    /// <summary>The largest index in a handle table (CanonicalABI: <c>Table.MAX_LENGTH</c>).</summary>
    public const int MaxHandles = (1 << 28) - 1;
}
