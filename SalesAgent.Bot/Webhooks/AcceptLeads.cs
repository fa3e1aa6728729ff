using SalesAgent.Core.Intake;
using SalesAgent.Core.Records;

namespace SalesAgent.Bot.Webhooks;

/// <summary>Where leads go from here: <see cref="LeadIntake.AcceptAsync"/>. When it returns, they are on disk.</summary>
/// <exception cref="Core.Storage.StorageUnavailableException">Nothing can be promised; the sender must deliver again.</exception>
internal delegate Task<IReadOnlyList<IntakeResult>> AcceptLeads(IReadOnlyList<IncomingLead> leads, CancellationToken cancellationToken);
