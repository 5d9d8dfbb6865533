namespace Boternity.Skills.Scanning;

/// <summary>Commands that stand together: of a line, or of a substitution or parentheses in one.</summary>
internal sealed class CommandFrame(WordBuffer buffer)
{
    public CommandFrameKind Kind { get; private set; }

    /// <summary>The word that the parentheses follow at once, as a function's name.</summary>
    public ShellWord Caller { get; private set; }

    /// <summary>The words of the command that is read.</summary>
    public List<ShellWord> Words { get; } = [];

    public int Count => Words.Count;

    /// <summary>Whether the command reads from a pipe.</summary>
    public bool IsPiped { get; private set; }

    /// <summary>What comes through that pipe.</summary>
    public CarriedData Input { get; private set; }

    /// <summary>What the substitutions and variables among its words hold.</summary>
    public CarriedData Nested { get; private set; }

    /// <summary>What the parentheses among its words hold.</summary>
    public CarriedData Grouped { get; private set; }

    /// <summary>How many words stand before the first of those substitutions.</summary>
    public int WordsBeforeNested { get; private set; }

    /// <summary>Whether it has a substitution, whatever it holds.</summary>
    public bool HasSubstitution { get; private set; }

    /// <summary>What the commands that have ended print.</summary>
    public CarriedData Output { get; private set; }

    public ReadOnlySpan<char> this[Index index] => buffer.TextOf(Words[index]);

    public ReadOnlySpan<char> CallerText => buffer.TextOf(Caller);

    public void Open(CommandFrameKind kind, ShellWord caller)
    {
        Kind = kind;
        Caller = caller;
        Output = CarriedData.None;
        Next(isPiped: false, CarriedData.None);
    }

    public void Add(ShellWord word)
    {
        if (word.Data != CarriedData.None)
        {
            AddNested(word.Data, isGroup: false);
        }

        Words.Add(word);
    }

    public void AddNested(CarriedData data, bool isGroup)
    {
        if (isGroup)
        {
            Grouped |= data;
            return;
        }

        WordsBeforeNested = HasSubstitution ? WordsBeforeNested : Words.Count;
        HasSubstitution = true;
        Nested |= data;
    }

    /// <summary>Ends the command.</summary>
    public void End(CarriedData output, bool intoPipe)
    {
        Output |= intoPipe ? CarriedData.None : output;
        Next(intoPipe, intoPipe ? output : CarriedData.None);
    }

    private void Next(bool isPiped, CarriedData input)
    {
        Words.Clear();
        (IsPiped, Input) = (isPiped, input);
        (Nested, Grouped) = (CarriedData.None, CarriedData.None);
        (WordsBeforeNested, HasSubstitution) = (0, false);
    }
}

/// <summary>What a <see cref="CommandFrame"/> stands in.</summary>
internal enum CommandFrameKind
{
    /// <summary>A line.</summary>
    Line,

    /// <summary><c>$(…)</c> or <c>&lt;(…)</c>.</summary>
    Substitution,

    /// <summary>Backticks: a substitution, or code in Markdown.</summary>
    Backticks,

    /// <summary>Parentheses.</summary>
    Parentheses,
}
