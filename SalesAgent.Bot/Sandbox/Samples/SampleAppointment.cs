namespace SalesAgent.Bot.Sandbox.Samples;

/// <summary>An appointment of one rep.</summary>
internal sealed record SampleAppointment(SandboxRep Owner, DateTimeOffset Start, DateTimeOffset End, string Summary);
