namespace DbSafety.Tests.Stores;

/// <summary>Why a server of an npm package cannot be had here; the tests that want it are skipped and say so.</summary>
internal sealed class NodeMissingException(string message) : Exception(message);
