using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>
/// The entries of a directory as they were when it was listed, sorted by name (ordinal). Each costs fuel, and is
/// charged, as it is read: a directory can be large, and a guest can list it over and over.
/// </summary>
internal sealed class WasiDirectoryListing : IDisposable
{
    private const long FuelPerEntry = 500;
    private const long FuelPerListing = 1_000;
    private const long EntryBytes = 112;

    private readonly HostMemoryCharge _charge;
    private readonly List<GuestDirectoryEntry> _entries = [];

    public WasiDirectoryListing(Guest guest, IGuestDirectory directory)
    {
        _charge = new HostMemoryCharge(guest.Memory);
        guest.ConsumeFuel(FuelPerListing);
        bool isRead = false;
        try
        {
            foreach (GuestDirectoryEntry entry in directory.List())
            {
                guest.ConsumeFuel(FuelPerEntry);
                guest.CheckInterrupt();
                _charge.Add(EntryBytes + (entry.Name.Length * sizeof(char)));
                _entries.Add(entry);
            }

            isRead = true;
        }
        finally
        {
            if (!isRead)
            {
                _charge.ReleaseAll();
            }
        }

        _entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    public IReadOnlyList<GuestDirectoryEntry> Entries => _entries;

    public void Dispose()
    {
        _entries.Clear();
        _charge.ReleaseAll();
    }
}
