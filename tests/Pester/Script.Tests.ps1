BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    function Invoke-Script([string] $Connection, [string] $Script) {
        # Runs a script statement by statement, as psql does.
        $session = Open-TestSession $Connection
        try {
            foreach ($statement in ($Script -replace '(?m)^--.*$', '') -split ';\s*(?:\n|$)' | Where-Object { $_.Trim() }) {
                $command = $session.CreateCommand()
                $command.CommandText = $statement
                $null = $command.ExecuteNonQuery()
            }
        }
        finally {
            $session.Dispose()
        }
    }
}

Describe '-OutputScript' {
    BeforeEach {
        $database = New-TestDatabase 'CREATE TABLE products (id int PRIMARY KEY, name text)'
        $project = New-TestProject (Join-Path $TestDrive ([guid]::NewGuid())) $database
        New-TestMigration $project '0001_add_price' "ALTER TABLE products ADD COLUMN price numeric; -- the price`nINSERT INTO products VALUES (1, 'a;b', 2)" 'ALTER TABLE products DROP COLUMN price;'
        New-TestMigration $project '0002_index' "CREATE INDEX CONCURRENTLY products_name ON products (name);" 'DROP INDEX CONCURRENTLY products_name;'
        Set-Content "$project/seeds/1.sql" "INSERT INTO products (id) VALUES (7);"
        Push-Location $project
        function Get-State { Invoke-TestSql $database "SELECT string_agg(n, ',' ORDER BY n) FROM (SELECT attname::text AS n FROM pg_attribute WHERE attrelid = 'products'::regclass AND attnum > 0 AND NOT attisdropped UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'products'::regclass UNION ALL SELECT 'row' || id FROM products) t" }
    }

    AfterEach {
        Pop-Location
        Remove-TestDatabase $database
    }

    It 'of Invoke-SafeMigration runs nothing, and is what would be run' {
        $before = Get-State
        $script = Invoke-SafeMigration -OutputScript
        $script | Should -BeOfType string
        Get-State | Should -Be $before
        $script | Should -Match 'lock_timeout'
        Invoke-Script $database $script
        Get-State | Should -Be 'id,name,price,products_name,products_pkey,row1'
    }

    It 'of Undo-SafeMigration takes it back' {
        $before = Get-State
        $null = Invoke-SafeMigration -Force
        $script = Undo-SafeMigration -All -OutputScript
        Get-State | Should -Be 'id,name,price,products_name,products_pkey,row1'
        Invoke-Script $database $script
        (Get-State) -replace ',row1', '' | Should -Be $before
    }

    It 'of Import-SeedData loads the rows' {
        $script = Import-SeedData -OutputScript
        Get-State | Should -Not -Match 'row7'
        Invoke-Script $database $script
        Get-State | Should -Match 'row7'
    }

    It 'of Suspend- and Resume-AppConnection says who is let in' {
        $list = "SELECT coalesce(datacl::text, 'none') FROM pg_database WHERE datname = current_database()"
        Suspend-AppConnection -OutputScript | Should -Match 'REVOKE CONNECT ON DATABASE'
        Invoke-TestSql $database $list | Should -Be 'none'
        $null = Suspend-AppConnection -Drain 0 -Force
        try { Resume-AppConnection -OutputScript | Should -Match 'GRANT CONNECT ON DATABASE' } finally { Resume-AppConnection -Force }
        Invoke-TestSql $database $list | Should -Be 'none'
    }

    It 'of Restore-FromBackup brings the rows back' {
        $null = New-LogicalBackup -Table products
        Invoke-TestSql $database "INSERT INTO products VALUES (9, 'newer')"
        $before = Get-State
        $script = Restore-FromBackup -Table products -ExtraRows Remove -OutputScript
        $script | Should -BeOfType string
        Get-State | Should -Be $before
        # The backup holds no row: there is no COPY data, which only psql takes.
        Invoke-TestSql $database ($script -replace '(?m)^(\\.*|COPY .*)$', '')
        Get-State | Should -Not -Match 'row9'
    }

    It 'of Register-SafeMigration is a journal that Get-SafeMigration reads' {
        $script = Register-SafeMigration 0001_add_price -OutputScript
        (Get-SafeMigration 0001_add_price).State | Should -Be 'Pending'
        Invoke-TestSql $database $script
        (Get-SafeMigration 0001_add_price).State | Should -Be 'Applied'
    }

    It 'of Repair-SafeMigration says that there is nothing to do' {
        Repair-SafeMigration -Finish -OutputScript | Should -Match 'There is nothing to do'
    }

    It 'of Stop-SafeMigration is not there where no run is under way' {
        Stop-SafeMigration -OutputScript | Should -BeNullOrEmpty
    }

    It 'is a switch of every cmdlet that runs SQL of a person''s' {
        foreach ($name in 'Invoke-SafeMigration', 'Undo-SafeMigration', 'Repair-SafeMigration', 'Register-SafeMigration', 'Stop-SafeMigration', 'Restore-FromBackup',
            'Import-SeedData', 'Stop-AppConnection', 'Suspend-AppConnection', 'Resume-AppConnection') {
            (Get-Command $name).Parameters.Keys | Should -Contain 'OutputScript' -Because $name
        }
    }

    It 'of Stop-AppConnection ends that very session' {
        $session = Open-TestSession "$database;Application Name=victim"
        try {
            $script = Get-AppConnection -Application victim | Stop-AppConnection -OutputScript
            @(Get-AppConnection -Application victim).Count | Should -Be 1
            Invoke-Script $database $script
            # The server is told; a busy one ends the session a moment later.
            Wait-Until { -not (Get-AppConnection -Application victim) } 'the session is gone'
        }
        finally {
            $session.Dispose()
        }
    }
}
