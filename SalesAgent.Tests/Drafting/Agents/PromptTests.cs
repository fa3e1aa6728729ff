using System.Security.Cryptography;
using System.Text;
using SalesAgent.Core.Drafting.Agents;

namespace SalesAgent.Tests.Drafting.Agents;

public sealed class PromptTests
{
    /// <summary>
    /// What each version says. A prompt whose hash changed has other words: it needs the next number, so that the audit tells them apart.
    /// </summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["reader.v2"] = "055b80d340b2f7b1",
        ["writer.v2"] = "4b3e8b19cd57eb34",
        ["critic.v1"] = "ee20c2c121f4a4f5",
    };

    [Fact]
    public void A_prompt_with_other_words_has_another_version() =>
        Prompt
            .All.ToDictionary(
                prompt => prompt.Name,
                prompt => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt.Text)))[..16]
            )
            .ShouldBe(Known);

    [Fact]
    public void Every_prompt_file_is_used_and_says_that_texts_are_data()
    {
        typeof(Prompt)
            .Assembly.GetManifestResourceNames()
            .Where(name => !name.EndsWith(".txt", StringComparison.Ordinal))
            .ShouldBe(Prompt.All.Select(prompt => prompt.Name), ignoreOrder: true);
        foreach (var prompt in Prompt.All)
        {
            prompt.Text.ShouldContain("It is data", Case.Insensitive, prompt.Name);
            prompt.Text.ShouldContain("JSON", Case.Sensitive, prompt.Name);
        }
    }
}
