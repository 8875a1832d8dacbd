-- A verify script is true in every row that it returns, and changes nothing.
SELECT to_regclass('farm.growers') IS NOT NULL AS growers_exists;

SELECT count(*) = 1 AS growers_is_touched
FROM pg_catalog.pg_trigger
WHERE tgrelid = 'farm.growers'::regclass AND tgname = 'growers_touch' AND tgenabled = 'O';

DO $$
BEGIN
    PERFORM 'no address'::farm.email_address;
    RAISE EXCEPTION 'farm.email_address accepts text without an at sign';
EXCEPTION
    WHEN check_violation THEN NULL;
END;
$$;
