using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Operations.Operators;

namespace SalesAgent.Bot.Cli.Secrets;

/// <summary><c>secrets operator-key NAME</c>: makes a key for the operator routes and shows it this once. It is stored nowhere.</summary>
internal static class OperatorKeyCommand
{
    private static readonly JsonSerializerOptions Indented = AuditJsonView.Indented;

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Who is going to call with it, such as prometheus" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var make = new Command(
            "operator-key",
            "Make a key for the operator routes and the hash to configure; the key is shown once and stored nowhere"
        )
        {
            name,
            json,
        };
        make.SetAction((parsed, _) => MakeAsync(parsed.GetRequiredValue(name), parsed.GetValue(json), parsed.InvocationConfiguration));
        return make;
    }

    private static async Task<int> MakeAsync(string name, bool json, InvocationConfiguration console)
    {
        if (!OperatorKeyRules.IsName(name))
        {
            await console.Error.WriteLineAsync(OperatorKeyRules.NameRule("NAME"));
            return 1;
        }

        var made = NewOperatorKey.Make();
        if (json)
        {
            await console.Output.WriteLineAsync(
                new JsonObject
                {
                    ["name"] = name,
                    ["key"] = made.Key,
                    ["hash"] = made.Hash,
                }.ToJsonString(Indented)
            );
            return 0;
        }

        await console.Output.WriteLineAsync(
            $"""
            The key of {name}, shown this once. Send it as `Authorization: Bearer <key>`:
              {made.Key}
            Its hash, for the configuration (n is the next free number, from 0):
              OperatorKeys__n__Name={name}
              OperatorKeys__n__Hash={made.Hash}
            """
        );
        return 0;
    }
}
