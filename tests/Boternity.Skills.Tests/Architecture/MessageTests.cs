using System.Reflection;
using System.Text.RegularExpressions;
using Boternity.Skills.Locking;
using Boternity.Skills.Storage;
using Boternity.Skills.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Tests.Architecture;

/// <summary>Messages of errors and logs: one full stop at an end, however they were put together.</summary>
[TestFixture]
public sealed partial class MessageTests
{
    private const string Inner = "Access to the path '/x' is denied.";

    [TestCase("It failed: " + Inner + ".", "It failed: " + Inner)]
    [TestCase("It failed: " + Inner + ". Nothing was touched.", "It failed: " + Inner + " Nothing was touched.")]
    [TestCase("a.. b.. c..", "a. b. c.")]
    [TestCase("and so on...", "and so on...")]
    [TestCase("The path '../x' leaves; '..' is refused.", "The path '../x' leaves; '..' is refused.")]
    [TestCase("Go to .. and back.", "Go to .. and back.")]
    [TestCase("No stop", "No stop")]
    [TestCase("Ends here. ", "Ends here.")]
    public void Message_PutTogether_HasOneFullStop(string composed, string shown) =>
        Assert.That(SkillException.WithoutDoubleStops(composed), Is.EqualTo(shown));

    /// <summary>Every exception of the library, made from a text that ends in a full stop already.</summary>
    [Test]
    public void Message_OfEveryErrorThatTakesAText_HasOneFullStop()
    {
        List<string> wrong = [];
        int made = 0;
        foreach (Type type in typeof(SkillException).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(SkillException)) && !type.IsAbstract))
        {
            foreach (ConstructorInfo constructor in type.GetConstructors()
                .Where(constructor => constructor.GetParameters().Any(parameter => parameter.Name == "message")))
            {
                object?[] arguments = [.. constructor.GetParameters().Select(ArgumentFor)];
                var error = (SkillException)constructor.Invoke(arguments);
                made++;
                if (error.Message.Contains("..", StringComparison.Ordinal) || error.Code.Length == 0)
                {
                    wrong.Add($"{type.Name}: {error.Message}");
                }
            }
        }

        Assert.That(made, Is.GreaterThan(10), "Most errors take a text.");
        Assert.That(wrong, Is.Empty);
    }

    /// <summary>Every code of the catalogue is given to somebody.</summary>
    [Test]
    public void Codes_OfTheCatalogue_AreAllUsed()
    {
        string source = string.Concat(SourcesOf("src").Select(File.ReadAllText));
        string[] unused =
        [
            .. typeof(SkillErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => field.Name)
                .Where(name => !source.Contains($"SkillErrorCodes.{name}", StringComparison.Ordinal)),
        ];
        Assert.That(unused, Is.Empty);
    }

    /// <summary>What stands in the source as a text for people.</summary>
    [Test]
    public void Texts_OfTheSource_EndInOneFullStopAndSayWhatHappened()
    {
        string[] wrong =
        [
            .. Sources().SelectMany(
                path => Literal().Matches(File.ReadAllText(path))
                    .Select(match => match.Value)
                    .Where(text => DoubleStop().IsMatch(text) || Empty().IsMatch(text))
                    .Select(text => $"{Path.GetFileName(path)}: {text}")),
        ];
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void LogMessages_All_AreASentenceWithoutAStopAndHaveAnIdOfTheirOwn()
    {
        LoggerMessageAttribute[] messages =
        [
            .. typeof(SkillException).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods(
                    BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>(),
        ];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(messages, Has.Length.GreaterThan(20));
            Assert.That(messages.Select(message => message.EventId), Is.Unique);
            Assert.That(
                messages.Select(message => $"{message.Message}").Where(text => !LogSentence().IsMatch(text)), Is.Empty);
            Assert.That(
                messages.Select(message => $"{message.Message}").Where(text => DurationWithoutUnit().IsMatch(text)),
                Is.Empty,
                "A duration has a unit.");
        }
    }

    [Test]
    public async Task Errors_PutTogetherFromOthers_EndInOneFullStop()
    {
        using var directory = new TemporaryDirectory();
        string[] messages =
        [
            await MessageOfAsync(() => Resolve(directory, "no-such-skill")),
            await MessageOfAsync(() => Resolve(directory, "local/no-such-skill")),
            await MessageOfAsync(() => Resolve(directory, "owner/repo")),
            await MessageOfAsync(() => Resolve(directory, "other:owner/repo")),
            await MessageOfAsync(() => Resolve(directory, "no-such-skill#main")),
            await MessageOfAsync(() => LockOf(directory, "{")),
            await MessageOfAsync(() => LockOf(directory, "{\"version\":99}")),
            await MessageOfAsync(() => Damaged("{")),
            await MessageOfAsync(() => Damaged("{\"skillId\":1}")),
            await MessageOfAsync(() => Task.FromResult(SkillReference.Parse("a//b"))),
        ];
        foreach (string message in messages)
        {
            TestContext.Out.WriteLine(message);
        }

        Assert.That(
            messages,
            Is.All.Matches<string>(message => message is { Length: > 20 } && !DoubleStop().IsMatch(message))
                .And.All.Not.Contains("No skill is named"));
    }

    private static object? ArgumentFor(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(string))
        {
            return parameter.Name == "message" ? $"It failed: {Inner}." : "BSK0000";
        }

        if (!type.IsValueType)
        {
            bool isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
            return isList ? Array.CreateInstance(type.GetGenericArguments()[0], 0) : null;
        }

        return Activator.CreateInstance(type);
    }

    private static async Task<string> MessageOfAsync(Func<Task> fail) =>
        (await Assert.CatchAsync<SkillException>(fail))!.Message;

    private static async Task Resolve(TemporaryDirectory directory, string reference)
    {
        Directory.CreateDirectory(directory.PathOf("skills"));
        var services = new ServiceCollection();
        services.AddBoternitySkills(options => options.StorePath = directory.PathOf("store"))
            .AddDirectoryRegistry("local", directory.PathOf("skills"));
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ISkillInstaller>().InstallAsync(SkillReference.Parse(reference));
    }

    private static async Task LockOf(TemporaryDirectory directory, string json)
    {
        string path = directory.PathOf("skills.lock");
        await File.WriteAllTextAsync(path, json);
        SkillLock.Parse(json, path);
    }

    private static async Task Damaged(string json)
    {
        using var bench = new StoreBench();
        await bench.Store.InstallAsync(StoreBench.Tool("1"));
        string metadata = bench.EntryPath("probe", StoreLayout.MetadataFileName);
        await File.WriteAllTextAsync(metadata, json);
        await bench.Store.GetAsync("probe");
    }

    private static IEnumerable<string> Sources() => SourcesOf("src/Boternity.Skills");

    private static IEnumerable<string> SourcesOf(string folder) => Directory
        .EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));

    [GeneratedRegex("\"(?:[^\"\\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();

    // Two stops at the end of a word; not an ellipsis, a range or a path.
    [GeneratedRegex("\\w[\"')]?\\.\\.(?:\"| |$)")]
    private static partial Regex DoubleStop();

    [GeneratedRegex("No skill is named|[Ss]omething went wrong|[Aa]n error occurred|[Uu]nknown error|^\"Error\\.?\"$")]
    private static partial Regex Empty();

    [GeneratedRegex("^(?:\\{\\w+(?::\\w+)?\\}|[A-Z])(?:.|\\n)*[^.!: ]$")]
    private static partial Regex LogSentence();

    [GeneratedRegex("\\{\\w*(?:Ms|Milliseconds|Delay|Duration)\\w*\\}(?! ms)", RegexOptions.IgnoreCase)]
    private static partial Regex DurationWithoutUnit();
}
