-- case: an index on a table that is there
-- expect: LK01
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: an index, built concurrently
-- expect:
CREATE INDEX CONCURRENTLY orders_amount_idx ON orders (amount);

-- case: an index on a table of the same script
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY, v text);
CREATE INDEX fresh_v_idx ON fresh (v);

-- case: a unique index over rows
-- expect: CP14 LK01
CREATE UNIQUE INDEX orders_code_idx ON orders (code);

-- case: a unique index, built concurrently
-- expect: CP14
CREATE UNIQUE INDEX CONCURRENTLY orders_code_idx ON orders (code);

-- case: an index on a materialized view
-- expect: LK01
CREATE INDEX totals_n_idx ON totals (n);

-- case: an index dropped
-- expect: LK02
DROP INDEX orders_note_idx;

-- case: an index dropped concurrently
-- expect:
DROP INDEX CONCURRENTLY IF EXISTS orders_note_idx;

-- case: an index of the same script dropped
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY, v text);
CREATE INDEX fresh_v_idx ON fresh (v);
DROP INDEX fresh_v_idx;

-- case: an index rebuilt
-- expect: LK03
REINDEX INDEX orders_note_idx;

-- case: the indexes of a table rebuilt
-- expect: LK03
REINDEX TABLE orders;

-- case: an index rebuilt concurrently
-- expect:
REINDEX INDEX CONCURRENTLY orders_note_idx;

-- case: concurrently between BEGIN and COMMIT
-- expect: LK04
BEGIN;
CREATE INDEX CONCURRENTLY orders_amount_idx ON orders (amount);
COMMIT;

-- case: concurrently after a lock_timeout
-- expect: LK05
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY orders_amount_idx ON orders (amount);

-- case: concurrently after a lock_timeout that ended
-- expect:
SET lock_timeout = '2s';
RESET lock_timeout;
CREATE INDEX CONCURRENTLY orders_amount_idx ON orders (amount);

-- case: concurrently if it is not there
-- expect: LK06
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_amount_idx ON orders (amount);

-- case: a partition detached
-- expect: LK08
ALTER TABLE events DETACH PARTITION events_2024;

-- case: a partition detached concurrently
-- since: 14
-- expect:
ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;

-- case: a partition attached
-- expect:
CREATE TABLE events_2025 (id bigint NOT NULL, at date NOT NULL, kind text, PRIMARY KEY (id, at));
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- case: an index on a partitioned table
-- expect: LK09
CREATE INDEX events_kind_idx ON events (kind);

-- case: an index on the partitioned table only
-- expect:
CREATE INDEX events_kind_idx ON ONLY events (kind);

-- case: a foreign key, checked at once
-- expect: LK10 RB08
ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id);

-- case: a foreign key, not valid
-- before: CREATE INDEX orders_customer_idx ON orders (customer_id);
-- expect:
ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;

-- case: a new column that points at a table
-- expect: LK10 RB08
ALTER TABLE orders ADD COLUMN buyer_id bigint REFERENCES customers (id);

-- case: a new table that points at one that is there
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id));
CREATE INDEX fresh_customer_idx ON fresh (customer_id);

-- case: a check, checked at once
-- expect: LK11
ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0);

-- case: a check without a name
-- expect: LK11
ALTER TABLE orders ADD CHECK (amount > 0);

-- case: a check, not valid
-- expect:
ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;

-- case: a new column with a check
-- expect: LK11
ALTER TABLE orders ADD COLUMN weight numeric CHECK (weight > 0);

-- case: validated in the transaction that added it
-- expect: LK12
ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT amount_positive;

-- case: validated later
-- before: ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
-- expect:
ALTER TABLE orders VALIDATE CONSTRAINT amount_positive;

-- case: a foreign key validated later
-- before: ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
-- expect:
ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fk;

-- case: a unique constraint
-- expect: LK13
ALTER TABLE customers ADD CONSTRAINT customers_email_key UNIQUE (email);

-- case: a new column that is unique
-- expect: LK13
ALTER TABLE customers ADD COLUMN nick text UNIQUE;

-- case: a unique constraint from an index
-- before: CREATE UNIQUE INDEX customers_email_idx ON customers (email);
-- expect:
ALTER TABLE customers ADD CONSTRAINT customers_email_key UNIQUE USING INDEX customers_email_idx;

-- case: a primary key
-- before: ALTER TABLE lines DROP CONSTRAINT lines_pkey;
-- expect: LK14
ALTER TABLE lines ADD PRIMARY KEY (id);

-- case: a primary key from an index over columns that may be null
-- before: CREATE TABLE bag (id bigint, v text); CREATE UNIQUE INDEX bag_idx ON bag (id); INSERT INTO bag VALUES (1, 'a');
-- expect: LK15
ALTER TABLE bag ADD CONSTRAINT bag_pkey PRIMARY KEY USING INDEX bag_idx;

-- case: a primary key from an index over columns that are not null
-- before: CREATE TABLE bag (id bigint NOT NULL, v text); CREATE UNIQUE INDEX bag_idx ON bag (id); INSERT INTO bag VALUES (1, 'a');
-- expect:
ALTER TABLE bag ADD CONSTRAINT bag_pkey PRIMARY KEY USING INDEX bag_idx;

-- case: an exclusion constraint
-- expect: LK16
ALTER TABLE orders ADD CONSTRAINT no_twins EXCLUDE USING btree (id WITH =);

-- case: set not null
-- expect: LK17
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;

-- case: set not null with its proof
-- before: ALTER TABLE orders ADD CONSTRAINT note_there CHECK (note IS NOT NULL);
-- expect:
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT note_there;

-- case: set not null with a proof that was never validated
-- before: ALTER TABLE orders ADD CONSTRAINT note_there CHECK (note IS NOT NULL) NOT VALID;
-- expect: LK17
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;

-- case: set not null with a proof of another column
-- before: ALTER TABLE orders ADD CONSTRAINT code_there CHECK (code IS NOT NULL);
-- expect: LK17
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;

-- case: set not null of a column that is
-- expect:
ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;

-- case: a new column with a volatile default
-- expect: LK18
ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();

-- case: a new column with the default of an own volatile function
-- expect: LK18
ALTER TABLE orders ADD COLUMN token integer DEFAULT noise();

-- case: a new column with a constant default
-- expect:
ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';

-- case: a new column with now()
-- expect:
ALTER TABLE orders ADD COLUMN seen timestamptz NOT NULL DEFAULT now();

-- case: a new column with a cast default
-- expect:
ALTER TABLE orders ADD COLUMN price numeric(10,2) DEFAULT '0'::numeric(10,2);

-- case: a new column of a domain with a constraint
-- before: CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
-- expect: LK18
ALTER TABLE orders ADD COLUMN stars positive DEFAULT 1;

-- case: a new serial column
-- expect: LK19 TY02
ALTER TABLE orders ADD COLUMN number bigserial;

-- case: a new identity column
-- expect: LK19
ALTER TABLE orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;

-- case: a new stored generated column
-- expect: LK20
ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (amount * 2) STORED;

-- case: a new virtual generated column
-- since: 18
-- expect:
ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (amount * 2) VIRTUAL;

-- case: integer becomes bigint
-- expect: LK21 LK22
ALTER TABLE orders ALTER COLUMN qty TYPE bigint;

-- case: text becomes jsonb
-- expect: LK21
ALTER TABLE orders ALTER COLUMN note SET DATA TYPE jsonb USING to_jsonb(note);

-- case: a varchar gets longer
-- expect: TY03
ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);

-- case: a varchar gets shorter
-- expect: LK21 TY03
ALTER TABLE orders ALTER COLUMN code TYPE varchar(5);

-- case: a varchar becomes text
-- expect:
ALTER TABLE orders ALTER COLUMN code TYPE text;

-- case: text becomes varchar without a length
-- expect:
ALTER TABLE orders ALTER COLUMN note TYPE varchar;

-- case: a numeric gets wider
-- expect:
ALTER TABLE orders ALTER COLUMN amount TYPE numeric(12,2);

-- case: a numeric gets another scale
-- expect: LK21
ALTER TABLE orders ALTER COLUMN amount TYPE numeric(12,4);

-- case: a numeric loses its limits
-- expect:
ALTER TABLE orders ALTER COLUMN amount TYPE numeric;

-- case: a longer varchar with a check on the column
-- before: ALTER TABLE orders ADD CONSTRAINT code_form CHECK (code <> '');
-- expect: LK22 TY03
ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);

-- case: a full vacuum
-- expect: LK23
VACUUM FULL orders;

-- case: a full vacuum in the newer form
-- expect: LK23
VACUUM (FULL, ANALYZE) orders;

-- case: a vacuum
-- expect:
VACUUM ANALYZE orders;

-- case: a cluster
-- expect: LK23
CLUSTER orders USING orders_pkey;

-- case: a materialized view refreshed
-- expect: LK24
REFRESH MATERIALIZED VIEW totals;

-- case: a materialized view refreshed concurrently
-- expect:
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;

-- case: a materialized view of the same script refreshed
-- expect:
CREATE MATERIALIZED VIEW more AS SELECT 1 AS one WITH NO DATA;
REFRESH MATERIALIZED VIEW more;

-- case: a table made unlogged
-- before: CREATE TABLE bag (id bigint PRIMARY KEY); INSERT INTO bag VALUES (1);
-- expect: LK25
ALTER TABLE bag SET UNLOGGED;

-- case: an index built after a column was added
-- expect: LK01@2 LK26@2
ALTER TABLE orders ADD COLUMN state text;
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: a long query under a lock
-- expect: LK26@2
ALTER TABLE orders ADD COLUMN state text;
CREATE TABLE copy_of AS SELECT * FROM customers;

-- case: without a lock_timeout
-- expect: LK27
SET lock_timeout = 0;
ALTER TABLE orders ADD COLUMN state text;

-- case: without a lock_timeout, by the header
-- expect: LK27
-- dbsafety: lock_timeout 0
ALTER TABLE orders ADD COLUMN state text;

-- case: with a lock_timeout that is long
-- expect: LK27
SET LOCAL lock_timeout = '60s';
ALTER TABLE orders ADD COLUMN state text;

-- case: with a short lock_timeout
-- expect:
SET LOCAL lock_timeout = '500ms';
ALTER TABLE orders ADD COLUMN state text;

-- case: a lock_timeout set after the statement that needs it
-- expect:
ALTER TABLE orders ADD COLUMN state text;
SET lock_timeout = 0;

-- case: without a statement_timeout
-- expect: LK28
SET statement_timeout = 0;
ALTER TABLE orders ADD COLUMN state text;

-- case: two scans of one table
-- expect: LK11@1 LK11@2 LK29@2
ALTER TABLE orders ADD CONSTRAINT one CHECK (amount > 0);
ALTER TABLE orders ADD CONSTRAINT two CHECK (amount < 1000000);

-- case: two columns of one table
-- expect:
ALTER TABLE orders ADD COLUMN one text;
ALTER TABLE orders ADD COLUMN two text;

-- case: two tables in one transaction
-- expect: LK30
ALTER TABLE orders ADD COLUMN state text;
ALTER TABLE customers ADD COLUMN state text;

-- case: two tables, one of them new
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh ADD COLUMN v text;
ALTER TABLE orders ADD COLUMN state text;

-- case: rows filled in the transaction of the column
-- expect: LK31
ALTER TABLE orders ADD COLUMN state text;
UPDATE orders SET state = 'new' WHERE state IS NULL;

-- case: rows filled in a transaction of their own
-- expect:
UPDATE orders SET note = 'new' WHERE note IS NULL;

-- case: a foreign key dropped
-- expect: CP13 LK32
ALTER TABLE lines DROP CONSTRAINT lines_order_id_fkey;

-- case: a check dropped
-- expect:
ALTER TABLE orders DROP CONSTRAINT orders_qty_check;

-- case: statistics and storage parameters
-- expect:
ALTER TABLE orders ALTER COLUMN note SET STATISTICS 500;
ALTER TABLE orders SET (fillfactor = 90);

-- case: a trigger made
-- expect:
CREATE TRIGGER second BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION nothing();

-- case: a comment, an owner and a replica identity
-- expect:
COMMENT ON TABLE orders IS 'orders';
ALTER TABLE orders REPLICA IDENTITY FULL;

-- case: everything right for a new column
-- expect:
ALTER TABLE orders ADD COLUMN IF NOT EXISTS state text DEFAULT 'new';
COMMENT ON COLUMN orders.state IS 'new, paid or gone';
