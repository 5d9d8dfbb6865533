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
            Does.Contain(nameof(SkillHostOptions.HttpTimeout)));
    }
}
