namespace SalesAgent.Core.Storage;

/// <summary>The storage back end could not be reached, is full or refused to write.</summary>
public sealed class StorageUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
