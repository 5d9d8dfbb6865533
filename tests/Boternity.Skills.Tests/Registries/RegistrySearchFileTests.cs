using System.IO.Abstractions;
using Boternity.Skills.Registries;
using Boternity.Skills.Search;

namespace Boternity.Skills.Tests.Registries;

internal sealed class RegistrySearchFileTests
{
    [Test]
    public async Task ReadAndWrite_WhereOthersCanWrite_DoNothing()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("cache", "search.index");
        var logger = new ListLogger<RegistrySearchFile>();
        var index = new SkillSearchIndex([]);
        var closed = new RegistrySearchFile(new FileSystem(), path, () => true, logger);
        var open = new RegistrySearchFile(new FileSystem(), path, () => false, logger);

        await open.WriteAsync(index, CancellationToken.None);
        Assert.That(File.Exists(path), Is.False);
        await closed.WriteAsync(index, CancellationToken.None);
        Assert.That(await closed.ReadAsync([], CancellationToken.None), Is.Not.Null);
        Assert.That(await open.ReadAsync([], CancellationToken.None), Is.Null);
    }
}
