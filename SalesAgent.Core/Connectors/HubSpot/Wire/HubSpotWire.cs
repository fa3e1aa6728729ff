using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

// HubSpot's JSON: every field is optional in what comes in; property values and ids are text, whatever the writer chose.

internal sealed record CrmObject(string? Id, Dictionary<string, string?>? Properties, Dictionary<string, AssociationPage>? Associations);

internal sealed record AssociationPage(List<AssociatedObject>? Results);

internal sealed record AssociatedObject(string? Id);

/// <summary>A page of objects: a search, a list or a batch read. <see cref="Errors"/> comes with 207.</summary>
internal sealed record CrmPage(List<CrmObject>? Results, List<BatchError>? Errors, int? NumErrors);

internal sealed record BatchError(string? Category, string? SubCategory);

internal sealed record SearchQuery(FilterGroup[] FilterGroups, string[] Sorts, string[] Properties, int Limit, string After);

internal sealed record FilterGroup(Filter[] Filters);

internal sealed record Filter(string PropertyName, string Operator, string Value);

internal sealed record ObjectWrite(Dictionary<string, string> Properties, NewAssociation[]? Associations);

internal sealed record NewAssociation(ObjectReference To, AssociationKind[] Types);

internal sealed record ObjectReference(string Id);

internal sealed record AssociationKind(string AssociationCategory, int AssociationTypeId);

internal sealed record AssociationQuery(AssociationInput[] Inputs);

internal sealed record AssociationInput(string Id, string? After);

internal sealed record AssociationAnswer(List<AssociationResult>? Results, List<BatchError>? Errors, int? NumErrors);

internal sealed record AssociationResult(List<AssociationTarget>? To, Paging? Paging);

internal sealed record AssociationTarget(string? ToObjectId, List<AssociationLabel>? AssociationTypes);

internal sealed record AssociationLabel(string? Category, int? TypeId);

internal sealed record Paging(PagingNext? Next);

internal sealed record PagingNext(string? After);

internal sealed record BatchQuery(string[] Properties, ObjectReference[] Inputs)
{
    /// <summary>HubSpot's specification requires it, also where no history is wanted.</summary>
    public string[] PropertiesWithHistory { get; init; } = [];
}

internal sealed record OwnerRecord(string? Id, string? Email, string? FirstName, string? LastName, string? Type, bool? Archived);

internal sealed record OwnerPage(List<OwnerRecord>? Results, Paging? Paging);

internal sealed record AccountDetails(long? PortalId, string? TimeZone, string? DataHostingLocation);

internal sealed record Conflict(string? Message);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TextOrNumberConverter)]
)]
[JsonSerializable(typeof(CrmObject))]
[JsonSerializable(typeof(CrmPage))]
[JsonSerializable(typeof(SearchQuery))]
[JsonSerializable(typeof(ObjectWrite))]
[JsonSerializable(typeof(AssociationQuery))]
[JsonSerializable(typeof(AssociationAnswer))]
[JsonSerializable(typeof(BatchQuery))]
[JsonSerializable(typeof(OwnerRecord))]
[JsonSerializable(typeof(OwnerPage))]
[JsonSerializable(typeof(AccountDetails))]
[JsonSerializable(typeof(Conflict))]
internal sealed partial class HubSpotJson : JsonSerializerContext;
