using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Filesystem;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>
/// A run's file descriptors: 0, 1 and 2, then the preopens, then what the guest opens. The lowest free number is used.
/// </summary>
internal sealed class Preview1Files
{
    private const int MaxDescriptors = 4096;

    private readonly List<Preview1File?> _files = [];

    public Preview1Files(Guest guest)
    {
        _files.Add(Preview1File.OfInput());
        _files.Add(Preview1File.OfOutput(guest.Options.Output));
        _files.Add(Preview1File.OfOutput(guest.Options.ErrorOutput));
        foreach (PreopenedDirectory preopen in guest.Directories)
        {
            _files.Add(new Preview1File
            {
                Descriptor = WasiDescriptor.OfPreopen(guest, preopen.Directory),
                PreopenPath = preopen.GuestPath,
            });
        }
    }

    public bool TryGet(uint descriptor, [NotNullWhen(true)] out Preview1File? file)
    {
        file = descriptor < _files.Count ? _files[(int)descriptor] : null;
        return file is not null;
    }

    /// <summary>Gives a descriptor; null when there are too many.</summary>
    public uint? Add(Preview1File file)
    {
        int free = _files.IndexOf(null);
        if (free < 0)
        {
            if (_files.Count == MaxDescriptors)
            {
                return null;
            }

            free = _files.Count;
            _files.Add(null);
        }

        _files[free] = file;
        return (uint)free;
    }

    public void Close(uint descriptor)
    {
        _files[(int)descriptor]?.Dispose();
        _files[(int)descriptor] = null;
    }

    public void Renumber(uint from, uint to)
    {
        if (from == to)
        {
            return;
        }

        Close(to);
        _files[(int)to] = _files[(int)from];
        _files[(int)from] = null;
    }

    /// <summary>Closes all that the guest left open.</summary>
    public void CloseAll()
    {
        for (int i = 0; i < _files.Count; i++)
        {
            Close((uint)i);
        }
    }
}
