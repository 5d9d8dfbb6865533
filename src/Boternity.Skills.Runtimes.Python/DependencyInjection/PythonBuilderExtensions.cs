using Boternity.Skills;
using Boternity.Skills.Compilation;
using Boternity.Skills.Runtimes.Python;
using Boternity.Skills.Scripts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Python to what scripts of skills can be written in.</summary>
public static class PythonBuilderExtensions
{
    /// <summary>
    /// Adds the runtime for Python scripts, and Python as a language of tool skills (<c>skill.py</c>).
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Adds packages; null for the standard library alone.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddPython(
        this IBoternitySkillsBuilder builder, Action<PythonOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionsBuilder<PythonOptions> options = builder.Services.AddOptions<PythonOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PythonOptions>, PythonOptionsValidator>());
        builder.Services.TryAddSingleton(
            static provider => new PythonRuntime(provider.GetRequiredService<IOptions<PythonOptions>>().Value));
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IScriptRuntime, PythonRuntime>(
                static provider => provider.GetRequiredService<PythonRuntime>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ISkillSourceLanguage, PythonSkillLanguage>());
        return builder;
    }

    /// <summary>Adds a pure Python package, which scripts can import, and Python with it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The absolute path of a wheel for every machine (<c>py3-none-any</c>).</param>
    /// <param name="sha256">The SHA-256 that it must have, 64 hexadecimal digits.</param>
    /// <returns>The builder.</returns>
    public static IBoternitySkillsBuilder AddPythonPackage(
        this IBoternitySkillsBuilder builder, string path, string sha256) =>
        builder.AddPython(
            options => options.Packages.Add(new PythonPackageFile { Path = path, Sha256 = sha256 }));
}
