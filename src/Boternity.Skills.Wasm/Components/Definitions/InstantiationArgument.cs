using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>
/// A named item of a component: an argument of an instantiation, or an export of a synthesized instance.
/// </summary>
/// <param name="Name">The name it is given under.</param>
/// <param name="Sort">Its sort.</param>
/// <param name="Index">Its index there.</param>
/// <param name="ResourceSlot">Of a resource type, its slot; otherwise -1.</param>
internal readonly record struct InstantiationArgument(string Name, ExternSort Sort, int Index, int ResourceSlot);

/// <summary>Where a resource that a definition brings is found in it, and the slot that it goes to.</summary>
internal readonly record struct ResourceBinding(string[] Path, int Slot);
