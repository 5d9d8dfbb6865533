namespace Boternity.Skills.Capabilities;

/// <summary>Kinds of address that a request may connect to. Public ones are always among them.</summary>
[Flags]
internal enum AddressScope
{
    Public = 0,
    Loopback = 1,
    PrivateNetwork = 2,
}
