namespace Boternity.Skills.Registries;

/// <summary>Counts the bytes of one transfer, and tells of them now and then.</summary>
internal sealed class TransferProgress(IProgress<SkillFetchProgress> progress, long? total)
{
    private const long ReportEvery = 64 * 1024;

    private long _bytes;
    private long _told;

    /// <summary>Counts bytes that have come.</summary>
    public void Add(long bytes)
    {
        _bytes += bytes;
        if (_bytes - _told >= ReportEvery)
        {
            Report();
        }
    }

    /// <summary>Tells of all that has come: the transfer has ended.</summary>
    public void Complete()
    {
        if (_told < _bytes)
        {
            Report();
        }
    }

    private void Report()
    {
        _told = _bytes;
        progress.Report(new SkillFetchProgress { Bytes = _bytes, TotalBytes = total });
    }
}
