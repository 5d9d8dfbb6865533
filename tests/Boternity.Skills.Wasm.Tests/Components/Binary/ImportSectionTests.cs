using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Imports and their names.</summary>
internal sealed class ImportSectionTests
{
    [Test]
    public void Decode_ImportNames_MustDiffer()
    {
        Refuses("conflicts", Types(Func(null)), Imports(Import("a", 1, 0), Import("A", 1, 0)));
        Refuses("kebab", Types(Func(null)), Imports(Import("not_kebab", 1, 0)));
        Refuses(
            "is not known",
            Types([0x3F, 0x7F, 0], [0x68, 0], Func(null, ("self", [1]))),
            Imports(Import("[method]r.f", 1, 2)));
    }
}
