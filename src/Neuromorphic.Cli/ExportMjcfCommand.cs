using System.CommandLine;
using Neuromorphic.Envs.Locomotion;
using Neuromorphic.Files;

namespace Neuromorphic.Cli;

/// <summary>`export-mjcf`: a robot as a file for MuJoCo.</summary>
static class ExportMjcfCommand
{
    public static Command Create()
    {
        Argument<string> robot = new("robot") { Description = $"The robot: {string.Join(", ", LocomotionRegistry.Names)}." };
        Option<string?> variant = new("--variant") { Description = $"The variant: {string.Join(", ", LocomotionRegistry.Variants)}; gymnasium-v4 as on MuJoCo 2, gymnasium-v5 as on 3.5 and later.", HelpName = "variant" };
        Option<string?> file = new("--out") { Description = "The file; standard output if not given.", HelpName = "file" };
        var command = new ExampledCommand("export-mjcf", "Write a robot as MJCF, which MuJoCo 2.2 and later load and move in the same way.", """
            neuromorphic export-mjcf ant --out ant.xml
            neuromorphic export-mjcf hopper --variant gymnasium-v5
            """) { robot, variant, file };
        command.SetAction(result =>
        {
            string mjcf = Given.ByUser(() => MjcfWriter.Write(result.GetRequiredValue(robot), new() { Variant = result.GetValue(variant) }));
            if (result.GetValue(file) is { } path) WholeFile.Write(path, mjcf);
            else Console.WriteLine(mjcf);
        });
        return command;
    }
}
