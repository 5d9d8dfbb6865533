using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Grants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Capabilities.Sessions;

/// <summary>
/// Makes the host that one run sees, from the host's services and the skill's grants. Safe for concurrent use.
/// </summary>
internal sealed class SkillHostFactory
{
    private readonly SkillHostOptions _options;
    private readonly IHttpClientFactory _clients;
    private readonly ISkillMemory _memory;
    private readonly ISecretProvider _secrets;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ILogger _skillLogger;

    /// <summary>Creates a factory.</summary>
    public SkillHostFactory(
        IOptions<SkillHostOptions> options,
        IHttpClientFactory clients,
        ISkillMemory memory,
        ISecretProvider secrets,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _clients = clients;
        _memory = memory;
        _secrets = secrets;
        _time = time;
        _logger = loggers.CreateLogger<SkillHostFactory>();
        _skillLogger = loggers.CreateLogger(CapabilityLog.SkillCategory);
    }

    /// <summary>What the host's functions give at most.</summary>
    internal SkillHostOptions Options => _options;

    /// <summary>Where environment variables come from. Tests put their own here.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The host for one run. Dispose of it when the run has ended.</summary>
    /// <param name="context">Whose run it is.</param>
    /// <param name="grants">What it may use.</param>
    /// <param name="onLog">Is called with each line that it logs; null for nobody.</param>
    /// <param name="variables">Environment variables that it is given, whatever was granted; null for none.</param>
    internal SkillHostSession CreateSession(
        SkillContext context,
        SkillGrants grants,
        Action<SkillLogLine>? onLog = null,
        IReadOnlyList<KeyValuePair<string, string>>? variables = null)
    {
        var redactor = new SecretRedactor();
        var policy = new CapabilityPolicy(grants, context.Skill.Manifest);
        var meter = new CapabilityMeter(context, _options.OnViolation, redactor, _logger);
        return new SkillHostSession(context, policy, meter, _options)
        {
            Redactor = redactor,
            Memory = _memory,
            Secrets = _secrets,
            Variables = Environment,
            GivenVariables = variables ?? [],
            Http = new GrantedHttp(policy, meter, _options, _clients, _time),
            Files = new GrantedFiles(policy, meter, _options),
            LogBuffer = new SkillLogBuffer(context, _options, redactor, _skillLogger, onLog),
        };
    }
}
