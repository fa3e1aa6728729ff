using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// The third of three: the rules that every draft is held against, and then, if wished, the model with a closed list of words.
/// </summary>
internal sealed partial class Critic(bool asksModel, ILogger<Critic> logger)
{
    private const int MostWords = 5;

    /// <returns>Empty when there is nothing to do better.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<IReadOnlyList<Fault>> FaultsOfAsync(ModelCalls calls, ModelAnswer.Usable text, MessageBrief brief, ModelBrief told)
    {
        Fault[] broken = [.. RulesBroken(text, brief).Select(Fault.Of).Distinct()];
        if (broken.Length > 0 || !asksModel)
            return broken;

        try
        {
            var answer = await calls.AskAsync(
                Prompt.Critic,
                new JsonObject
                {
                    ["brief"] = JsonNode.Parse(told.Json()),
                    ["subject"] = text.Subject,
                    ["body"] = text.Text,
                }.ToJsonString()
            );
            if (WordsIn(answer) is { } words)
                return [.. words.Select(Fault.OfCritic).OfType<Fault>().Distinct()];

            Log.Silent(logger, "It was not the JSON asked for.");
        }
        catch (ModelFailedException failure)
        {
            // The rules found nothing, and they are what counts.
            Log.Silent(logger, failure.Message);
        }

        return [];
    }

    /// <summary>
    /// The checks of a draft, without what only the run knows: the envelope is not the writer's and is right here by construction,
    /// and there are no times in the text yet.
    /// </summary>
    private static IReadOnlyList<DraftFinding> RulesBroken(ModelAnswer.Usable text, MessageBrief brief)
    {
        const string Somebody = "lead@salesagent.invalid",
            Rep = "rep@salesagent.invalid";
        var draft = DraftComposer.Compose(
            new WrittenMessage(text.Subject, text.Text, ""),
            new MailEnvelope
            {
                To = Somebody,
                From = Rep,
                FromName = "",
            },
            []
        );
        return DraftCheck.Check(
            draft,
            new DraftFacts
            {
                ContactEmail = Somebody,
                RepEmail = Rep,
                FreeSlots = [],
                AllowedLinkHosts = [],
                IsReply = brief.ThreadSubject is not null,
                ThreadSubject = brief.ThreadSubject,
                TheirWords = [.. new[] { brief.TheirMessage, brief.FormName, brief.Company }.OfType<string>()],
            }
        );
    }

    private static string?[]? WordsIn(string answer)
    {
        using var document = AnswerJson.Parse(answer);
        return
            document is not null && document.RootElement.TryGetProperty("faults", out var words) && words.ValueKind == JsonValueKind.Array
            ? [.. words.EnumerateArray().Take(MostWords).Select(AnswerJson.Text)]
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The critic said nothing that could be read; the rules alone decide. {Reason}")]
        public static partial void Silent(ILogger logger, string reason);
    }
}
