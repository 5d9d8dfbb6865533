using Boternity.Skills.Capabilities;

namespace Boternity.Skills.Tests.Capabilities;

/// <summary>What no URL or grant of today can bring about, and must hold all the same.</summary>
internal sealed class HostPatternTests
{
    [TestCase("*", "", false)]
    [TestCase("", "", false)]
    [TestCase("*.example.com", ".example.com", false)]
    [TestCase("*.0.0.1", "127.0.0.1", true)]
    [TestCase("*.example.com", "EVIL.EXAMPLE.COM", false)]
    public void Matches_WhatIsNoNameBelow_IsFalse(string pattern, string host, bool isAddress) =>
        Assert.That(HostPattern.Matches(pattern, host, isAddress), Is.False);
}
