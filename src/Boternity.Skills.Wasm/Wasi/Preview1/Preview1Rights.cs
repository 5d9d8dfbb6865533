using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>Preview 1's <c>rights</c>, by their place, as far as they are used.</summary>
[Flags]
internal enum Preview1Rights : ulong
{
    None = 0,
    DataSync = 1UL << 0,
    Read = 1UL << 1,
    Seek = 1UL << 2,
    SetFlags = 1UL << 3,
    Sync = 1UL << 4,
    Tell = 1UL << 5,
    Write = 1UL << 6,
    Advise = 1UL << 7,
    Allocate = 1UL << 8,
    CreateDirectory = 1UL << 9,
    CreateFile = 1UL << 10,
    Open = 1UL << 13,
    ReadDirectory = 1UL << 14,
    ReadLink = 1UL << 15,
    RenameSource = 1UL << 16,
    RenameTarget = 1UL << 17,
    GetPathStat = 1UL << 18,
    SetPathSize = 1UL << 19,
    SetPathTimes = 1UL << 20,
    GetStat = 1UL << 21,
    SetSize = 1UL << 22,
    SetTimes = 1UL << 23,
    RemoveDirectory = 1UL << 25,
    RemoveFile = 1UL << 26,
    Poll = 1UL << 27,

    StandardInput = Read | Poll,
    StandardOutput = Write | Poll,
    ReadFile = Read | Seek | Tell | Advise | GetStat | Poll,
    WriteFile = DataSync | Seek | SetFlags | Sync | Tell | Write | Allocate | SetSize | SetTimes | Poll,
    ReadBelow = Open | ReadDirectory | ReadLink | GetPathStat | GetStat,
    WriteBelow = Sync | CreateDirectory | CreateFile | RenameSource | RenameTarget | SetPathSize | SetPathTimes
        | RemoveDirectory | RemoveFile,
}

/// <summary>The rights that a file or directory has: what the host gives, and nothing that would be refused.</summary>
internal static class Preview1RightsOf
{
    public static Preview1Rights File(IGuestFile file) =>
        (file.CanRead ? Preview1Rights.ReadFile : 0) | (file.CanWrite ? Preview1Rights.WriteFile : 0);

    public static Preview1Rights Directory(IGuestDirectory directory) =>
        Preview1Rights.ReadBelow | (directory.CanWrite ? Preview1Rights.WriteBelow : 0);

    /// <summary>What is opened below a directory has at most these.</summary>
    public static Preview1Rights Below(IGuestDirectory directory) =>
        Directory(directory) | Preview1Rights.ReadFile | (directory.CanWrite ? Preview1Rights.WriteFile : 0);
}
