using DbSafety.Core.Errors;

namespace DbSafety.Engine.Backups.Stores;

/// <summary>What can go wrong with an object store. No message of a client goes on that could hold a key.</summary>
public static class StoreErrors
{
    /// <summary>The id of <see cref="Lacking"/>.</summary>
    internal const string LackingId = "BackupStoreLacking";

    private const string Hidden = "What was not finished nobody can see; the next backup takes it away.";

    public static DbSafetyException Unreachable(string location, string reason, Exception cause) =>
        new("BackupStoreUnreachable", ErrorKind.Connection, $"{location} cannot be reached, or the connection was lost: {reason}", cause)
        {
            State = $"No backup that is listed lacks a file. {Hidden}",
            NextStep = "Mend the connection, then run the command again.",
        };

    public static DbSafetyException Denied(string location, string code, Exception cause) =>
        new("BackupStoreDenied", ErrorKind.PermissionDenied, $"{location} refused it: {code}.", cause)
        {
            State = $"No backup that is listed lacks a file. {Hidden}",
            NextStep = "See which identity or key is used, and give it the right to list, read, write and delete there (Storage Blob Data Contributor, or s3:ListBucket, GetObject, PutObject, DeleteObject, AbortMultipartUpload).",
        };

    public static DbSafetyException NoCredential(string location, string what, Exception? cause = null) =>
        new("BackupStoreCredentialMissing", ErrorKind.Authentication, $"There is no credential for {location}: {what}", cause)
        {
            State = "Nothing was read and nothing was written.",
            NextStep = "Azure: set AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_SAS_TOKEN, or run where a managed identity is. S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or run where a role is.",
        };

    public static DbSafetyException NoContainer(string location, Exception cause) =>
        new("BackupStoreNotFound", ErrorKind.NotFound, $"The container or bucket of {location} does not exist.", cause)
        {
            State = "Nothing was written. It is not made by itself, since who may read it is decided where it is made.",
            NextStep = "Make it, readable by nobody else: az storage container create --name CONTAINER, or aws s3api create-bucket --bucket BUCKET",
        };

    public static DbSafetyException Exists(string path) =>
        new("BackupFileExists", ErrorKind.AlreadyExists, $"{path} exists already, and is never written over.")
        {
            State = "What was there is as it was; no file of this backup was left.",
            NextStep = "Run the command again: it takes another second's name.",
        };

    public static DbSafetyException Changed(string path) =>
        new("BackupFileChanged", ErrorKind.BackupInvalid, $"{path} was replaced or cut short while it was read.")
        {
            State = "Nothing that was read of it was used.",
            NextStep = "Find out who writes there, then check the set: dbsafety prove ID --files-only",
        };

    public static DbSafetyException NotConditional(string location) =>
        new("BackupStoreNotConditional", ErrorKind.NotSupported, $"The server of {location} writes over a file that it was told not to write over (If-None-Match): two backups at once could destroy each other.")
        {
            State = "Nothing was written but the mark of this try, which is taken away.",
            NextStep = "Use a server that knows conditional writes; or where only one backup at a time is ever made, say so: s3://BUCKET/PREFIX?create=unconditional",
        };

    public static DbSafetyException Lacking(string location, string code, Exception cause) =>
        new("BackupStoreLacking", ErrorKind.NotSupported, $"The server of {location} cannot do what a backup there needs: {code}.", cause)
        {
            State = $"No backup that is listed lacks a file. {Hidden}",
            NextStep = "Use a server that knows uploads in parts and lists them (ListMultipartUploads), such as S3, MinIO or Ceph.",
        };

    public static DbSafetyException Failed(string location, string code, Exception cause) =>
        new("BackupStoreFailed", ErrorKind.Storage, $"{location} could not do it: {code}.", cause)
        {
            State = $"No backup that is listed lacks a file. {Hidden}",
            NextStep = "Look the code up in the documentation of the store, then run the command again.",
        };
}
