using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Signing;

internal sealed class SkillSigningOptionsValidator : IValidateOptions<SkillSigningOptions>
{
    public ValidateOptionsResult Validate(string? name, SkillSigningOptions options)
    {
        List<string> failures = [];
        foreach ((string signer, string pem) in options.SignerKeys)
        {
            try
            {
                SignatureKey.Read(pem);
            }
            catch (Exception e) when (e is ArgumentException or CryptographicException)
            {
                failures.Add(
                    $"{nameof(SkillSigningOptions)}.{nameof(options.SignerKeys)}['{signer}'] is not a public ECDSA "
                        + $"key on P-256 in PEM: {e.Message}");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
