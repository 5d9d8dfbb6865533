namespace Boternity.Skills.Wasm.Guests;

/// <summary>A directory that a guest finds open when it starts.</summary>
public sealed record PreopenedDirectory
{
    /// <summary>Gets the path that the guest knows it by, such as <c>/data</c>.</summary>
    public required string GuestPath { get; init; }

    /// <summary>Gets the directory.</summary>
    public required IGuestDirectory Directory { get; init; }
}
