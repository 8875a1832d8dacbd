BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $database = New-TestDatabase 'CREATE TABLE products (id int PRIMARY KEY, name text); INSERT INTO products VALUES (1, ''apple''), (2, ''pear'')'
    $project = New-TestProject "$TestDrive/pipeline" $database 'checks: [{ name: answers, sql: SELECT true }, { name: wrong, sql: SELECT false }]'
    New-TestMigration $project '0001_add_price' 'ALTER TABLE products ADD COLUMN price numeric;' 'ALTER TABLE products DROP COLUMN price;'
    New-TestMigration $project '0002_add_unit' 'ALTER TABLE products ADD COLUMN unit text;' 'ALTER TABLE products DROP COLUMN unit;'
    $set = New-LogicalBackup products -Project $project
    Push-Location $project
}

AfterAll {
    Pop-Location
    Remove-TestDatabase $database
}

Describe 'Pipelines that a DBA types' {
    It 'Get-SafeMigration -Pending | Test-SafeMigration rehearses one chain, and says one word of it' {
        Get-SafeMigration -Pending | Test-SafeMigration | Should -BeExactly $true
        (Get-SafeMigration -Pending | Test-SafeMigration -Detailed).Id | Should -Be '0001_add_price', '0002_add_unit'
    }

    It 'Get-SafeMigration | Test-MigrationHazard tests each' {
        Get-SafeMigration -Pending | Test-MigrationHazard -WarningAction SilentlyContinue | Should -Be $true, $true
    }

    It 'Get-LogicalBackup -Last 1 | Test-LogicalBackup proves it' {
        Get-LogicalBackup -Last 1 | Test-LogicalBackup | Should -BeExactly $true
    }

    It 'Get-LogicalBackup | Restore-FromBackup -WhatIf tells what it would do, and does nothing' {
        $null = Invoke-TestSql $database 'DELETE FROM products WHERE id = 2'
        $plan = Get-LogicalBackup -Last 1 | Restore-FromBackup -WhatIf
        $plan.Inserted | Should -Be 1
        $plan.Changed | Should -BeFalse
        Invoke-TestSql $database 'SELECT count(*) FROM products' | Should -Be 1
    }

    It 'Get-AppConnection -Role | Stop-AppConnection ends them, silently unless -PassThru' {
        $role = "pester_api_$([guid]::NewGuid().ToString('N'))"
        Invoke-TestSql $database "CREATE ROLE $role LOGIN SUPERUSER PASSWORD 'x'"
        try {
            $other = (($database -split ';' | Where-Object { $_ -and $_ -notmatch '^(Username|Password|Passfile)=' }) -join ';') + ";Username=$role;Password=x"
            $sessions = (Open-TestSession $other), (Open-TestSession $other)
            try {
                @(Get-AppConnection -Role $role).Count | Should -Be 2
                Get-AppConnection -Role $role | Select-Object -First 1 | Stop-AppConnection | Should -BeNullOrEmpty
                (Get-AppConnection -Role $role | Stop-AppConnection -PassThru).Fate | Should -Be 'Ended'
                Get-AppConnection -Role $role | Should -BeNullOrEmpty
            }
            finally {
                $sessions.ForEach('Dispose')
            }
        }
        finally {
            Invoke-TestSql $database "DROP ROLE $role"
        }
    }

    It 'go on in an if' {
        if (Test-AppHealth wrong -WarningAction SilentlyContinue) { throw 'A check that fails must not be true.' }
        if (-not (Test-AppHealth answers)) { throw 'A check that passes must be true.' }
    }
}

Describe 'Runspaces' {
    It 'share nothing: ForEach-Object -Parallel works in each' {
        $found = 1..6 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:ModulePath
            Set-Location $using:project
            (Get-LogicalBackup -Last 1).Id, (Test-AppHealth answers) -join ' '
        }
        $found | Should -Be (@("$($set.Id) True") * 6)
    }

    It 'that are jobs give back live objects, or their properties' {
        $thread = Start-ThreadJob { Import-Module $using:ModulePath; Get-LogicalBackup -Project $using:project -Last 1 } | Receive-Job -Wait -AutoRemoveJob
        $thread | Should -BeOfType DbSafety.Core.Results.LogicalBackup
        $child = Start-Job { Import-Module $using:ModulePath; Get-LogicalBackup -Project $using:project -Last 1 } | Receive-Job -Wait -AutoRemoveJob
        $child.Id | Should -Be $set.Id
        $child.Tables.Table | Should -Be 'public.products'
    }

    It 'fail each for itself' {
        $ids = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:ModulePath
            try { Test-AppHealth "missing$_" -Project $using:project } catch { $_.TargetObject }
        }
        $ids | Sort-Object | Should -Be 'missing1', 'missing2', 'missing3'
    }
}

Describe 'Progress' {
    It 'has the step on top and what is under way below it' {
        $shell = New-ScriptedShell
        $null = $shell.Shell.AddScript("Invoke-SafeMigration -Force -WarningAction SilentlyContinue -Project '$project'").Invoke()
        $shell.Shell.Streams.Error | Should -BeNullOrEmpty
        $records = $shell.Shell.Streams.Progress
        $steps = $records | Where-Object ParentActivityId -EQ -1
        $steps.Activity | Should -Contain 'Step 1 of 5'
        $below = $records | Where-Object ParentActivityId -GE 0
        $below | Should -Not -BeNullOrEmpty
        $below.ParentActivityId | Sort-Object -Unique | Should -BeIn $steps.ActivityId
        $records | Where-Object RecordType -EQ Completed | ForEach-Object ActivityId | Sort-Object -Unique | Should -Contain $steps[0].ActivityId
    }
}
