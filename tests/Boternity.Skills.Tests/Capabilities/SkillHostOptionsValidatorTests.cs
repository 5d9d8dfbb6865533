using Boternity.Skills.Capabilities;

namespace Boternity.Skills.Tests.Capabilities;

internal sealed class SkillHostOptionsValidatorTests
{
    [Test]
    public void Defaults_Always_AreValid() =>
        Assert.That(new SkillHostOptionsValidator().Validate(null, new SkillHostOptions()).Succeeded, Is.True);

    [Test]
    public void EveryNumber_Negative_IsNamed()
    {
        foreach (System.Reflection.PropertyInfo property in typeof(SkillHostOptions)
            .GetProperties()
            .Where(p => p.CanWrite && p.PropertyType != typeof(TimeSpan)))
        {
            var options = new SkillHostOptions();
            property.SetValue(
                options,
                property.PropertyType == typeof(long)
                    ? -1L
                    : property.PropertyType == typeof(int) ? -1 : (SkillViolationMode)7);

            Assert.That(
                new SkillHostOptionsValidator().Validate(null, options).FailureMessage, Does.Contain(property.Name));
        }
    }

    [Test]
    public void Defaults_Always_AreTheDocumented()
    {
        var options = new SkillHostOptions();

        Assert.That(options.OnViolation, Is.EqualTo(SkillViolationMode.Deny));
        Assert.That(options.HttpTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(options.DeniedNetworks, Is.Empty);
        Assert.That(
            new long[]
            {
                options.MaxLogLines, options.MaxLogBytes, options.MaxHttpResponseBytes, options.MaxHttpRequestBytes,
                options.MaxHttpHeaderKibibytes, options.MaxHttpRedirects, options.MaxHttpRequests,
                options.MaxFileBytes, options.MaxFileBytesWritten, options.MaxFilesCreated, options.MaxOpenFiles,
                options.MaxDirectoryEntries, options.MaxRecalledMemories, options.MaxRecalledBytes,
            },
            Is.EqualTo(new long[]
            {
                200, 65_536, 4_194_304, 4_194_304, 32, 5, 100, 16_777_216, 67_108_864, 1_000, 64, 10_000, 100,
                1_048_576,
            }));
    }

    [Test]
    public void EveryNumber_Zero_IsValidButForHeaders()
    {
        var options = new SkillHostOptions();
        foreach (System.Reflection.PropertyInfo property in typeof(SkillHostOptions)
            .GetProperties()
            .Where(p => p.CanWrite && (p.PropertyType == typeof(int) || p.PropertyType == typeof(long))))
        {
            property.SetValue(options, Convert.ChangeType(0, property.PropertyType, null));
        }

        options.MaxHttpHeaderKibibytes = 1;
        Assert.That(new SkillHostOptionsValidator().Validate(null, options).Succeeded, Is.True);
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(1024, true)]
    [TestCase(1025, false)]
    public void Headers_OutOfRange_AreNamed(int kibibytes, bool isValid)
    {
        var options = new SkillHostOptions { MaxHttpHeaderKibibytes = kibibytes };

        Assert.That(
            new SkillHostOptionsValidator().Validate(null, options).FailureMessage,
            isValid ? Is.Null : Does.EndWith($"between 1 and 1024; it is {kibibytes}."));
    }

    [Test]
    public void Files_AsLargeAsAnArray_AreTheLargest()
    {
        var options = new SkillHostOptions { MaxFileBytes = Array.MaxLength };
        Assert.That(new SkillHostOptionsValidator().Validate(null, options).Succeeded, Is.True);

        options.MaxFileBytes++;
        Assert.That(
            new SkillHostOptionsValidator().Validate(null, options).FailureMessage,
            Does.Contain("MaxFileBytes").And.EndsWith($"at most {Array.MaxLength}; it is {options.MaxFileBytes}."));
    }

    [Test]
    public void Timeout_OfADay_IsTheLongest()
    {
        var options = new SkillHostOptions { HttpTimeout = TimeSpan.FromDays(1) };

        Assert.That(new SkillHostOptionsValidator().Validate(null, options).Succeeded, Is.True);
    }

    [TestCase("10.0.0.1")]
    [TestCase("example.com")]
    public void DeniedNetworks_NoRange_IsNamed(string network)
    {
        var options = new SkillHostOptions { DeniedNetworks = { network } };

        Assert.That(
            new SkillHostOptionsValidator().Validate(null, options).FailureMessage,
            Does.Contain(nameof(SkillHostOptions.DeniedNetworks)).And.Contain($"'{network}'"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(2 * 24 * 3600)]
    public void Timeout_OutOfRange_IsNamed(int seconds)
    {
        var options = new SkillHostOptions { HttpTimeout = TimeSpan.FromSeconds(seconds) };

        Assert.That(
            new SkillHostOptionsValidator().Validate(null, options).FailureMessage,
            Does.Contain(nameof(SkillHostOptions.HttpTimeout)).And.EndsWith($"it is {options.HttpTimeout}."));
    }
}
