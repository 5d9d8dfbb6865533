namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// A place where functions of the host keep something for each running guest, such as its table of file descriptors. It
/// is made when a guest first needs it.
/// </summary>
/// <param name="create">Makes the state of one guest.</param>
internal sealed class GuestState<T>(Func<Guest, T> create)
    where T : class
{
    private readonly int _place = Interlocked.Increment(ref GuestStatePlaces.Used) - 1;

    /// <summary>The guest's state.</summary>
    public T Of(Guest guest)
    {
        ref object? state = ref guest.StateAt(_place);
        return (T)(state ??= create(guest));
    }

    /// <summary>The guest's state, or null where it needed none.</summary>
    public T? Find(Guest guest) => (T?)guest.FindStateAt(_place);
}
