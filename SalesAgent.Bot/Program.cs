using SalesAgent.Bot.Cli;

return await CommandLine.RunAsync(args);
