using System.Buffers.Binary;

namespace Boternity.Skills.Auditing;

/// <summary>
/// The right to append, for one event: a file that no other process may have open. It holds a number that changes with
/// every append, so that a writer knows whether the log is as it left it. The operating system takes the right back
/// from a process that ends.
/// </summary>
internal sealed class AuditClaim : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private AuditClaim(FileStream file)
    {
        _file = file;
        Span<byte> number = stackalloc byte[sizeof(long)];
        Generation = _file.ReadAtLeast(number, number.Length, throwOnEndOfStream: false) == number.Length
            ? BinaryPrimitives.ReadInt64LittleEndian(number)
            : 0;
    }

    /// <summary>The number of appends that were begun.</summary>
    public long Generation { get; private set; }

    /// <summary>Waits for the right to append.</summary>
    /// <exception cref="IOException">Another process has had it for the whole time.</exception>
    public static AuditClaim Take(string directory, TimeSpan timeout, TimeProvider time)
    {
        string path = Path.Combine(directory, AuditFiles.ClaimName);
        long started = time.GetTimestamp();
        for (TimeSpan wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return new AuditClaim(AuditFiles.Open(path, FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException exception) when (IsHeldByAnother(exception) && time.GetElapsedTime(started) < timeout)
            {
                Thread.Sleep(wait);
            }
        }
    }

    /// <summary>Says that the log is about to change. Before it does: whoever dies in the middle has said so.</summary>
    public void BeginAppend()
    {
        Generation++;
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, Generation);
        _file.Position = 0;
        _file.Write(number);
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    // As in the store's lock: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION; EWOULDBLOCK on Linux and macOS.
    private static bool IsHeldByAnother(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021)
        : exception.HResult is 11 or 35;
}
