namespace DbSafety.Engine.Schema;

/// <summary>The address of an object in the catalogs of one database, as <c>pg_depend</c> names it. Means nothing in another database.</summary>
/// <param name="Catalog">The OID of the system catalog that lists the object.</param>
/// <param name="Oid">The object's OID there.</param>
/// <param name="Part">0, or a number for a part of the object that is written apart from it.</param>
public readonly record struct ObjectKey(uint Catalog, uint Oid, int Part = 0);
