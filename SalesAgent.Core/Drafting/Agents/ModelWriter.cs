using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Drafting.Writing;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// Has a language model write: reader, writer, critic, and at most two rewrites. The model decides nothing but words, and every
/// failure of it ends in the template: a lead never waits longer than the time-out and never goes without a draft.
/// </summary>
internal sealed partial class ModelWriter(
    IChatClient chat,
    IOptions<DraftingOptions> options,
    DailyTokens daily,
    Reader reader,
    Critic critic,
    TemplateWriter template,
    TimeProvider time,
    ILogger<ModelWriter> logger
) : IMessageWriter
{
    private const int MostTries = 3;

    public async Task<WrittenMessage> WriteAsync(MessageBrief brief, CancellationToken cancellationToken)
    {
        using var calls = new ModelCalls(chat, options.Value, daily, time, cancellationToken);
        try
        {
            var reading = await reader.ReadAsync(calls, brief);
            var (text, faults) = await WriteAsync(calls, brief, ModelBrief.For(brief, reading, template.Voice(brief)));
            string[] remarks = [.. LanguageRemarks(reading), .. faults.Select(fault => fault.Remark).OfType<string>()];
            return new WrittenMessage(text.Subject, text.Text, options.Value.Model!)
            {
                Use = calls.Use,
                Remarks = remarks.Length == 0 ? null : remarks,
            };
        }
        catch (ModelFailedException failure)
        {
            Log.UsedTemplate(logger, options.Value.Model!, failure.Message);
            return template.Write(brief) with { Fallback = failure.Message, FallbackKind = failure.Kind, Use = calls.Use };
        }
    }

    /// <returns>The best text there was, and what is still wrong with it.</returns>
    private async Task<(ModelAnswer.Usable Text, IReadOnlyList<Fault> Faults)> WriteAsync(
        ModelCalls calls,
        MessageBrief brief,
        ModelBrief told
    )
    {
        (ModelAnswer.Usable Text, IReadOnlyList<Fault> Faults)? best = null;
        ModelFailedException? reason = null;
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                IReadOnlyList<Fault> faults;
                switch (ModelAnswer.Read(await calls.AskAsync(Prompt.Writer, told.Json()), brief, told))
                {
                    case ModelAnswer.Usable text:
                        faults = await critic.FaultsOfAsync(calls, text, brief, told);
                        if (best is not { } before || faults.Count < before.Faults.Count)
                            best = (text, faults);
                        if (faults.Count == 0)
                            return best.Value;
                        break;
                    case ModelAnswer.Unusable { Reason: var why }:
                        faults = [Fault.OfUnusable(why)];
                        reason = new ModelFailedException(ModelFailure.Unusable, $"The model's answer could not be used: {why}.");
                        break;
                    case var other:
                        throw new InvalidOperationException($"No case for {other.GetType().Name}.");
                }

                told = told with { Corrections = [.. faults.Select(fault => fault.Correction)] };
            }
            catch (ModelFailedException failure)
            {
                // Asking again for what the service would not give, or has no time for, is no rewrite.
                reason = failure;
                break;
            }
        }

        return best ?? throw reason!;
    }

    private static IEnumerable<string> LanguageRemarks(Reading? reading) =>
        reading?.Language is { } language and not "English" ? [$"They seem to write in {language}; this draft is in English."] : [];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Model {Model} was not used, the template was. {Reason}")]
        public static partial void UsedTemplate(ILogger logger, string model, string reason);
    }
}
