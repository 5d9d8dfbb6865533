using Microsoft.Extensions.DependencyInjection;
namespace Boternity.Skills.DependencyInjection;

internal sealed class BoternitySkillsBuilder(IServiceCollection services) : IBoternitySkillsBuilder
{
    public IServiceCollection Services => services;
}
