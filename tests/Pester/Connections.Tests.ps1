BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $connection = New-TestDatabase 'CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t DEFAULT VALUES'
    $here = @{ Connection = $connection; Project = New-TestProject "$TestDrive/project" $connection }
    $list = "SELECT coalesce(datacl::text, 'none') FROM pg_database WHERE datname = current_database()"
}

AfterAll { Remove-TestDatabase $connection }

Describe 'Get-AppConnection and Stop-AppConnection' {
    It 'end the sessions that are piped from one to the other, and no other' {
        $one = Open-TestSession "$connection;Application Name=one"
        $two = Open-TestSession "$connection;Application Name=two"
        try {
            $stopped = Get-AppConnection @here -Application one | Stop-AppConnection -Connection $connection -PassThru
            $stopped.Fate | Should -Be 'Ended'
            (Get-AppConnection @here).Application | Should -Be 'two'
        }
        finally {
            $one.Dispose()
            $two.Dispose()
        }
    }

    It 'end nobody under -WhatIf' {
        $one = Open-TestSession "$connection;Application Name=one"
        try {
            Get-AppConnection @here | Stop-AppConnection -Connection $connection -WhatIf | Should -BeNullOrEmpty
            (Get-AppConnection @here).Application | Should -Be 'one'
        }
        finally {
            $one.Dispose()
        }
    }
}

Describe 'Suspend-AppConnection and Resume-AppConnection' {
    It 'give back what was there, from a lease that is piped without its project' {
        $lease = Suspend-AppConnection @here -Drain 0 -Force -PassThru
        $lease.State | Should -Be 'Active'
        Invoke-TestSql $Server ($list -replace 'current_database\(\)', "'$($lease.Database)'") | Should -Not -Be 'none'
        ($lease | Resume-AppConnection -Connection $connection -PassThru).State | Should -Be 'Resumed'
        Invoke-TestSql $connection $list | Should -Be 'none'
        $lease.File | Should -Not -Exist
    }

    It 'change nothing under -WhatIf' {
        Suspend-AppConnection @here -WhatIf | Should -BeNullOrEmpty
        Invoke-TestSql $connection $list | Should -Be 'none'
    }
}

Describe 'The health and the integrity of a database' {
    It 'are an object, changes, and a Boolean' {
        $file = Join-Path $TestDrive 'before.jsonl'
        (Get-DatabaseHealth @here -Sample 0 -Output $file).State | Should -BeIn 'Ok', 'Warning', 'Critical'
        Compare-DatabaseHealth @here $file | Where-Object Kind -EQ plan | Should -BeNullOrEmpty
        (Watch-DatabaseHealth @here -Interval 00:00:00.05 -Count 2 -WarningAction SilentlyContinue).Count | Should -Be 2
        Test-DatabaseIntegrity @here sequences | Should -BeTrue
        $null = Invoke-TestSql $connection "SELECT setval('t_id_seq', 1, false)"
        Test-DatabaseIntegrity @here sequences -WarningAction SilentlyContinue | Should -BeFalse
        (Test-DatabaseIntegrity @here sequences -Detailed -ErrorAction SilentlyContinue | Where-Object State -EQ Failed).Object | Should -Be 'public.t_id_seq'
    }
}
