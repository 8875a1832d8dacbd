-- case: a column dropped
-- expect: CP01
ALTER TABLE orders DROP COLUMN note;

-- case: a column dropped without the word
-- expect: CP01
ALTER TABLE orders DROP IF EXISTS note;

-- case: a column of the same script dropped
-- expect:
ALTER TABLE orders ADD COLUMN state text;
ALTER TABLE orders DROP COLUMN state;

-- case: a table dropped
-- expect: CP02 LK32
DROP TABLE lines;

-- case: a table that nothing points at dropped
-- expect: CP02
DROP TABLE customers;

-- case: a table of the same script dropped
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY);
DROP TABLE fresh;

-- case: a temporary table
-- expect:
CREATE TEMP TABLE scratch AS SELECT 1 AS one;
DROP TABLE scratch;

-- case: a column renamed
-- expect: CP03
ALTER TABLE orders RENAME COLUMN note TO remark;

-- case: a column renamed without the word
-- expect: CP03
ALTER TABLE orders RENAME note TO remark;

-- case: a constraint renamed
-- expect:
ALTER TABLE orders RENAME CONSTRAINT orders_qty_check TO qty_check;

-- case: an index renamed
-- expect:
ALTER INDEX orders_note_idx RENAME TO orders_remark_idx;

-- case: a table renamed
-- expect: CP04
ALTER TABLE orders RENAME TO purchases;

-- case: a table renamed, with a view of the old name
-- expect:
ALTER TABLE orders RENAME TO purchases;
CREATE VIEW orders AS SELECT * FROM purchases;

-- case: a table moved to another schema
-- before: CREATE SCHEMA archive;
-- expect: CP04
ALTER TABLE orders SET SCHEMA archive;

-- case: a schema renamed
-- before: CREATE SCHEMA archive;
-- expect: CP05
ALTER SCHEMA archive RENAME TO attic;

-- case: a schema dropped
-- before: CREATE SCHEMA archive;
-- expect: CP05
DROP SCHEMA archive;

-- case: an enum value renamed
-- expect: CP06
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

-- case: an enum value added at the end
-- expect: CP07
ALTER TYPE mood ADD VALUE 'angry';

-- case: an enum value added in its place
-- expect:
ALTER TYPE mood ADD VALUE 'angry' BEFORE 'sad';

-- case: an enum made
-- expect: CP08
CREATE TYPE colour AS ENUM ('red', 'green');

-- case: a new column that must be there
-- run: no
-- expect: CP09
ALTER TABLE orders ADD COLUMN state text NOT NULL;

-- case: a new column that must be there, in an empty table
-- before: CREATE TABLE bag (id bigint PRIMARY KEY);
-- expect: CP09
-- expect-db:
ALTER TABLE bag ADD COLUMN state text NOT NULL;

-- case: not null dropped
-- expect: CP10
ALTER TABLE orders ALTER COLUMN customer_id DROP NOT NULL;

-- case: a json column
-- expect: CP11
ALTER TABLE orders ADD COLUMN extra json;

-- case: a jsonb column
-- expect:
ALTER TABLE orders ADD COLUMN extra jsonb;

-- case: a json column in a new table
-- expect: CP11
CREATE TABLE fresh (id bigint PRIMARY KEY, extra json);

-- case: a default changed
-- expect: CP12
ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'none';

-- case: a default of a new column changed
-- expect:
ALTER TABLE orders ADD COLUMN state text;
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';

-- case: a trigger disabled
-- expect: CP15
ALTER TABLE orders DISABLE TRIGGER watch;

-- case: a trigger dropped
-- expect: CP15
DROP TRIGGER watch ON orders;

-- case: a trigger dropped and made again
-- expect:
DROP TRIGGER watch ON orders;
CREATE TRIGGER watch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION nothing();

-- case: row security switched on
-- expect: CP15
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;

-- case: a policy on a table that is there
-- expect: CP15
CREATE POLICY own ON orders USING (true);

-- case: a function becomes stable
-- expect: CP15
ALTER FUNCTION noise() STABLE;

-- case: a function's owner and cost
-- expect:
ALTER FUNCTION noise() COST 10;
