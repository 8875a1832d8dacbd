BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Runbooks' {
    BeforeEach {
        $database = New-TestDatabase 'CREATE TABLE products (id int PRIMARY KEY, name text); INSERT INTO products VALUES (1, ''apple'')'
        $project = New-TestProject (Join-Path $TestDrive ([guid]::NewGuid())) $database
        New-TestMigration $project '0001_add_price' 'ALTER TABLE products ADD COLUMN price numeric;' 'ALTER TABLE products DROP COLUMN price;'
        $null = New-Item -ItemType Directory "$project/runbooks"
        Push-Location $project
        function Get-Price { @(Invoke-TestSql $database "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'products' AND column_name = 'price'").Count }
    }

    AfterEach {
        Pop-Location
        Remove-TestDatabase $database
    }

    It 'are those of the seed, and the project''s own' {
        Set-Content runbooks/own.yaml "runbook: 1`nsteps: [{ step: Look, run: Get-SafeMigration }]"
        (Get-SafetyRunbook).Name | Should -Be 'migration-failed', 'own', 'rollback', 'rollback-failed', 'safe-migration'
        (Get-SafetyRunbook rollback).Steps.Count | Should -Be 5
    }

    It 'are checked without being run' {
        Test-SafetyRunbook | Should -BeTrue
        Set-Content runbooks/own.yaml "runbook: 1`nsteps: [{ step: Look, run: { Get-SafeMigration: { Idd: x } } }]"
        Test-SafetyRunbook own -WarningVariable said -WarningAction SilentlyContinue | Should -BeFalse
        "$said" | Should -BeLike '*Did you mean ''Id''*'
        (Test-SafetyRunbook own -Detailed).Problems.Count | Should -Be 1
    }

    It 'run the real cmdlets, and hand objects on' {
        Set-Content runbooks/own.yaml @'
runbook: 1
inputs: { id: { required: true } }
steps:
  - { step: Apply, id: up, run: [{ Get-SafeMigration: { Id: [$inputs.id], Pending: true } }, { Invoke-SafeMigration: {} }], expect: $output.Outcome -eq 'succeeded' }
  - { step: Back, run: { Undo-SafeMigration: { Id: $inputs.id } }, timeout: 5min }
'@
        $run = Invoke-SafetyRunbook own -InputValue @{ id = '0001_add_price' } -Force
        $run.Status | Should -Be 'Succeeded'
        $run.Steps.State | Should -Be 'Succeeded', 'Succeeded'
        Get-Price | Should -Be 0
        (Get-SafetyRun -Last 1).RunId | Should -Be $run.RunId
    }

    It 'show what they would do with -WhatIf, and do nothing' {
        $run = Invoke-SafetyRunbook safe-migration -WhatIf
        $run.Status | Should -Be 'Planned'
        $run.Steps.Effect | Should -Be 'OnlyReads', 'Changes', 'OnlyReads', 'OnlyReads', 'Asks'
        Get-Price | Should -Be 0
        'runs' | Should -Not -Exist
    }

    It 'run commands from outside that the header names, and no others' {
        Set-Content runbooks/own.yaml @'
runbook: 1
commands: [Get-Random]
steps:
  - { step: Throw, id: dice, run: { Get-Random: { Minimum: 3, Maximum: 4 } }, expect: $output -eq 3 }
'@
        (Invoke-SafetyRunbook own -Force).Status | Should -Be 'Succeeded'
        Set-Content runbooks/own.yaml "runbook: 1`nsteps: [{ step: Throw, run: Get-Random }]"
        { Invoke-SafetyRunbook own -Force } | Should -Throw -ErrorId 'RunbookInvalid,*'
    }

    It 'run a script only as it was reviewed' {
        Set-Content runbooks/tell.ps1 'param($Name) [pscustomobject]@{ Name = $Name; Passed = $true }'
        $digest = (Get-FileHash runbooks/tell.ps1).Hash
        Set-Content runbooks/own.yaml "runbook: 1`ncommands:`n  - ./tell.ps1: $digest`nsteps: [{ step: Tell, run: { ./tell.ps1: { Name: x } }, expect: `$output.Name -eq 'x' }]"
        (Invoke-SafetyRunbook own -Force).Status | Should -Be 'Succeeded'
        Add-Content runbooks/tell.ps1 '# changed'
        { Invoke-SafetyRunbook own -Force } | Should -Throw -ErrorId 'RunbookInvalid,*'
    }

    It 'end as an error where a step failed, with the run in the journal' {
        Set-Content runbooks/own.yaml "runbook: 1`nsteps: [{ step: Fail, run: { Undo-SafeMigration: { Id: nothing } } }]"
        { Invoke-SafetyRunbook own -Force } | Should -Throw -ErrorId 'RunFailed,*'
        $run = Get-SafetyRun -Last 1
        $run.Status | Should -Be 'Failed'
        $run.Steps[0].ErrorId | Should -Not -BeNullOrEmpty
        ($run | New-IncidentReport).Open.Count | Should -BeGreaterThan 0
        Join-Path $run.Path 'incident.html' | Should -Exist
        (New-IncidentReport $run.RunId -Close).Closed | Should -BeTrue
    }

    It 'wait for an answer, and go on with it' {
        Set-Content runbooks/own.yaml "runbook: 1`nsteps:`n  - { step: Ask, id: a, ask: { text: Who?, fields: [owner] } }`n  - { step: Look, run: Get-SafeMigration }"
        { Invoke-SafetyRunbook own -Force } | Should -Throw -ErrorId 'RunWaiting,*'
        $waiting = Get-SafetyRun -Unfinished
        $waiting.Question | Should -Be 'Who?'
        ($waiting | Resume-SafetyRun -Answer @{ owner = 'Ann' } -Force).Status | Should -Be 'Succeeded'
    }

    It 'give the same journal as the command line, but for times and ids' {
        Set-Content runbooks/own.yaml @'
runbook: 1
steps:
  - { step: Apply, run: { Invoke-SafeMigration: {} }, expect: $output.Outcome -eq 'succeeded' }
  - { step: Back, run: { Undo-SafeMigration: { Id: 0001_add_price } }, timeout: 5min }
  - { step: Left out, when: $run.target -eq 'other', run: Get-SafeMigration }
  - { step: Fail, run: { Undo-SafeMigration: { Id: nothing } }, onFailure: continue }
always:
  - { step: Look, run: { Get-SafeMigration: { Pending: true } } }
'@
        function Get-Shape($run) {
            Get-Content (Join-Path $run.Path 'journal.jsonl') | ConvertFrom-Json | ForEach-Object {
                '{0} {1} {2} {3} {4}' -f $_.event, $_.step, $_.detail.state, $_.detail.error.id, (($_.detail.commands | ConvertTo-Json -Compress -Depth 5) -replace [regex]::Escape($project), '')
            }
        }
        try { Invoke-SafetyRunbook own -Force } catch { $_.FullyQualifiedErrorId | Should -BeLike 'RunRecovered,*' }
        $inSession = Get-Shape (Get-SafetyRun -Last 1)
        $null = dotnet "$Repository/src/DbSafety.Cli/bin/Debug/net10.0/dbsafety.dll" runbook own --force 2>&1
        Get-Shape (Get-SafetyRun -Last 1) | Should -Be $inSession
    }
}
