using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>
/// <c>wasi:filesystem</c>, on the directories that the host gives. Links are neither made nor followed. Here are
/// directories; see <see cref="WasiFiles"/> for files and <see cref="WasiMetadata"/> for what is known of either.
/// </summary>
internal static class WasiFilesystem
{
    private const string Preopens = "wasi:filesystem/preopens@0.2.0";

    public static void Define(HostDefinitions definitions)
    {
        definitions.Resource(WasiDescriptorMethods.Interface, "descriptor");
        definitions.Resource(WasiDescriptorMethods.Interface, "directory-entry-stream");
        definitions.Function(Preopens, "get-directories", GetDirectories, "() -> list<tuple(own<descriptor>, string)>");
        definitions.Function(
            WasiDescriptorMethods.Interface,
            "filesystem-error-code",
            ToErrorCode,
            "(borrow<error>) -> option<enum(37)>");
        definitions.Function(
            WasiDescriptorMethods.Interface,
            "[method]directory-entry-stream.read-directory-entry",
            ReadEntry,
            "(borrow<directory-entry-stream>) -> result<option<record(enum(8), string)>, enum(37)>");
        WasiFiles.Define(definitions);
        WasiMetadata.Define(definitions);
        DefineDirectories(definitions);
    }

    /// <summary>Opens a path.</summary>
    /// <param name="guest">The run.</param>
    /// <param name="directory">Where the path begins.</param>
    /// <param name="path">The guest's path.</param>
    /// <param name="openFlags"><c>open-flags</c>; preview 1's <c>oflags</c> are the same.</param>
    /// <param name="descriptorFlags"><c>descriptor-flags</c>.</param>
    /// <exception cref="GuestFileException">It cannot be opened.</exception>
    public static WasiDescriptor Open(
        Guest guest, IGuestDirectory directory, string path, ulong openFlags, ulong descriptorFlags)
    {
        const ulong create = 1, onlyDirectory = 2, exclusive = 4, truncate = 8;
        if ((openFlags & onlyDirectory) != 0)
        {
            return WasiDescriptor.Of(guest, directory.OpenDirectory(path));
        }

        GuestOpenFlags open = ((descriptorFlags & WasiDescriptor.Read) != 0 ? GuestOpenFlags.Read : 0)
            | ((descriptorFlags & WasiDescriptor.Write) != 0 ? GuestOpenFlags.Write : 0)
            | ((openFlags & create) != 0 ? GuestOpenFlags.Create : 0)
            | ((openFlags & exclusive) != 0 ? GuestOpenFlags.Exclusive : 0)
            | ((openFlags & truncate) != 0 ? GuestOpenFlags.Truncate : 0);
        if ((open & (GuestOpenFlags.Read | GuestOpenFlags.Write)) == 0)
        {
            open |= GuestOpenFlags.Read;
        }

        try
        {
            return WasiDescriptor.Of(guest, directory.OpenFile(path, open));
        }
        catch (GuestFileException e) when (
            e.Error == GuestFileError.IsDirectory
            && (openFlags & (create | truncate)) == 0
            && (descriptorFlags & WasiDescriptor.Write) == 0)
        {
            // Guests open what they do not know to be a directory without saying so.
            return WasiDescriptor.Of(guest, directory.OpenDirectory(path));
        }
    }

    private static void DefineDirectories(HostDefinitions definitions)
    {
        WasiDescriptorMethods.Define(
            definitions,
            "read-directory",
            ") -> result<own<directory-entry-stream>",
            (
                guest,
                d,
                _) => ComponentValue.Ok(ComponentValue.FromResource(new WasiDirectoryEntries(guest, d.Directory))));
        WasiDescriptorMethods.Define(
            definitions, "create-directory-at", ", string) -> result<_", (
                _, d, a) => Done(d.Directory.CreateDirectory, a[1]));
        WasiDescriptorMethods.Define(
            definitions, "remove-directory-at", ", string) -> result<_", (
                _, d, a) => Done(d.Directory.RemoveDirectory, a[1]));
        WasiDescriptorMethods.Define(
            definitions, "unlink-file-at", ", string) -> result<_", (_, d, a) => Done(d.Directory.RemoveFile, a[1]));
        WasiDescriptorMethods.Define(
            definitions,
            "open-at",
            ", flags(1), string, flags(4), flags(6)) -> result<own<descriptor>",
            (guest, d, a) => ComponentValue.Ok(ComponentValue.FromResource(
                Open(guest, d.Directory, a[2].AsString(), a[3].AsFlags(), a[4].AsFlags()))));
        WasiDescriptorMethods.Define(
            definitions,
            "rename-at",
            ", string, borrow<descriptor>, string) -> result<_",
            (_, d, a) =>
            {
                d.Directory.Rename(a[1].AsString(), a[2].AsResource<WasiDescriptor>().Directory, a[3].AsString());
                return ComponentValue.Ok();
            });
        WasiDescriptorMethods.Define(
            definitions,
            "link-at",
            ", flags(1), string, borrow<descriptor>, string) -> result<_",
            (_, _, _) => RefuseLink());
        WasiDescriptorMethods.Define(
            definitions, "symlink-at", ", string, string) -> result<_", (_, _, _) => RefuseLink());
        WasiDescriptorMethods.Define(
            definitions, "readlink-at", ", string) -> result<string", (_, _, _) => RefuseLink());
    }

    private static ComponentValue RefuseLink() => throw new GuestFileException(GuestFileError.NotPermitted);

    private static ComponentValue Done(Action<string> operation, ComponentValue path)
    {
        operation(path.AsString());
        return ComponentValue.Ok();
    }

    private static ComponentValue GetDirectories(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.FromList([.. guest.Directories.Select(preopen => ComponentValue.FromRecord(
            ComponentValue.FromResource(WasiDescriptor.OfPreopen(guest, preopen.Directory)),
            ComponentValue.FromString(preopen.GuestPath)))]);

    private static ComponentValue ReadEntry(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        ComponentValue.Ok(arguments[0].AsResource<WasiDirectoryEntries>().Next() is { } entry
            ? ComponentValue.Some(ComponentValue.FromRecord(
                ComponentValue.FromEnum((int)entry.Kind), ComponentValue.FromString(entry.Name)))
            : ComponentValue.None);

    private static ComponentValue ToErrorCode(Guest guest, ReadOnlySpan<ComponentValue> arguments) =>
        arguments[0].AsResource<WasiError>().File is { } error
            ? ComponentValue.Some(ComponentValue.FromEnum((int)WasiErrorCodes.From(error)))
            : ComponentValue.None;
}
