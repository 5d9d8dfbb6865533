namespace Boternity.Skills.Wasm.Hosting;

/// <summary>Counts the places of <see cref="GuestState{T}"/>, which are the same in every guest.</summary>
internal static class GuestStatePlaces
{
    private static int _used;

    public static ref int Used => ref _used;
}
