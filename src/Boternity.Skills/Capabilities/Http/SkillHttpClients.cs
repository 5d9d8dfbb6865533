namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// The names of the clients that send skills' requests. There is one for each set of permitted addresses, because
/// clients keep connections open: a connection to a loopback address, opened under a grant that allows it, must not
/// serve a skill without that grant.
/// </summary>
internal static class SkillHttpClients
{
    public static IReadOnlyList<AddressScope> Scopes { get; } =
        [
            AddressScope.Public,
            AddressScope.Loopback,
            AddressScope.PrivateNetwork,
            AddressScope.Loopback | AddressScope.PrivateNetwork,
        ];

    public static string NameOf(AddressScope scope) => scope switch
    {
        AddressScope.Public => "Boternity.Skills.Http",
        AddressScope.Loopback => "Boternity.Skills.Http.Loopback",
        AddressScope.PrivateNetwork => "Boternity.Skills.Http.Private",
        _ => "Boternity.Skills.Http.LoopbackAndPrivate",
    };
}
