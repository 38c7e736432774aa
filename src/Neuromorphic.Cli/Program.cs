using Neuromorphic.Cli;

MissingPart.Prepare();
try
{
    return CommandLine.Run(args);
}
catch (Exception e) when (MissingPart.In(e) is { } part)
{
    MissingPart.Report(part);
    return 1;
}
