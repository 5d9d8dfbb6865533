using Boternity.Skills.Registries.Oci;
using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tests.Guide;

/// <summary>The code of docs/guide/remote-registries.md.</summary>
internal static class RemoteRegistries
{
    public static void AddAll(IBoternitySkillsBuilder builder, string password, string token)
    {
        // begin oci
        builder.AddOciRegistry(configure: options =>
        {
            options.Repositories.Add("oci://ghcr.io/acme/skills/pdf");
            options.Repositories.Add("oci://registry.example.com/skills/mail:2.0");
            options.Credentials["registry.example.com"] =
                new OciCredential { UserName = "reader", Password = password };
        });
        // end oci

        // begin clawhub
        builder.AddClawHub(configure: options => options.Token = token);
        // end clawhub

        // begin skillssh
        builder.AddGitHubRegistry().AddSkillsSh();
        // end skillssh
    }
}
