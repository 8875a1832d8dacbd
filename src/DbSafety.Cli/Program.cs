using DbSafety.Cli;

return await Application.RunAsync(args);
