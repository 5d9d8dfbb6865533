namespace Boternity.Skills.Registries;

/// <summary>A registry that hosts add, and that answers for addresses of a kind of its own.</summary>
internal interface IAddressedRegistry : ISkillRegistry
{
    /// <summary>Whether it answers for an address (<see cref="SkillQuery.Address"/>).</summary>
    bool Takes(string address);
}
