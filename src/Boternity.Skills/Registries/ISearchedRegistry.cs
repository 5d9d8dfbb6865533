namespace Boternity.Skills.Registries;

/// <summary>
/// A registry whose catalogue is too large to be listed for a name that comes close: it is searched in place of that.
/// </summary>
internal interface ISearchedRegistry : ISkillRegistry;
