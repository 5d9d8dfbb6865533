using System.Net;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Capabilities.Http;

internal sealed class AddressRulesTests
{
    private const AddressScope Everything = AddressScope.Loopback | AddressScope.PrivateNetwork;

    [TestCase("8.8.8.8")]
    [TestCase("93.184.216.34")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.0")]
    [TestCase("::ffff:8.8.8.8")]
    [TestCase("64:ff9b::808:808")]
    [TestCase("2606:4700:4700::1111")]
    [TestCase("2606:4700:4700::1111%1")]
    [TestCase("3fff:1000::1")]
    [TestCase("192.0.1.0")]
    [TestCase("198.17.255.255")]
    [TestCase("198.20.0.0")]
    [TestCase("223.255.255.255")]
    public void Public_Always_IsPermitted(string address) =>
        Assert.That(AddressRules.FindRefusal(IPAddress.Parse(address), AddressScope.Public), Is.Null);

    [TestCase("93.184.216.34", "93.184.0.0/16")]
    [TestCase("::ffff:93.184.216.34", "93.184.0.0/16")]
    [TestCase("64:ff9b::5db8:d822", "93.184.0.0/16")]
    [TestCase("10.1.2.3", "10.1.0.0/16")]
    [TestCase("2606:4700::1111", "2606:4700::/32")]
    [TestCase("2606:4700::1111%1", "2606:4700::/32")]
    public void Denied_ByTheHost_WhateverIsAllowed(string address, string network) => Assert.That(
        AddressRules.FindRefusal(
            IPAddress.Parse(address), Everything, [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse(network)]),
        Is.EqualTo("denied by the host"));

    [TestCase("93.184.216.34", "93.185.0.0/16")]
    [TestCase("64:ff9b::5db8:d822", "93.185.0.0/16")]
    [TestCase("2606:4700::5db8:d822", "93.184.0.0/16")]
    public void Denied_ByTheHost_NothingElse(string address, string network) => Assert.That(
        AddressRules.FindRefusal(IPAddress.Parse(address), AddressScope.Public, [IPNetwork.Parse(network)]), Is.Null);

    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.254")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    public void Loopback_OnlyWhereAllowed_IsPermitted(string address) => AssertNeeds(address, AddressScope.Loopback);

    [TestCase("10.0.0.1")]
    [TestCase("172.16.0.1")]
    [TestCase("172.31.255.255")]
    [TestCase("192.168.1.1")]
    [TestCase("100.64.0.1")]
    [TestCase("100.127.255.255")]
    [TestCase("fc00::1")]
    [TestCase("fdff::1")]
    [TestCase("::ffff:10.0.0.1")]
    public void Private_OnlyWhereAllowed_IsPermitted(string address) =>
        AssertNeeds(address, AddressScope.PrivateNetwork);

    [TestCase("10.0.0.1", "private")]
    [TestCase("172.16.0.1", "private")]
    [TestCase("192.168.1.1", "private")]
    [TestCase("100.64.0.1", "carrier-grade NAT")]
    [TestCase("127.0.0.1", "loopback")]
    [TestCase("::1", "loopback")]
    [TestCase("fc00::1", "unique local")]
    public void Refusal_OfWhatMayBeAllowed_NamesTheRule(string address, string rule) =>
        Assert.That(AddressRules.FindRefusal(IPAddress.Parse(address), AddressScope.Public), Is.EqualTo(rule));

    [TestCase("0.0.0.0", "unspecified")]
    [TestCase("0.1.2.3", "unspecified")]
    [TestCase("169.254.169.254", "link-local")]
    [TestCase("168.63.129.16", "cloud metadata")]
    [TestCase("100.100.100.200", "cloud metadata")]
    [TestCase("192.0.0.192", "protocol assignments")]
    [TestCase("192.0.2.1", "documentation")]
    [TestCase("198.51.100.255", "documentation")]
    [TestCase("203.0.113.1", "documentation")]
    [TestCase("192.88.99.1", "6to4 relay")]
    [TestCase("198.18.0.1", "benchmarking")]
    [TestCase("224.0.0.1", "multicast")]
    [TestCase("239.255.255.255", "multicast")]
    [TestCase("240.0.0.1", "reserved or broadcast")]
    [TestCase("255.255.255.255", "reserved or broadcast")]
    [TestCase("fd00:ec2::254", "cloud metadata")]
    [TestCase("fd00:ec2::23", "cloud metadata")]
    [TestCase("fd20:ce::254", "cloud metadata")]
    [TestCase("fd00:42::42", "cloud metadata")]
    [TestCase("fd00:c1::a9fe:a9fe", "cloud metadata")]
    [TestCase("fd00:a9fe:a9fe::1", "cloud metadata")]
    [TestCase("fd00:100::100:200", "cloud metadata")]
    [TestCase("fd00:100::100:200%1", "cloud metadata")]
    [TestCase("::", "not a public unicast address")]
    [TestCase("::127.0.0.1", "not a public unicast address")]
    [TestCase("::ffff:0:127.0.0.1", "not a public unicast address")]
    [TestCase("::ffff:169.254.169.254", "IPv4-mapped, link-local")]
    [TestCase("::ffff:0.0.0.0", "IPv4-mapped, unspecified")]
    [TestCase("64:ff9b::7f00:1", "NAT64, loopback")]
    [TestCase("64:ff9b::a00:1", "NAT64, private")]
    [TestCase("64:ff9b::a9fe:a9fe", "NAT64, link-local")]
    [TestCase("64:ff9b:1::7f00:1", "not a public unicast address")]
    [TestCase("2002:7f00:1::", "6to4")]
    [TestCase("2001:0:4136:e378:8000:63bf:3fff:fdd2", "protocol assignments (Teredo among them)")]
    [TestCase("2001:db8::1", "documentation")]
    [TestCase("3fff::1", "documentation")]
    [TestCase("3fff:fff::1", "documentation")]
    [TestCase("fe80::1", "link-local")]
    [TestCase("fe80::1%1", "link-local")]
    [TestCase("fec0::1", "not a public unicast address")]
    [TestCase("ff02::1", "multicast")]
    [TestCase("100::1", "not a public unicast address")]
    [TestCase("5f00::1", "not a public unicast address")]
    public void Forbidden_WhateverIsAllowed_IsRefused(string address, string rule) =>
        Assert.That(AddressRules.FindRefusal(IPAddress.Parse(address), Everything), Is.EqualTo(rule));

    [Test]
    public void Mapped_AnyIPv4_IsJudgedAsTheIPv4()
    {
        Prop.ForAll(
                ArbMap.Default.ArbFor<uint>(),
                Gen.Elements(AddressScope.Public, AddressScope.Loopback, AddressScope.PrivateNetwork, Everything)
                    .ToArbitrary(),
                (bits, allowed) =>
                {
                    var address = new IPAddress(BitConverter.GetBytes(bits));
                    bool plain = AddressRules.FindRefusal(address, allowed) is null;
                    bool mapped = AddressRules.FindRefusal(address.MapToIPv6(), allowed) is null;
                    return plain == mapped;
                })
            .QuickCheckThrowOnFailure();
    }

    [Test]
    public void Allowed_More_NeverRefusesMore()
    {
        Prop.ForAll(Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 16).ToArbitrary(), bytes =>
            {
                var address = new IPAddress(bytes);
                return AddressRules.FindRefusal(address, AddressScope.Public) is not null
                    || AddressRules.FindRefusal(address, Everything) is null;
            })
            .QuickCheckThrowOnFailure();
    }

    private static void AssertNeeds(string address, AddressScope needed)
    {
        var parsed = IPAddress.Parse(address);
        Assert.That(AddressRules.FindRefusal(parsed, needed), Is.Null);
        Assert.That(AddressRules.FindRefusal(parsed, Everything), Is.Null);
        Assert.That(AddressRules.FindRefusal(parsed, Everything & ~needed), Is.Not.Null);
    }
}
