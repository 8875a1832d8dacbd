BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $database = New-TestDatabase
    $project = New-TestProject "$TestDrive/cancellation" $database @'
checks:
  - name: slow
    sql: SELECT pg_sleep(600) IS NOT NULL
    timeout: 600s
'@

    function Get-Backend {
        Invoke-TestSql $database "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%pg_sleep%' AND state = 'active'"
    }
}

AfterAll { Remove-TestDatabase $database }

Describe 'Stopping the pipeline' {
    It 'cancels the statement on the server, and ends' {
        $shell = [powershell]::Create()
        try {
            $running = $shell.AddScript("Import-Module '$ModulePath'; Test-AppHealth -Project '$project'").BeginInvoke()
            Wait-Until { Get-Backend } 'the statement runs'
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            Wait-Until { -not (Get-Backend) } 'the statement is gone'
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'writes no error of its own' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModulePath'; Test-AppHealth -Project '$project'").BeginInvoke()
            Wait-Until { Get-Backend } 'the statement runs'
            $shell.Stop()
            $shell.Streams.Error.Count | Should -Be 0
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'leaves the session able to run the next command' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModulePath'; Test-AppHealth -Project '$project'").BeginInvoke()
            Wait-Until { Get-Backend } 'the statement runs'
            $shell.Stop()
            $shell.Commands.Clear()
            $shell.AddScript("Test-AppHealth nonsense -Project '$project'").Invoke() | Should -BeNullOrEmpty
            $shell.Streams.Error.Count + [int]($null -ne $shell.InvocationStateInfo.Reason) | Should -Be 1
        }
        catch [System.Management.Automation.CmdletInvocationException] {
            $_.Exception.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'AppCheckNotFound*'
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Running side by side' {
    It 'works in ForEach-Object -Parallel' {
        $quick = New-TestProject "$TestDrive/quick" $database 'checks: [{ name: answers, sql: SELECT true }]'
        $path = $ModulePath
        $results = 1..8 | ForEach-Object -Parallel { Import-Module $using:path; Test-AppHealth -Project $using:quick } -ThrottleLimit 4
        $results | Should -Be (@($true) * 8)
    }

    It 'works in a thread job' {
        $quick = New-TestProject "$TestDrive/quick" $database 'checks: [{ name: answers, sql: SELECT true }]'
        $path = $ModulePath
        Start-ThreadJob { Import-Module $using:path; Test-AppHealth -Project $using:quick } | Receive-Job -Wait -AutoRemoveJob | Should -BeTrue
    }
}
