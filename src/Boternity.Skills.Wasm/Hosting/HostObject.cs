namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// An object of the host's that guests know by a handle. Its size is charged to the guest before it is made, and given
/// back when the handle is dropped: until then the guest can reach it. What an object holds besides (a body, a listing)
/// has a charge of its own.
/// </summary>
internal abstract class HostObject : IDisposable
{
    private readonly HostMemoryCharge _charge;

    /// <param name="guest">The run that holds it.</param>
    /// <param name="bytes">About what the object itself takes.</param>
    protected HostObject(Guest guest, long bytes)
    {
        Guest = guest;
        _charge = new HostMemoryCharge(guest.Memory);
        _charge.Add(bytes);
    }

    protected Guest Guest { get; }

    /// <summary>Called when the guest drops its handle, and for those that are left when the run ends.</summary>
    public virtual void Dispose()
    {
        _charge.ReleaseAll();
        GC.SuppressFinalize(this);
    }

    /// <summary>Charges what the object takes more.</summary>
    /// <exception cref="WasmTrapException">The run's memory limit does not allow it.</exception>
    protected void Charge(long bytes) => _charge.Add(bytes);

    /// <summary>Gives back some of what the object took.</summary>
    protected void Release(long bytes) => _charge.Remove(bytes);
}
