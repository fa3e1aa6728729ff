using System.Globalization;
using System.Reflection;
using SalesAgent.Bot.Operations.Settings;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Secrets;

namespace SalesAgent.Tests.Conventions;

/// <summary>What can be set, what is checked and what is documented are one list.</summary>
public sealed class SettingsListTests
{
    // Bound by hand: neither lies in an options type.
    private static readonly string[] NotBound = ["Sandbox:Enabled"];

    [Fact]
    public void Every_option_that_is_bound_is_on_the_list_and_nothing_else_is()
    {
        string[] listed = [.. SettingsList.All.Select(setting => setting.Key)];
        string[] bound = [.. Bound().Select(one => one.Key).Distinct(), .. NotBound];

        bound.Except(listed).ShouldBeEmpty("not on the list");
        listed.Except(bound).ShouldBeEmpty("on the list, but nothing reads it");
        listed.ShouldBeUnique();
    }

    [Fact]
    public void A_setting_has_the_kind_and_the_default_of_its_option()
    {
        var bound = Bound().DistinctBy(one => one.Key).ToDictionary(one => one.Key);
        foreach (var setting in SettingsList.All.Where(setting => !NotBound.Contains(setting.Key)))
        {
            var (key, type, initial) = bound[setting.Key];
            var kind = KindOf(type);
            (kind == setting.Kind || (kind is SettingKind.Text && setting.Kind is SettingKind.Secret)).ShouldBeTrue(
                $"{key} is {setting.Kind}, and its option {type.Name}."
            );
            if (type.IsEnum)
                setting.Choices.ShouldBe(Enum.GetNames(type), key);
            if (!string.IsNullOrEmpty(initial))
            {
                string.Equals(setting.Default, initial, StringComparison.OrdinalIgnoreCase)
                    .ShouldBeTrue($"{key} is {initial} when nothing is set, and not {setting.Default}.");
            }
        }
    }

    [Fact]
    public void A_key_that_names_a_secret_is_one() =>
        SettingsList
            .All.Where(setting =>
                setting.Key.Split(':')[^1] is var name
                && (
                    name.EndsWith("Secret", StringComparison.Ordinal)
                    || name.EndsWith("Password", StringComparison.Ordinal)
                    || name.EndsWith("Token", StringComparison.Ordinal)
                    || name.EndsWith("Key", StringComparison.Ordinal)
                )
            )
            .ShouldAllBe(setting => setting.Kind == SettingKind.Secret);

    [Fact]
    public void The_page_about_configuration_is_the_list()
    {
        var page = ConfigurationPage.Render();
        var file = Path.Combine(Sources.Root.FullName, "docs", "configuration.md");

        if (Environment.GetEnvironmentVariable("SALESAGENT_WRITE_DOCS") is "true")
            File.WriteAllText(file, page);
        File.ReadAllText(file)
            .ReplaceLineEndings("\n")
            .ShouldBe(page, "Run the tests once with SALESAGENT_WRITE_DOCS=true to write it anew.");
    }

    private static IEnumerable<(string Key, Type Type, string? Initial)> Bound() =>
        from type in Sources.Assemblies.SelectMany(assembly => assembly.GetTypes())
        where
            type == typeof(InstallationOptions)
            || (type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
        from one in Members(PrefixOf(type), type, Activator.CreateInstance(type)!)
        select one;

    private static string PrefixOf(Type type) =>
        (string?)type.GetField("Section")?.GetRawConstantValue() switch
        {
            null => "",
            "Reps" => "Reps:n:",
            "OperatorKeys" => "OperatorKeys:n:",
            var section => section + ":",
        };

    private static IEnumerable<(string Key, Type Type, string? Initial)> Members(string prefix, Type type, object instance)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // The registration's keys stand in the root, as in every Bot Framework app.
            var key =
                (type == typeof(BotOptions) && property.Name.StartsWith("Microsoft", StringComparison.Ordinal) ? "" : prefix)
                + property.Name;
            var value = property.GetValue(instance);
            if (ElementOf(property.PropertyType) is { } element)
            {
                yield return (key + ":n", element, null);
            }
            else if (property.PropertyType.IsClass && property.PropertyType.Namespace!.StartsWith("SalesAgent", StringComparison.Ordinal))
            {
                foreach (var inner in Members(key + ":", property.PropertyType, value!))
                    yield return inner;
            }
            else if (property.SetMethod is { IsPublic: true })
            {
                yield return (
                    key,
                    Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
                    Convert.ToString(value, CultureInfo.InvariantCulture)
                );
            }
        }
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? type.GetGenericArguments()[0]
        : null;

    private static SettingKind KindOf(Type type) =>
        type switch
        {
            { IsEnum: true } => SettingKind.Choice,
            _ when type == typeof(bool) => SettingKind.YesNo,
            _ when type == typeof(int) || type == typeof(long) => SettingKind.WholeNumber,
            _ when type == typeof(TimeSpan) => SettingKind.Duration,
            _ when type == typeof(Uri) => SettingKind.Address,
            _ => SettingKind.Text,
        };
}
