using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class TableSectionTests
{
    [Test]
    public void Read_OfATableWithMaximum_GivesTypeAndLimits()
    {
        TableType table = Decode([4, 5, 1, 0x6F, 1, 2, 9]).Tables.Single();

        Assert.That(table, Is.EqualTo(new TableType(ValType.ExternRef, new Limits(2, 9))));
    }

    [Test]
    public void Read_OfMinimumAboveMaximum_Throws() =>
        Assert.That(DecodeInvalid([4, 5, 1, 0x70, 1, 9, 2]).Detail, Does.StartWith("size minimum"));
}
