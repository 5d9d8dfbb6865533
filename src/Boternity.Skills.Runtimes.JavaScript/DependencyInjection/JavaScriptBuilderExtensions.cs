using Boternity.Skills;
using Boternity.Skills.Compilation;
using Boternity.Skills.Runtimes.JavaScript;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds JavaScript to what scripts of skills can be written in.</summary>
public static class JavaScriptBuilderExtensions
{
    /// <summary>
    /// Adds the runtime for JavaScript and TypeScript scripts, and JavaScript as a language of tool skills
    /// (<c>skill.js</c>).
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddJavaScript(this IBoternitySkillsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IScriptRuntime, JavaScriptRuntime>());
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ISkillSourceLanguage, JavaScriptSkillLanguage>());
        return builder;
    }
}
