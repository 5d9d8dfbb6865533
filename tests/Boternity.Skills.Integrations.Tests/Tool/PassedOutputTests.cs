using System.Text;
using Boternity.Skills.Tool;

namespace Boternity.Skills.Integrations.Tests.Tool;

public sealed class PassedOutputTests
{
    private const string Harmful = "a\u001b]52;c;cm0gLXJm\u0007b\tc\nd\u009b2Je\u202ef ä€😀";

    [Test]
    public void Write_ToATerminal_LeavesOutWhatSteersIt([Values(1, 2, 3, 7, 1_000)] int most) => Assert.That(
        Pass(Encoding.UTF8.GetBytes(Harmful), most, isTerminal: true),
        Is.EqualTo("a ]52;c;cm0gLXJm b\tc\nd 2Je f ä€😀"));

    [Test]
    public void Write_IntoAPipe_PassesEveryByte([Values(1, 1_000)] int most) =>
        Assert.That(Pass(Encoding.UTF8.GetBytes(Harmful), most, isTerminal: false), Is.EqualTo(Harmful));

    private static string Pass(byte[] bytes, int most, bool isTerminal)
    {
        var target = new MemoryStream();
        var output = new PassedOutput(target, isTerminal);
        foreach (byte[] piece in bytes.Chunk(most))
        {
            output.Write(piece);
        }

        return Encoding.UTF8.GetString(target.ToArray());
    }
}
