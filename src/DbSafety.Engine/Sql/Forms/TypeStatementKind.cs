namespace DbSafety.Engine.Sql.Forms;

internal enum TypeStatementKind
{
    CreateEnum,
    CreateOther,
    CreateDomain,

    /// <summary>CREATE DOMAIN with a CHECK or NOT NULL.</summary>
    CreateConstrainedDomain,
    AddValue,
    RenameValue,
    AlterTypeOther,
    AddDomainConstraint,
    ValidateDomainConstraint,
    AlterDomainOther,
}
