BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    function Start-BlockedMigration {
        # Runs the migrations in a session of their own, and waits until the last statement waits for its gate to be opened.
        $job = Start-ThreadJob {
            Import-Module $using:ModulePath
            try { Invoke-SafeMigration -Project $using:project -Force -WarningAction SilentlyContinue } catch { $_ }
        }
        while ($job.State -in 'NotStarted', 'Running' -and -not (Invoke-TestSql $database "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")) {
            Start-Sleep -Milliseconds 50
        }
        $job
    }

    function Stop-HalfWay {
        # Leaves migration 0002 with two of its three steps done.
        $job = Start-BlockedMigration
        $script:stopped = Stop-SafeMigration -Reason 'too slow' -Force -WarningAction SilentlyContinue
        $script:ended = Receive-Job $job -Wait -AutoRemoveJob
    }
}

Describe 'A run that is stopped half way' {
    BeforeEach {
        $database = New-TestDatabase 'CREATE TABLE gate (closed int); INSERT INTO gate VALUES (1)'
        $project = New-TestProject (Join-Path $TestDrive ([guid]::NewGuid())) $database
        New-TestMigration $project '0001_create_growers' 'CREATE TABLE growers (id int PRIMARY KEY);' 'DROP TABLE growers;'
        New-TestMigration $project '0002_create_lots' -Rollback 'DROP TABLE IF EXISTS lots;' -Up @'
CREATE TABLE lots (id int);
CREATE INDEX CONCURRENTLY lots_id ON lots (id);
DO $$ BEGIN WHILE EXISTS (SELECT FROM gate) LOOP PERFORM pg_sleep(0.05); END LOOP; END $$;
'@
        Push-Location $project
        function Test-Table([string] $Name) { Invoke-TestSql $database "SELECT to_regclass('$Name') IS NOT NULL" }
    }

    AfterEach {
        Pop-Location
        Remove-TestDatabase $database
    }

    It 'says who stopped it, and Stop-SafeMigration says what was left' {
        Stop-HalfWay
        $stopped.Migrations.Id | Should -Be '0002_create_lots', '0001_create_growers'
        $stopped.Migrations.State | Should -Be 'Partial', 'Applied'
        $ended.FullyQualifiedErrorId | Should -Match '^RunStopped'
        "$ended" | Should -Match 'too slow'
        Test-Table growers | Should -BeTrue
        Test-Table lots | Should -BeTrue
    }

    It 'is looked at by Repair-SafeMigration, which changes nothing by that' {
        Stop-HalfWay
        $repair = Repair-SafeMigration 0002_create_lots
        $repair.Id | Should -Be '0002_create_lots'
        $repair.Statements.State | Should -Be 'Applied', 'Applied', 'NotApplied'
        $repair.Done | Should -Be 'None'
        (Repair-SafeMigration 0002_create_lots -RollBack -WhatIf).Done | Should -Be 'None'
        Test-Table lots | Should -BeTrue
        (Get-SafeMigration -Id 0001*).State | Should -Be 'Applied'
    }

    It 'is taken back with -RollBack' {
        Stop-HalfWay
        $repair = Repair-SafeMigration 0002_create_lots -RollBack -Force -Reason 'a test' -WarningAction SilentlyContinue
        $repair.Done | Should -Be 'RolledBack'
        $repair.State | Should -Be 'Pending'
        Test-Table lots | Should -BeFalse
        Test-Table growers | Should -BeTrue
        Repair-SafeMigration | Should -BeNullOrEmpty
    }

    It 'is brought to its end with -Finish, by the object that names it' {
        Stop-HalfWay
        $null = Invoke-TestSql $database 'DELETE FROM gate'
        $repair = Get-SafeMigration 0002* | Repair-SafeMigration -Finish -Force -WarningAction SilentlyContinue
        $repair.Done | Should -Be 'Finished'
        (Get-SafeMigration).State | Should -Be 'Applied', 'Applied'
    }

    It 'is not repaired in two ways at once' {
        Stop-HalfWay
        { Repair-SafeMigration -Finish -RollBack -Force -ErrorAction Stop } | Should -Throw
        Test-Table lots | Should -BeTrue
    }

    It 'is not touched where nobody can answer and -Force is not given' {
        Stop-HalfWay
        $output = Invoke-Pwsh "Import-Module '$ModulePath'; try { Repair-SafeMigration -RollBack -Project '$project' } catch { `$_.FullyQualifiedErrorId }"
        $output | Select-Object -Last 1 | Should -Match '^(ConfirmationNeeded|ApprovalNeeded|NotApproved)'
        Test-Table lots | Should -BeTrue
    }
}

Describe 'Where no run is under way' {
    BeforeAll {
        $database = New-TestDatabase
        $project = New-TestProject "$TestDrive/quiet" $database
        New-TestMigration $project '0001_create_growers' 'CREATE TABLE growers (id int PRIMARY KEY);' 'DROP TABLE growers;'
    }

    AfterAll { Remove-TestDatabase $database }

    It 'Stop-SafeMigration stops nothing and gives nothing' {
        Stop-SafeMigration -Project $project -Force -WarningAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'Repair-SafeMigration finds nothing, before the first migration and after it' {
        Repair-SafeMigration -Project $project | Should -BeNullOrEmpty
        $null = Invoke-SafeMigration -Project $project -Force
        Repair-SafeMigration -Project $project -RollBack -Force | Should -BeNullOrEmpty
        (Get-SafeMigration -Project $project).State | Should -Be 'Applied'
    }
}

Describe 'An emergency by the policy' {
    BeforeEach {
        $database = New-TestDatabase 'CREATE TABLE products (id int PRIMARY KEY); INSERT INTO products VALUES (1)'
        $project = New-TestProject (Join-Path $TestDrive ([guid]::NewGuid())) $database
        (Get-Content "$project/dbsafety.yaml" -Raw).TrimEnd() + "`n    emergencies: { migrationFailed: start }`n" | Set-Content "$project/dbsafety.yaml"
        New-TestMigration $project '0001_broken' 'ALTER TABLE products ADD COLUMN price int; SELECT 1/0;' 'ALTER TABLE products DROP COLUMN price;'
        Push-Location $project
    }

    AfterEach {
        Pop-Location
        Remove-TestDatabase $database
    }

    It 'starts the runbook by the real cmdlets, and the migration has failed all the same' {
        $failure = $null
        try { $null = Invoke-SafeMigration -Force -ErrorAction Stop -WarningAction SilentlyContinue } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -Match '^MigrationFailed'
        $run = Get-SafetyRun -Last 1
        $run.Runbook | Should -Be 'migration-failed'
        $run.Steps.State | Should -Not -Contain 'Failed'
    }

    It 'starts nothing with -NoEmergency, and names the command' {
        $failure = $null
        try { $null = Invoke-SafeMigration -Force -NoEmergency -ErrorAction Stop } catch { $failure = $_ }
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Invoke-SafetyRunbook migration-failed -InputValue migration=0001_broken'
        "$project/runs" | Should -Not -Exist
    }
}
