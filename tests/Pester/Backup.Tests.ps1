BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $database = New-TestDatabase @'
CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO products SELECT n, 'product ' || n FROM generate_series(1, 100) n;
CREATE TABLE lots (id int PRIMARY KEY, product int REFERENCES products);
INSERT INTO lots SELECT n, n FROM generate_series(1, 50) n;
'@
    $project = New-TestProject "$TestDrive/backup" $database
    Push-Location $project
    $made = New-LogicalBackup products, lots
}

AfterAll {
    Pop-Location
    Remove-TestDatabase $database
}

Describe 'New-LogicalBackup' {
    It 'writes one object, with what was written' {
        @($made).Count | Should -Be 1
        $made.Tables.Table | Sort-Object | Should -Be 'public.lots', 'public.products'
        $made.Rows | Should -Be 150
        $made.Target | Should -Be 'development'
        Test-Path $made.Manifest | Should -BeTrue
    }

    It 'collects piped tables into one set' {
        $set = 'products', 'lots' | New-LogicalBackup -Path "$TestDrive/collected"
        @($set).Count | Should -Be 1
        $set.Tables.Count | Should -Be 2
    }

    It 'writes nothing with -WhatIf' {
        $null = New-LogicalBackup products -Path "$TestDrive/nothing" -WhatIf
        Get-ChildItem "$TestDrive/nothing" -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'asks with -Confirm' {
        $shell = New-ScriptedShell -Answer 'No'
        $shell.Shell.AddScript("New-LogicalBackup products -Connection '$database' -Path '$TestDrive/asked' -Confirm").Invoke() | Should -BeNullOrEmpty
        $shell.Screen.Questions.Count | Should -Be 1
        Get-ChildItem "$TestDrive/asked" -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'shows progress' {
        $shell = New-ScriptedShell
        $null = $shell.Shell.AddScript("New-LogicalBackup products -Connection '$database' -Path '$TestDrive/progress'").Invoke()
        $shell.Shell.Streams.Progress.Count | Should -BeGreaterThan 0
        $shell.Shell.Streams.Progress | ForEach-Object { $_.PercentComplete | Should -BeIn (-1..100) }
    }

    It 'names a table that is not there' {
        { New-LogicalBackup nonsense -ErrorAction Stop } | Should -Throw -ErrorId 'Table*,DbSafety.PowerShell.Commands.NewLogicalBackupCommand'
    }

    It 'says nothing of a password that it was given' {
        $role = "pester_secret_$([guid]::NewGuid().ToString('N'))"
        Invoke-TestSql $database "CREATE ROLE $role LOGIN SUPERUSER PASSWORD 'secret-word'"
        try {
            $credential = [pscredential]::new($role, (ConvertTo-SecureString 'secret-word' -AsPlainText -Force))
            $output = New-LogicalBackup products -Credential $credential -Path "$TestDrive/secret" -Verbose 4>&1 3>&1 6>&1 | Out-String
        }
        finally {
            Invoke-TestSql $database "DROP ROLE $role"
        }
        $output | Should -Not -BeNullOrEmpty
        $output | Should -Not -Match 'secret-word'
        Get-ChildItem "$TestDrive/secret" -Filter *.json | Get-Content -Raw | Should -Not -Match 'secret-word'
    }
}

Describe 'Get-LogicalBackup' {
    It 'gives the sets of the project, newest first' {
        (Get-LogicalBackup -Last 1).Id | Should -Be $made.Id
    }

    It 'finds a set by its id' {
        (Get-LogicalBackup $made.Id).Manifest | Should -Be $made.Manifest
    }

    It 'gives nothing for a table that no set holds' {
        Get-LogicalBackup -Table nonsense* | Should -BeNullOrEmpty
    }
}

Describe 'Test-LogicalBackup' {
    It 'writes True for a set that restores' {
        Get-LogicalBackup -Last 1 | Test-LogicalBackup | Should -BeExactly $true
    }

    It 'writes one object per table with -Detailed' {
        $tests = Get-LogicalBackup -Last 1 | Test-LogicalBackup -Detailed
        $tests.Table | Sort-Object | Should -Be 'public.lots', 'public.products'
        $tests.Passed | Should -Not -Contain $false
        $tests.ContentEqual | Should -Not -Contain $false
    }

    It 'writes False for a file that was altered' {
        Copy-Item "$project/backups" "$TestDrive/altered" -Recurse
        $file = Get-ChildItem "$TestDrive/altered" -Filter '*products.sql.gz' | Select-Object -First 1
        [System.IO.File]::AppendAllText($file.FullName, 'x')
        $result = Test-LogicalBackup -Path "$TestDrive/altered" -WarningVariable warnings -WarningAction SilentlyContinue
        $result | Should -BeExactly $false
        "$warnings" | Should -Match 'products'
    }

    It 'checks files alone where no server is' {
        Test-LogicalBackup -FilesOnly -Path "$project/backups" -Connection 'Host=127.0.0.1;Port=1;Database=x' | Should -BeTrue
    }

    It 'proves on a throw-away server' {
        Test-LogicalBackup -Path "$project/backups" -Sandbox | Should -BeTrue
    }

    It 'takes the target of a piped set, and lets a connection go before it' {
        Get-LogicalBackup -Last 1 | Test-LogicalBackup -Connection $database | Should -BeTrue
    }

    It 'names a set that is not there' {
        { Test-LogicalBackup 19990101_000000 -ErrorAction Stop } | Should -Throw -ErrorId 'BackupNotFound*'
    }
}

Describe 'Restore-FromBackup' {
    BeforeEach {
        $null = Invoke-TestSql $database "DELETE FROM lots WHERE product = 7; DELETE FROM products WHERE id = 7; UPDATE products SET name = 'changed' WHERE id = 8"
        function Get-Damage { Invoke-TestSql $database "SELECT (100 - count(*)) + count(*) FILTER (WHERE name = 'changed') FROM products" }
    }

    It 'says with -WhatIf what it would do, and changes nothing' {
        $result = Restore-FromBackup $made.Id -Table products -WhatIf
        $result.Inserted | Should -Be 1
        $result.Updated | Should -Be 1
        $result.Changed | Should -BeFalse
        Get-Damage | Should -Be 2
    }

    It 'asks before it changes a table' {
        $shell = New-ScriptedShell -Answer 'No'
        $null = $shell.Shell.AddScript("Restore-FromBackup $($made.Id) -Table products -Project '$project'").Invoke()
        $shell.Screen.Questions.Count | Should -Be 1
        $shell.Screen.Questions[0] | Should -Match 'products'
        Get-Damage | Should -Be 2
    }

    It 'does it when somebody says yes' {
        $shell = New-ScriptedShell -Answer 'Yes'
        $result = $shell.Shell.AddScript("Restore-FromBackup $($made.Id) -Table products -Project '$project'").Invoke()
        $result.Verified | Should -BeTrue
        Get-Damage | Should -Be 0
    }

    It 'does not ask with -Force' {
        $result = Restore-FromBackup $made.Id -Table products -Force
        $result.Changed | Should -BeTrue
        $result.Verified | Should -BeTrue
        Get-Damage | Should -Be 0
    }

    It 'does not ask with -Confirm:$false' {
        (Restore-FromBackup $made.Id -Table products -Confirm:$false).Changed | Should -BeTrue
        Get-Damage | Should -Be 0
    }

    It 'asks with -Confirm even where -Force is given' {
        $shell = New-ScriptedShell -Answer 'No'
        $null = $shell.Shell.AddScript("Restore-FromBackup $($made.Id) -Table products -Project '$project' -Force -Confirm").Invoke()
        $shell.Screen.Questions.Count | Should -Be 1
        Get-Damage | Should -Be 2
    }

    It 'is refused where nobody can answer' {
        $output = Invoke-Pwsh "Import-Module '$ModulePath'; try { Restore-FromBackup $($made.Id) -Table products -Project '$project' } catch { `$_.FullyQualifiedErrorId }"
        $output | Should -BeLike 'ConfirmationNeeded,*'
        Get-Damage | Should -Be 2
    }

    It 'takes piped sets' {
        $result = Get-LogicalBackup $made.Id | Restore-FromBackup -Table products -WhatIf
        $result.Id | Should -Be $made.Id
    }
}
