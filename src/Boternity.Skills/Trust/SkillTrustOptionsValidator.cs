using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Trust;

internal sealed class SkillTrustOptionsValidator : IValidateOptions<SkillTrustOptions>
{
    public ValidateOptionsResult Validate(string? name, SkillTrustOptions options)
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
                failures.Add($"{nameof(SkillTrustOptions)}.{nameof(options.SignerKeys)}['{signer}'] is not a public ECDSA key on P-256 in PEM: {e.Message}");
            }
        }

        for (int i = 0; i < options.Rules.Count; i++)
        {
            foreach (string signer in new[] { options.Rules[i].Signer, options.Rules[i].RequiredSigner }.OfType<string>())
            {
                if (!options.SignerKeys.ContainsKey(signer))
                {
                    failures.Add($"{nameof(SkillTrustOptions)}.{nameof(options.Rules)}[{i}] names the signer '{signer}', for whom there is no key.");
                }
            }

            if (!Enum.IsDefined(options.Rules[i].Tier))
            {
                failures.Add($"{nameof(SkillTrustOptions)}.{nameof(options.Rules)}[{i}] has no defined tier: {options.Rules[i].Tier}.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
