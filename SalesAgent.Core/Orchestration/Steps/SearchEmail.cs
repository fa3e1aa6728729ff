using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Orchestration.Correspondents;
using SalesAgent.Core.Orchestration.Offering;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Looks for earlier mail with this person in the rep's mailbox, and for a conversation to go on with.</summary>
internal sealed class SearchEmail(GmailClient gmail, RepDirectory reps, IOptions<DraftingOptions> options, TimeProvider time) : IStep
{
    private const int MostThreads = 3;

    public string Name => StepNames.SearchEmail;

    public string Outside => "Gmail";

    public async Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        var (rep, dossier) = (journal.Rep, journal.Dossier);
        var prospect = dossier.Prospect!;
        var theirs = LeadAddresses.Of(prospect, dossier.Contact, reps);
        var found = await gmail.SearchThreadsAsync(rep.Email, theirs, MostThreads, cancellationToken);
        var reading = new MailReading(theirs, rep, reps, prospect.Phone, [.. options.Value.LinkHosts], time.GetUtcNow());
        var (mail, warnings) = reading.Of(found);
        return new StepResult.Done(
            mail switch
            {
                { Lines: [], ListMailLeftOut: true } => "No earlier mail but some through a list, which was left out.",
                { Lines: [] } => "No earlier mail.",
                { Reply: null } => "Earlier mail found.",
                _ => "Earlier mail found; the draft answers it.",
            },
            run => run with { Dossier = OfferedTimes.Again((run.Dossier with { Correspondence = mail }).WithWarnings(Name, warnings)) }
        );
    }
}
