namespace SalesAgent.Core.Storage;

/// <param name="Key">Unique within its partition.</param>
/// <param name="Body">JSON text.</param>
/// <param name="Version">Opaque; changes with every write (an ETag).</param>
public sealed record StoredRecord(string Key, string Body, string Version);
