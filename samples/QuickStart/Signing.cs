using System.Security.Cryptography;
using Boternity.Skills.Registries;
using Boternity.Skills.Signing;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Boternity.Skills.QuickStart;

/// <summary>Signs a skill's folder: writes <c>skill.sig</c> beside its SKILL.md.</summary>
internal static class Signing
{
    public static async Task RunAsync(DirectoryInfo folder, FileInfo keyFile, CancellationToken cancellationToken)
    {
        await using ServiceProvider provider = SampleHost.Create(
            skills => skills.AddDirectoryRegistry("folder", folder.Parent!.FullName));
        var registry = provider.GetRequiredService<ISkillRegistry>();
        IReadOnlyList<SkillMatch> found = await registry.FindAsync(
            new SkillQuery { Name = folder.Name }, cancellationToken);
        if (found is not [{ Match: SkillNameMatch.Exact } match, ..])
        {
            throw new SkillNotFoundException(
                folder.FullName, registry.Name, $"'{folder.FullName}' holds no SKILL.md that can be read.");
        }

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (keyFile.Exists)
        {
            string pem = await File.ReadAllTextAsync(keyFile.FullName, cancellationToken);
            try
            {
                key.ImportFromPem(pem);
            }
            catch (Exception error) when (error is ArgumentException or CryptographicException)
            {
                throw new InvalidDataException(
                    $"'{keyFile.FullName}' holds no private key of the kind ECDSA P-256 in PEM.", error);
            }
        }
        else
        {
            await WriteForOwnerAsync(keyFile.FullName, key.ExportPkcs8PrivateKeyPem(), cancellationToken);
            AnsiConsole.MarkupLineInterpolated($"Made a new private key in {keyFile.FullName}. Keep it secret.");
        }

        byte[] signature = SkillSigning.Sign(await registry.FetchAsync(match.Skill.Source, cancellationToken), key);
        string path = Path.Combine(folder.FullName, SkillSigning.FileName);
        await File.WriteAllBytesAsync(path, signature, cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"Signed {folder.Name}: {path}");
        AnsiConsole.WriteLine("Hosts that trust the signer add this key with AddSigner:");
        AnsiConsole.WriteLine(key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>A private key is for its owner's eyes from its first byte on.</summary>
    private static async Task WriteForOwnerAsync(string path, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }
}
