using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace SalesAgent.Tests.Protocol.Outbound;

/// <summary>The environment in which this machine's own addresses are trusted.</summary>
internal sealed class Development : IHostEnvironment
{
    public string EnvironmentName { get; set; } = Environments.Development;

    public string ApplicationName { get; set; } = "tests";

    public string ContentRootPath { get; set; } = "";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
