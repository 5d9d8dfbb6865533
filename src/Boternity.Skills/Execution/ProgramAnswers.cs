using System.Text;

namespace Boternity.Skills.Execution;

/// <summary>Reads what a program gave.</summary>
internal static class ProgramAnswers
{
    /// <summary>
    /// The output: the answer of <c>execute</c>, or standard output, in which what is not UTF-8 becomes U+FFFD.
    /// </summary>
    /// <exception cref="SkillFailedException">The program reported an error of its own.</exception>
    /// <exception cref="SkillLimitExceededException">The output is larger than it may be.</exception>
    public static string Read(WasmRunResult result, string skill, long maxBytes)
    {
        try
        {
            if (result.ExitCode != 0)
            {
                throw result.Answer is { } error
                    ? SkillFailures.Of(skill, error)
                    : SkillFailures.Of(skill, Encoding.UTF8.GetString(result.StandardError.Span), result.ExitCode);
            }

            string output = result.Answer ?? Encoding.UTF8.GetString(result.StandardOutput.Span);
            return TextLimit.Check(skill, SkillLimitKind.Output, output, maxBytes);
        }
        catch (SkillExecutionException failure)
        {
            if (failure is SkillFailedException failed)
            {
                failed.LimitMet = result.LimitMet;
            }

            failure.FuelConsumed = result.FuelConsumed;
            failure.PeakMemoryBytes = result.PeakMemoryBytes;
            throw;
        }
    }
}
