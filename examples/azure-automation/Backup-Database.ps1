#Requires -Version 7.4
<#
.SYNOPSIS
    A runbook of Azure Automation: backs a PostgreSQL database up into Azure Blob storage, checks what was written, and prunes.
.DESCRIPTION
    Runs in the cloud sandbox (400 MB of memory, 1 GB of disk, nobody to answer): rows go from the server to the storage as they come, and
    no file is written here. The storage is opened with the managed identity of the account, or with what
    AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_SAS_TOKEN holds; the database with a stored credential, or with a token of the
    managed identity. Any error ends the job as failed.
#>
[CmdletBinding()]
param(
    # The server's name.
    [Parameter(Mandatory)] [string] $Server,

    # The database.
    [Parameter(Mandatory)] [string] $Database,

    # Where the backups go, such as azblob://ACCOUNT/CONTAINER/farm.
    [Parameter(Mandatory)] [string] $Store,

    # The name of a credential of the Automation account. Without it the managed identity is shown to the server.
    [string] $CredentialName,

    # The role of the managed identity in the database; only without CredentialName.
    [string] $Role,

    [int] $Port = 5432,

    # Whom the connection trusts: VerifyFull checks the server's certificate and name.
    [ValidateSet('VerifyFull', 'VerifyCA', 'Require', 'Disable')] [string] $SslMode = 'VerifyFull',

    # Restores the backup into a scratch database of the same server and compares; the role has to have CREATEDB.
    [bool] $Prove = $false,

    [int] $KeepDaily = 14,
    [int] $KeepWeekly = 8,
    [int] $KeepMonthly = 12
)

$ErrorActionPreference = 'Stop'
# Nobody answers in a sandbox: a question would end the job, an answer is given here, once.
$ConfirmPreference = 'None'
$ProgressPreference = 'SilentlyContinue'
Import-Module DbSafety

function Get-IdentityCredential {
    # The sandbox has an endpoint that gives tokens of the account's managed identity, for the service that is named.
    $service = [uri]::EscapeDataString('https://ossrdbms-aad.database.windows.net')
    $answer = Invoke-RestMethod -Uri "$($env:IDENTITY_ENDPOINT)?resource=$service&api-version=2019-08-01" -Headers @{
        'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER
        Metadata            = 'true'
    }
    $token = [System.Security.SecureString]::new()
    $answer.access_token.ToCharArray() | ForEach-Object { $token.AppendChar($_) }
    [pscredential]::new($Role, $token)
}

$credential = if ($CredentialName) { Get-AutomationPSCredential -Name $CredentialName } else { Get-IdentityCredential }
$target = @{
    Connection = "Host=$Server;Port=$Port;Database=$Database;SSL Mode=$SslMode"
    Credential = $credential
    Path       = $Store
}

# One table at a time: the sandbox is small, and so is its share of the server.
$backup = New-LogicalBackup @target -All -Jobs 1 -Prove:$Prove
"Backed up $($backup.Tables.Count) tables, $($backup.Rows) rows, $($backup.Bytes) bytes: $($backup.Manifest)"

# What is in the storage, read back: sizes, hashes, form, and the digest of the rows.
$failed = @($backup | Test-LogicalBackup -FilesOnly -Detailed | Where-Object { -not $_.Passed })
if ($failed) {
    throw "The backup $($backup.Id) is not what was written: $($failed.Table -join ', ')"
}
"Checked: every file of $($backup.Id) is as it was written$($Prove ? ', and was restored and compared' : '')."

$gone = @(Remove-LogicalBackup @target -KeepDaily $KeepDaily -KeepWeekly $KeepWeekly -KeepMonthly $KeepMonthly | Where-Object Decision -EQ Removed)
"Pruned: $($gone.Count) older sets."
