using Microsoft.Extensions.DependencyInjection;
namespace Boternity.Skills;

/// <summary>What <c>AddBoternitySkills()</c> returns: a place to add registries and an engine.</summary>
public interface IBoternitySkillsBuilder
{
    /// <summary>Gets the services that are being registered.</summary>
    IServiceCollection Services { get; }
}
