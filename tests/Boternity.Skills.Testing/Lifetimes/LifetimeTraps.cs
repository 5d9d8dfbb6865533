namespace Boternity.Skills.Testing.Lifetimes;

/// <summary>Words that the engine's messages contain.</summary>
internal static class LifetimeTraps
{
    public const string CannotEnter = "cannot enter component instance";
    public const string CannotLeave = "cannot leave component instance";
    public const string BorrowsRemain = "borrow handles still remain";
    public const string UnknownHandle = "unknown handle index";
    public const string WrongType = "used with the wrong type";
    public const string Lent = "while borrowed";
    public const string NotOwned = "cannot lift own resource from a borrow";
}
