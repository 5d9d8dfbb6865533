namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// A host's name resolved to no address that may be connected to. Travels inside an <see cref="HttpRequestException"/>.
/// </summary>
internal sealed class AddressRefusedException(
    string host) : IOException($"No address of '{host}' may be connected to.");
