using Boternity.Skills.Signing;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Approval;

internal sealed class SkillTrustOptionsValidator(
    IOptions<SkillSigningOptions> signing) : IValidateOptions<SkillTrustOptions>
{
    public ValidateOptionsResult Validate(string? name, SkillTrustOptions options)
    {
        List<string> failures = [];
        for (int i = 0; i < options.Rules.Count; i++)
        {
            foreach (string signer in new[]
            {
                options.Rules[i].Signer,
                options.Rules[i].RequiredSigner,
            }.OfType<string>())
            {
                if (!signing.Value.SignerKeys.ContainsKey(signer))
                {
                    failures.Add(
                        $"{nameof(SkillTrustOptions)}.{nameof(options.Rules)}[{i}] names the signer '{signer}', for "
                            + $"whom there is no key.");
                }
            }

            if (!Enum.IsDefined(options.Rules[i].Tier))
            {
                failures.Add(
                    $"{nameof(SkillTrustOptions)}.{nameof(options.Rules)}[{i}] has no defined tier: "
                        + $"{options.Rules[i].Tier}.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
