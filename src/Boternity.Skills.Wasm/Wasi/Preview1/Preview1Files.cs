using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>An invocation's file descriptors: 0, 1 and 2, then the preopens, then what the guest opens. The lowest free number is used.</summary>
internal sealed class Preview1Files
{
    private const int MaxDescriptors = 4096;

    private readonly List<Preview1File?> _files = [];
    private readonly WasiContext _wasi;

    public Preview1Files(WasiContext wasi)
    {
        _wasi = wasi;
        _files.Add(new Preview1File(wasi.InputStream));
        _files.Add(new Preview1File(wasi.Output));
        _files.Add(new Preview1File(wasi.ErrorOutput));
        foreach ((string path, WasiDirectory directory) in wasi.Preopens) _files.Add(new Preview1File(new WasiDescriptor(directory, isPreopen: true), path));
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
            if (_files.Count == MaxDescriptors) return null;
            free = _files.Count;
            _files.Add(null);
        }

        _files[free] = file;
        return (uint)free;
    }

    public void Close(uint descriptor)
    {
        if (_files[(int)descriptor] is { } file)
        {
            file.Descriptor?.Dispose();
            _wasi.Hold(-(file.Entries?.Size ?? 0));
        }

        _files[(int)descriptor] = null;
    }

    public void Renumber(uint from, uint to)
    {
        if (from == to) return;
        Close(to);
        _files[(int)to] = _files[(int)from];
        _files[(int)from] = null;
    }

    /// <summary>Closes all that the guest left open.</summary>
    public void CloseAll()
    {
        for (int i = 0; i < _files.Count; i++) Close((uint)i);
    }
}
