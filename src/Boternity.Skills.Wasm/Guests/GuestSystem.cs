namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// Everything of the host that one run of a guest can reach, apart from the functions of <see cref="ISkillHost"/>. An
/// engine hands it to the system interface that its guests are built for (WASI), and decides nothing itself: every
/// service here has asked the host's policy already.
/// </summary>
public sealed record GuestSystem
{
    /// <summary>Gets the arguments, with the program's name first.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the bytes of standard input.</summary>
    /// <value>Empty.</value>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>Gets the source of environment variables; null where the guest has none.</summary>
    /// <value>Null.</value>
    public IGuestEnvironment? Environment { get; init; }

    /// <summary>Gets the source of preopened directories; null where the guest has none.</summary>
    /// <value>Null.</value>
    public IGuestFileSystem? FileSystem { get; init; }

    /// <summary>Gets the sender of HTTP requests; null where each is denied.</summary>
    /// <value>Null.</value>
    public IGuestHttp? Http { get; init; }

    /// <summary>Gets the clocks.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets the source of random bytes. It serves one run.</summary>
    /// <value>The operating system's generator.</value>
    public GuestRandom Random { get; init; } = new();
}
