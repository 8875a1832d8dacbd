BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../module/bin/DbSafety"
    $Results = [DbSafety.Core.Commands.CommandCatalog]::All.Command.Result.FullName | Sort-Object -Unique
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    function New-Sample([type] $Type, [int] $Depth = 0) {
        # A value of a type, as large as it gets in life.
        $inner = [Nullable]::GetUnderlyingType($Type) ?? $Type
        switch ($inner) {
            ([string]) { return 'a_word_of_thirty_characters_or_so' }
            ([bool]) { return $true }
            ([int]) { return 1234 }
            ([long]) { return 123456789012L }
            ([double]) { return 123456.78 }
            ([timespan]) { return [timespan]::FromSeconds(3725) }
            ([DateTimeOffset]) { return [DateTimeOffset]::new(2026, 11, 22, 13, 0, 0, 0) }
        }
        if ($inner.IsEnum) { return [Enum]::GetValues($inner)[0] }
        if ($inner.IsGenericType) {
            $element = $inner.GetGenericArguments()[0]
            $list = [Array]::CreateInstance($element, 2)
            0, 1 | ForEach-Object { $list[$_] = New-Sample $element ($Depth + 1) }
            return , $list
        }
        $constructor = $inner.GetConstructors() | Sort-Object { $_.GetParameters().Count } | Select-Object -Last 1
        $arguments = [object[]] @($constructor.GetParameters() | ForEach-Object { , (New-Sample $_.ParameterType ($Depth + 1)) })
        return $constructor.Invoke($arguments)
    }
}

Describe 'The views of <_>' -ForEach $Results {
    BeforeAll { $sample = New-Sample ($_ -as [type]) }

    It 'fit 120 columns as a table' {
        $lines = ($sample | Format-Table | Out-String -Width 120) -split '\r?\n'
        ($lines | ForEach-Object { ($_ -replace "`e\[[0-9;]*m", '').TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeIn (1..120)
    }

    It 'show every column in 120' {
        $widths = ($sample | Format-Table | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ -replace "`e\[[0-9;]*m", '' -match '^[- ]*--[- ]*$' }
        $columns = [xml] (Get-Content "$ModulePath/DbSafety.Format.ps1xml") | ForEach-Object {
            $_.SelectNodes("//View[ViewSelectedBy/TypeName='$($sample.GetType().FullName)']//TableColumnHeader").Count
        }
        @((@($widths)[0] -replace "`e\[[0-9;]*m", '').Trim() -split '\s+').Count | Should -Be $columns
    }

    It 'show no error' {
        ($sample, ($sample | Format-List) | Out-String -Width 120) | Should -Not -Match '#ERR'
    }

    It 'show sizes and durations as people read them' {
        # A place in the journal is a name: it is shown as other commands take it.
        $text = ($sample | Format-List | Out-String -Width 120) -replace '(?m)^(Position|Head)\s*:.*$', ''
        $text | Should -Not -Match '01:02:05'
        $text | Should -Not -Match '123456789012(?!\d)'
    }
}

Describe 'Colour' {
    It 'goes where the output goes to a file' {
        $command = "Import-Module '$ModulePath'; `$PSStyle.OutputRendering = 'Host'
            [DbSafety.Core.Results.AppHealth]::new('shop', 'http', `$true, [timespan]::Zero, 'ok') | Out-File '$TestDrive/out.txt'"
        Invoke-Pwsh $command
        Get-Content "$TestDrive/out.txt" -Raw | Should -Not -Match "`e"
    }
}

Describe 'What to do next' {
    It 'is told in the words of PowerShell' {
        [DbSafety.PowerShell.Formatting.DisplayText]::Advice('dbsafety repair 0001_a --finish') | Should -Be 'Repair-SafeMigration 0001_a -Finish'
        [DbSafety.PowerShell.Formatting.DisplayText]::Advice([string[]] ('dbsafety status', 'dbsafety repair')) | Should -Be "Get-SafeMigration`nRepair-SafeMigration"
    }

    It 'is so in the view of a run that was stopped' {
        $stopped = [DbSafety.Core.Results.Repairs.StoppedRun]::new('development', 'run', 'somebody', [string[]] @(), [DbSafety.Core.Results.Repairs.MigrationRepair[]] @(), 'There in part.', 'dbsafety repair')
        $stopped | Format-List | Out-String | Should -Match 'NextStep\s*: Repair-SafeMigration'
    }
}
