using System.Security.Cryptography;

namespace Boternity.Skills.Tests.Signing;

internal static class TestKeys
{
    public static string Pem(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
