# The module manifest. It imports from here after `dotnet build`, by way of the staged module, whose own manifest the build makes of this one.
@{
    NestedModules        = @('module/bin/DbSafety/DbSafety.psd1')
    # staged: RootModule           = 'DbSafety.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b6d6a0e-4d3f-4c1e-9a57-8f0f5b7c2d91'
    Author               = 'DbSafety maintainers'
    CompanyName          = 'DbSafety maintainers'
    Copyright            = '(c) DbSafety maintainers'
    Description          = 'Makes changing a live PostgreSQL database safe: proven logical backups, rehearsed migrations with proven rollbacks, human approval, and a journal of it all.'

    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # staged: FormatsToProcess     = @('DbSafety.Format.ps1xml')
    # staged: TypesToProcess       = @('DbSafety.Types.ps1xml')

    # Explicit lists, and empty ones: a missing key means a wildcard, which makes PowerShell analyse the module to find its commands.
    CmdletsToExport      = @(
        'Approve-SafetyPlan'
        'Compare-DatabaseHealth'
        'Compare-DatabaseSchema'
        'Deny-SafetyPlan'
        'Export-DatabaseSchema'
        'Get-AppConnection'
        'Get-DatabaseHealth'
        'Get-LogicalBackup'
        'Get-SafeMigration'
        'Get-SafetyJournal'
        'Get-SafetyPlan'
        'Get-SafetyRun'
        'Get-SafetyRunbook'
        'Import-SeedData'
        'Invoke-SafeMigration'
        'Invoke-SafetyRunbook'
        'New-IncidentReport'
        'New-LogicalBackup'
        'New-SafeMigration'
        'New-SafetyKey'
        'New-SafetyPlan'
        'New-SafetyProject'
        'Register-SafeMigration'
        'Remove-LogicalBackup'
        'Repair-SafeMigration'
        'Restore-FromBackup'
        'Resume-AppConnection'
        'Resume-SafetyRun'
        'Stop-AppConnection'
        'Stop-SafeMigration'
        'Stop-SafetyRun'
        'Submit-SafetyPlan'
        'Suspend-AppConnection'
        'Test-AppHealth'
        'Test-DatabaseIntegrity'
        'Test-LogicalBackup'
        'Test-MigrationHazard'
        'Test-SafeMigration'
        'Test-SafetyJournal'
        'Test-SafetyRunbook'
        'Undo-SafeMigration'
        'Watch-DatabaseHealth'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'The first release: backups that are proven, migrations that are rehearsed and can be taken back, approvals, leases of connections, hazards, health, and runbooks for the day when it goes wrong.'
            Tags         = @('PostgreSQL', 'Database', 'Migration', 'Backup', 'Rollback', 'Restore', 'DBA', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS')
        }
    }
}
