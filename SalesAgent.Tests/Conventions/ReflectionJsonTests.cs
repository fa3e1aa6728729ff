using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using SalesAgent.Bot.Bench;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core.Review;

namespace SalesAgent.Tests.Conventions;

/// <summary>
/// The product runs with reflection JSON switched off. The test process cannot (Playwright needs it), so a call that
/// would throw in production is looked for in the assemblies instead.
/// </summary>
public sealed class ReflectionJsonTests
{
    [Theory]
    [InlineData(typeof(ReviewCase))]
    [InlineData(typeof(ReviewCards))]
    [InlineData(typeof(SandboxHost))]
    [InlineData(typeof(IBench))]
    public void Product_code_serialises_with_generated_contexts_only(Type anyTypeOfTheAssembly) =>
        CallsOutside(anyTypeOfTheAssembly.Module)
            .Where(NeedsReflectionJson)
            .Select(method => $"{method.DeclaringType}.{method}")
            .Distinct()
            .ShouldBeEmpty();

    [Fact]
    public void The_check_finds_such_a_call()
    {
        var json = JsonSerializer.Serialize(new[] { 1 });

        json.ShouldBe("[1]");
        CallsOutside(typeof(ReflectionJsonTests).Module).ShouldContain(method => NeedsReflectionJson(method));
    }

    private static bool NeedsReflectionJson(MethodBase method) =>
        method.DeclaringType?.Assembly.GetName().Name
            is "System.Text.Json"
                or "System.Net.Http.Json"
                or "Microsoft.AspNetCore.Http.Extensions"
        && method.IsDefined(typeof(RequiresUnreferencedCodeAttribute));

    /// <summary>Every method of other assemblies that the module's code refers to.</summary>
    private static IEnumerable<MethodBase> CallsOutside(Module module)
    {
        using var file = new PEReader(File.OpenRead(module.FullyQualifiedName));
        var metadata = file.GetMetadataReader();

        // Open type arguments are closed with anything: only the method's name and attributes matter here.
        var anything = Enumerable.Repeat(typeof(object), 8).ToArray();
        foreach (var table in (TableIndex[])[TableIndex.MemberRef, TableIndex.MethodSpec])
        {
            for (var row = 1; row <= metadata.GetTableRowCount(table); row++)
            {
                if (Resolved(module, ((int)table << 24) | row, anything) is { } method)
                    yield return method;
            }
        }
    }

    private static MethodBase? Resolved(Module module, int token, Type[] anything)
    {
        try
        {
            return module.ResolveMember(token, anything, anything) as MethodBase;
        }
        catch (Exception broken) when (broken is ArgumentException or System.Security.VerificationException)
        {
            // "Anything" broke a constraint of a generic type: no JSON call has one.
            return null;
        }
    }
}
