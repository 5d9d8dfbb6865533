using System.Text;
using System.Text.Json;
using Boternity.Skills.Text;

namespace Boternity.Skills.Profiles;

/// <summary>Reads profiles from JSON.</summary>
internal static class ProfileReader
{
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static SkillProfile ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MaxBytes + 1];
            int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            ReadOnlySpan<byte> text = bytes.AsSpan(0, count);
            text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
            return count <= MaxBytes
                ? Parse(Strict.GetString(text), path)
                : throw Invalid(path, $"it is larger than {MaxBytes} bytes", null);
        }
        catch (DecoderFallbackException exception)
        {
            throw Invalid(path, "it is not UTF-8", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or NotSupportedException)
        {
            throw new SkillProfileException(
                SkillErrorCodes.ProfileUnavailable,
                null,
                $"The profile in '{path}' cannot be read: {exception.Message}",
                path,
                exception);
        }
    }

    public static SkillProfile Parse(string json, string path)
    {
        SkillProfile? profile;
        try
        {
            profile = JsonSerializer.Deserialize(json, ProfileJsonContext.Default.SkillProfile);
        }
        catch (JsonException exception)
        {
            throw Invalid(
                path, $"line {exception.LineNumber + 1}: {DisplayText.OneLine(exception.Message)}", exception);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // A grant cannot be understood; or half of a surrogate pair in a name.
            throw Invalid(path, DisplayText.OneLine(exception.Message), exception);
        }

        if (profile is null)
        {
            throw Invalid(path, "it is null", null);
        }

        if (profile.AllowWiderLimits)
        {
            throw Invalid(path, "allowWiderLimits: the host says so, and not a file", null);
        }

        ProfileRules.ThrowIfInvalid(profile, path);
        return profile;
    }

    private static SkillProfileException Invalid(string path, string problem, Exception? exception) => new(
        SkillErrorCodes.ProfileInvalid, null, $"'{path}' is not a profile: {problem}.", path, exception);
}
