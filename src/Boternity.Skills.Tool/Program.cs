using System.CommandLine;
using Boternity.Skills.Tool;

RootCommand root = ToolCommands.Create();
return await ToolExit.RunAsync(root, args);
