using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries;

internal static partial class RegistryLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Left out {Source}: {Problem}")]
    public static partial void SkillLeftOut(ILogger logger, string source, string problem);

    [LoggerMessage(
        EventId = 2002,
        Level = LogLevel.Warning,
        Message = "Left out the folder {Path} of the registry {Registry}: {Problem}")]
    public static partial void FolderLeftOut(ILogger logger, string path, string registry, string problem);

    [LoggerMessage(
        EventId = 2003, Level = LogLevel.Information, Message = "Indexed {Count} skills of {Repository} at {Commit}")]
    public static partial void Indexed(ILogger logger, int count, string repository, string commit);

    [LoggerMessage(
        EventId = 2004,
        Level = LogLevel.Warning,
        Message = "{Registry} cannot be reached ({Problem}); the index of {Repository} from {CheckedAt:u} is served, "
            + "which may be out of date")]
    public static partial void ServedStale(
        ILogger logger, string registry, string repository, DateTimeOffset checkedAt, string problem);

    [LoggerMessage(
        EventId = 2005, Level = LogLevel.Warning, Message = "The cached file {Path} is damaged; rebuilding: {Problem}")]
    public static partial void CacheDamaged(ILogger logger, string path, string problem);

    [LoggerMessage(
        EventId = 2006, Level = LogLevel.Warning, Message = "The cache file {Path} could not be written: {Problem}")]
    public static partial void CacheNotWritten(ILogger logger, string path, string problem);

    [LoggerMessage(
        EventId = 2010, Level = LogLevel.Warning, Message = "The cache in {Path} is not used: {Problem}")]
    public static partial void CacheNotUsed(ILogger logger, string path, string problem);

    [LoggerMessage(
        EventId = 2007,
        Level = LogLevel.Information,
        Message = "Retrying {Registry} in {DelayMs} ms, attempt {Attempt}: {Problem}")]
    public static partial void Retrying(ILogger logger, string registry, double delayMs, int attempt, string problem);

    [LoggerMessage(
        EventId = 2009,
        Level = LogLevel.Warning,
        Message = "Left out the repository {Repository} of the registry {Registry}: {Problem}")]
    public static partial void RepositoryLeftOut(ILogger logger, string repository, string registry, string problem);

    [LoggerMessage(EventId = 2008, Level = LogLevel.Information, Message = "{Registry} has no {Repository} at {Ref}")]
    public static partial void RepositoryNotFound(ILogger logger, string registry, string repository, string @ref);

    [LoggerMessage(
        EventId = 2020,
        Level = LogLevel.Information,
        Message = "Left out a layer of the type {MediaType} of {Source}: it is no part of a skill")]
    public static partial void LayerLeftOut(ILogger logger, string mediaType, SkillSource source);

    [LoggerMessage(
        EventId = 2030,
        Level = LogLevel.Warning,
        Message = "Left out the plugin {Plugin} of the registry {Registry}: {Problem}")]
    public static partial void PluginLeftOut(ILogger logger, string plugin, string registry, string problem);

    [LoggerMessage(
        EventId = 2031,
        Level = LogLevel.Information,
        Message = "{Registry} has {Count} plugins in repositories of plugins more than are read at once; their skills "
            + "are found by the plugin's name")]
    public static partial void PluginsNotRead(ILogger logger, string registry, int count);

    [LoggerMessage(
        EventId = 2011,
        Level = LogLevel.Debug,
        Message = "The search index {Path} is not used, and built again: {Problem}")]
    public static partial void SearchIndexRebuilt(ILogger logger, string path, string problem);
}
