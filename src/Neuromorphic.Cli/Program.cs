return Neuromorphic.Cli.CommandLine.Run(args);
