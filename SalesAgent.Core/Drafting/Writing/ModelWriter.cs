using System.ClientModel;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>
/// Has a language model write. The model gets the brief and has no tools, decides nothing but words, and every failure of it
/// ends in the template: a lead never waits longer than <paramref name="timeout"/> and never goes without a draft.
/// </summary>
/// <param name="model">For the audit.</param>
/// <param name="prompt">The standing instructions, see Drafting/Prompts.</param>
internal sealed partial class ModelWriter(
    IChatClient chat, string model, string prompt, TimeSpan timeout, int maxOutputTokens,
    TemplateWriter template, TimeProvider time, ILogger<ModelWriter> logger) : IMessageWriter
{
    public async Task<WrittenMessage> WriteAsync(MessageBrief brief, CancellationToken cancellationToken)
    {
        string reason;
        try
        {
            switch (Judge(await AskAsync(brief, cancellationToken), brief))
            {
                case ModelAnswer.Usable usable: return new WrittenMessage(usable.Subject, usable.Text, model);
                case ModelAnswer.Unusable unusable: reason = $"The model's answer could not be used: {unusable.Reason}."; break;
                case var other: throw new InvalidOperationException($"No case for {other.GetType().Name}.");
            }
        }
        // Whatever goes wrong with a model, the client's own bugs included, the lead gets its draft.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            reason = Describe(failure);
        }

        Log.UsedTemplate(logger, model, reason);
        return template.Write(brief) with { Fallback = reason };
    }

    private async Task<ChatResponse> AskAsync(MessageBrief brief, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var answer = chat.GetResponseAsync(
            [new ChatMessage(ChatRole.System, prompt), new ChatMessage(ChatRole.User, ModelBrief.JsonFor(brief))],
            new ChatOptions { MaxOutputTokens = maxOutputTokens, ResponseFormat = ChatResponseFormat.Json },
            both.Token);

        // Waiting for the token too, because a client that does not look at it would hold the lead up.
        return await answer.WaitAsync(both.Token);
    }

    private static ModelAnswer Judge(ChatResponse response, MessageBrief brief)
    {
        if (response.FinishReason == ChatFinishReason.Length) return new ModelAnswer.Unusable("it was cut off");

        // The client turns a refusal into error content.
        var declined = response.FinishReason == ChatFinishReason.ContentFilter
            || response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().Any();
        return declined ? new ModelAnswer.Unusable("the model declined to write") : ModelAnswer.Read(response.Text, brief);
    }

    /// <summary>Without the exception's own message, which may quote the request or the key.</summary>
    private static string Describe(Exception failure) => failure switch
    {
        OperationCanceledException or TimeoutException => "The model did not answer in time.",
        ClientResultException { Status: > 0 } refused => string.Create(CultureInfo.InvariantCulture, $"The model's service answered {refused.Status}."),
        HttpRequestException or IOException or ClientResultException => "The model's service could not be reached.",
        _ => $"The model's service gave an answer that could not be read ({failure.GetType().Name}).",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Model {Model} was not used, the template was. {Reason}")]
        public static partial void UsedTemplate(ILogger logger, string model, string reason);
    }
}
