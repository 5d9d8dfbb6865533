using System.CommandLine;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Tool;

/// <summary>What a command line gives a skill.</summary>
internal sealed class GrantOptions
{
    private readonly Option<string[]> _read = new("--read")
    {
        Description = "A folder that the skill may read: HOST or /guest=HOST.",
    };

    private readonly Option<string[]> _write = new("--write")
    {
        Description = "A folder that the skill may read and write: HOST or /guest=HOST.",
    };

    private readonly Option<string[]> _http = new("--http")
    {
        Description = "A host that the skill may send requests to: example.org, or GET,POST@example.org.",
    };

    private readonly Option<string[]> _secret = new("--secret")
    {
        Description = "A secret that the skill may read; its value is the environment variable of that name.",
    };

    private readonly Option<string[]> _environment = new("--env")
    {
        Description = "An environment variable that the skill may read.",
    };

    public void AddTo(Command command)
    {
        command.Add(_read);
        command.Add(_write);
        command.Add(_http);
        command.Add(_secret);
        command.Add(_environment);
    }

    /// <summary>What was given; null where nothing was.</summary>
    /// <exception cref="ToolUsageException">Something cannot be granted as it is written.</exception>
    public SkillGrants? Read(ParseResult parsed)
    {
        try
        {
            var grants = new SkillGrants
            {
                Directories =
                [
                    .. (parsed.GetValue(_read) ?? []).Select(static text => Folder(text, SkillFileAccess.Read)),
                    .. (parsed.GetValue(_write) ?? []).Select(static text => Folder(text, SkillFileAccess.ReadWrite)),
                ],
                Http = [.. (parsed.GetValue(_http) ?? []).Select(Http)],
                Secrets = parsed.GetValue(_secret) ?? [],
                EnvironmentVariables = parsed.GetValue(_environment) ?? [],
            };
            return grants.IsEmpty ? null : grants;
        }
        catch (ArgumentException exception)
        {
            throw new ToolUsageException(exception.Message);
        }
    }

    private static SkillDirectoryGrant Folder(string text, SkillFileAccess access)
    {
        int split = text.StartsWith('/') ? text.IndexOf('=', StringComparison.Ordinal) : -1;
        string host = Path.GetFullPath(split < 0 ? text : text[(split + 1)..]);
        return Directory.Exists(host)
            ? new SkillDirectoryGrant
            {
                GuestPath = split < 0 ? $"/{new DirectoryInfo(host).Name}" : text[..split],
                HostPath = host,
                Access = access,
            }
            : throw new ToolUsageException($"There is no folder {host}.");
    }

    private static SkillHttpGrant Http(string text)
    {
        int split = text.IndexOf('@', StringComparison.Ordinal);
        return new SkillHttpGrant
        {
            Host = split < 0 ? text : text[(split + 1)..],
            Methods = split < 0 ? ["GET"] : text[..split].Split(',', StringSplitOptions.TrimEntries),
        };
    }
}
