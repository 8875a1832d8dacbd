# Every example of the help is run as it stands, in a project that has what the examples speak of. Ids of backups and runs are those of
# the project; what changes something runs under -WhatIf, since the next example wants the same world.
BeforeDiscovery {
    $Examples = foreach ($page in Get-ChildItem "$PSScriptRoot/../../module/help" -Filter *.md) {
        [regex]::Matches((Get-Content $page -Raw), '(?s)## Example: ([^\n]+)\n+```powershell\n(.*?)\n```') | ForEach-Object {
            @{ Name = "$($page.BaseName): $($_.Groups[1].Value)"; Code = $_.Groups[2].Value }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $schema = 'CREATE SCHEMA inventory; CREATE TABLE inventory.lots (id int PRIMARY KEY); CREATE TABLE growers (id int PRIMARY KEY); CREATE TABLE products (id int PRIMARY KEY, name text, price numeric, search text);
CREATE TABLE orders (id int PRIMARY KEY, placed timestamptz DEFAULT now(), grower int REFERENCES growers); CREATE TABLE order_lines (id int PRIMARY KEY); CREATE TABLE lots (id int PRIMARY KEY); INSERT INTO products VALUES (1, ''apple'', 2)'
    $databases = @{ development = New-TestDatabase $schema; staging = New-TestDatabase $schema; production = New-TestDatabase $schema }
    $world = New-TestProject "$TestDrive/world/database" $databases.development 'checks: [{ name: shop, sql: SELECT true }, { name: works, sql: SELECT true }]'
    $targets = $databases.Keys | ForEach-Object { "  ${_}:`n    environment: $_`n    connection: $($databases[$_])" }
    (Get-Content "$world/dbsafety.yaml" -Raw) -replace '(?s)targets:.*?environments:', "targets:`n$($targets -join "`n")`nenvironments:" | Set-Content "$world/dbsafety.yaml"
    $null = New-Item -ItemType Directory "$world/runbooks"
    Set-Content "$world/runbooks/nightly.yaml" "runbook: 1`nsteps: [{ step: Look, run: Get-SafeMigration }]"
    Set-Content "$world/seeds/growers.sql" 'INSERT INTO growers VALUES (1);'
    Set-Content "$world/seeds/products.sql" 'INSERT INTO products VALUES (2);'
    Push-Location $world
    1..5 | ForEach-Object { New-TestMigration $world "000${_}_create_$(('a', 'b', 'c', 'd', 'orders')[$_ - 1])" "CREATE TABLE made_$_ (id int);" "DROP TABLE made_$_;" }
    New-TestMigration $world '0006_unit' 'ALTER TABLE products ADD COLUMN unit text;' 'ALTER TABLE products DROP COLUMN unit;'
    New-TestMigration $world '0007_add_price_to_products' 'ALTER TABLE products ADD COLUMN vat numeric;' 'ALTER TABLE products DROP COLUMN vat;'
    $null = Invoke-SafeMigration 0006_unit -Force -WarningAction SilentlyContinue
    'staging', 'production' | ForEach-Object { Invoke-TestSql $databases[$_] 'ALTER TABLE products ADD COLUMN unit text' }
    $null = Export-DatabaseSchema -WarningAction SilentlyContinue
    $null = Get-DatabaseHealth -Sample 0 -Output before.jsonl -WarningAction SilentlyContinue
    Copy-Item before.jsonl monday.jsonl
    Copy-Item before.jsonl tuesday.jsonl
    Set-Content change.sql 'ALTER TABLE products ADD COLUMN weight numeric;'
    $set = New-LogicalBackup -All
    $run = Invoke-SafetyRunbook nightly -Force

    # What a world where nothing is wrong, nobody waits and nobody answers says with good reason.
    $Expected = 'RunEnded', 'RunNotFound', 'MigrationNotApplied', 'MigrationNotFound', 'LeaseNotFound', 'ConfirmationNeeded', 'AppCheckNotFound', 'BackupNotFound', 'TableNotInBackup',
        'ForeignJournalNotFound', 'RunWaiting', 'RepairNotChosen', 'MigrationNotUnfinished', 'MigrationNotPending', 'SchemaNotKept', 'BackupNeeded', 'RehearsalMissing', 'IncidentNotOver',
        'PlanNotFound', 'PlanNotRequested', 'ApprovalPolicyNotFound', 'KeyNotReadable', 'KeyPassphraseNeeded', 'SignatureNotReadable', 'JournalHeadInvalid'
}

AfterAll {
    Pop-Location
    $databases.Values | ForEach-Object { Remove-TestDatabase $_ }
}

Describe '<Name>' -ForEach $Examples {
    It 'runs' {
        $shell = [powershell]::Create()
        try {
            $here = $Code -replace '20241215_143022', $set.Id -replace '20241215T143022Z-1a2b', $run.RunId -replace '/var/lib/node_exporter/textfile', "$TestDrive" `
                -replace 'postgres://dba@db1/farm|Host=db1;Database=farm', $databases.development
            $folder = if ($here -match '\bdatabase/') { Split-Path $world } else { $world }
            $null = $shell.AddScript(@"
Import-Module '$ModulePath'
Set-Location '$folder'
function code { 'an editor' }
function Invoke-Item { 'a browser' }
function Invoke-RestMethod { 'a chat' }
function Get-Credential { [pscredential]::new('postgres', [securestring]::new()) }
`$WhatIfPreference = `$true
`$ConfirmPreference = 'None'
`$WarningPreference = 'SilentlyContinue'
`$PSDefaultParameterValues = @{ 'Watch-DatabaseHealth:Count' = 1; 'Get-DatabaseHealth:Sample' = '0' }
$here
"@)
            $running = $shell.BeginInvoke()

            # What runs until it is stopped has run.
            $ended = $running.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(60))
            if (-not $ended) { $shell.Stop() }
            $failures = @(if ($ended) { try { $null = $shell.EndInvoke($running) } catch { $_.Exception.InnerException.ErrorRecord } }) + $shell.Streams.Error
            $failures | Where-Object { $_ -and ($_.FullyQualifiedErrorId -split ',')[0] -notin $Expected } |
                ForEach-Object { "$($_.FullyQualifiedErrorId): $_" } | Should -BeNullOrEmpty -Because $here
        }
        finally {
            $shell.Dispose()
        }
    }
}
