using System.Runtime.InteropServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>Address space of the process, which takes memory only where it is used.</summary>
internal static unsafe partial class VirtualMemory
{
    // mmap: private, anonymous, and not counted against what the system may promise.
    private const int NoAccess = 0;
    private const int ReadWrite = 1 | 2;
    private const int Private = 2;
    private const int LinuxAnonymousNoReserve = 0x20 | 0x4000;
    private const int MacAnonymousNoReserve = 0x1000 | 0x40;

    private const int Fixed = 0x10;

    private const int LinuxNoHugePages = 15;
    private const int LinuxDontNeed = 4;
    private const int LinuxPopulateWrite = 23;

    private const uint WindowsDecommit = 0x4000;

    private const uint WindowsCommit = 0x1000;
    private const uint WindowsReserve = 0x2000;
    private const uint WindowsRelease = 0x8000;
    private const uint WindowsNoAccess = 1;
    private const uint WindowsReadWrite = 4;

    private static readonly bool IsKnownUnix = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Zeroed address space, not usable yet; null where the system does not give it.</summary>
    public static byte* TryReserve(nuint size)
    {
        if (sizeof(nint) < 8)
        {
            return null;
        }

        if (OperatingSystem.IsWindows())
        {
            return VirtualAlloc(null, size, WindowsReserve, WindowsNoAccess);
        }

        if (!IsKnownUnix)
        {
            return null;
        }

        int flags = Private | (OperatingSystem.IsLinux() ? LinuxAnonymousNoReserve : MacAnonymousNoReserve);
        byte* address = Map(null, size, NoAccess, flags, -1, 0);
        if ((nint)address == -1)
        {
            return null;
        }

        if (OperatingSystem.IsLinux())
        {
            // A guest that touches a page is not to hold two megabytes.
            _ = Advise(address, size, LinuxNoHugePages);
        }

        return address;
    }

    /// <summary>Makes a part usable; false where the system does not have the memory.</summary>
    public static bool TryCommit(byte* address, nuint size) => OperatingSystem.IsWindows()
        ? VirtualAlloc(address, size, WindowsCommit, WindowsReadWrite) is not null
        : Protect(address, size, ReadWrite) == 0;

    /// <summary>
    /// Gives the memory of a part that was usable back to the system: it is not usable, and zero once it is again.
    /// False where the system does not do it.
    /// </summary>
    public static bool TryDecommit(byte* address, nuint size)
    {
        if (OperatingSystem.IsWindows())
        {
            return VirtualFree(address, size, WindowsDecommit) != 0;
        }

        int flags = Private | Fixed | (OperatingSystem.IsLinux() ? LinuxAnonymousNoReserve : MacAnonymousNoReserve);
        return Map(address, size, NoAccess, flags, -1, 0) == address;
    }

    /// <summary>
    /// Makes a part that was usable not usable; what it holds stays. False where the system cannot do that.
    /// </summary>
    public static bool TryProtect(byte* address, nuint size) =>
        IsKnownUnix && Protect(address, size, NoAccess) == 0;

    /// <summary>
    /// Gives the memory of a part back to the system and leaves it usable and zero, or as the file has it that is
    /// mapped there; false where the system cannot do that in one step.
    /// </summary>
    public static bool TryClear(byte* address, nuint size) =>
        OperatingSystem.IsLinux() && Advise(address, size, LinuxDontNeed) == 0;

    /// <summary>
    /// Puts a file's contents in place of a part that was reserved: what is written there stays in this process. False
    /// where the system does not do it; the part is then as it was.
    /// </summary>
    public static bool TryMapPrivate(byte* address, nuint size, MemoryFile file)
    {
        bool added = false;
        try
        {
            file.Handle.DangerousAddRef(ref added);
            int descriptor = (int)file.Handle.DangerousGetHandle();
            return Map(address, size, ReadWrite, Private | Fixed, descriptor, 0) == address;
        }
        finally
        {
            if (added)
            {
                file.Handle.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Makes the pages of a part writable all at once, which is cheaper than doing it as each is first written to
    /// (Linux 5.14). False where the system does not do it; they are then made writable one by one.
    /// </summary>
    public static bool TryPopulate(byte* address, nuint size) =>
        OperatingSystem.IsLinux() && Advise(address, size, LinuxPopulateWrite) == 0;

    public static void Release(byte* address, nuint size)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = VirtualFree(address, 0, WindowsRelease);
        }
        else
        {
            _ = Unmap(address, size);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(byte* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(byte* address, nuint length);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint length, int advice);

    [LibraryImport("kernel32")]
    private static partial byte* VirtualAlloc(byte* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32")]
    private static partial int VirtualFree(byte* address, nuint size, uint type);
}
