-- case: an index dropped outside a transaction that may be gone already
-- expect: RB01
DROP INDEX CONCURRENTLY orders_note_idx;

-- case: a script without a transaction, whose steps commit together with their journal rows
-- expect:
-- dbsafety: no-transaction
ALTER TABLE orders ADD COLUMN state text;

-- case: a script without a transaction that can be run again
-- expect:
-- dbsafety: no-transaction
ALTER TABLE orders ADD COLUMN IF NOT EXISTS state text;

-- case: begun and never committed
-- run: no
-- expect: RB02
BEGIN;
UPDATE orders SET note = 'x' WHERE id = 1;

-- case: committed in the middle
-- run: no
-- expect: RB03
UPDATE orders SET note = 'x' WHERE id = 1;
COMMIT;
UPDATE orders SET note = 'y' WHERE id = 2;

-- case: a transaction around everything
-- expect:
BEGIN;
UPDATE orders SET note = 'x' WHERE id = 1;
COMMIT;

-- case: pairs of BEGIN and COMMIT
-- expect:
UPDATE orders SET note = 'w' WHERE id = 1;
BEGIN;
UPDATE orders SET note = 'x' WHERE id = 1;
COMMIT;
BEGIN;
UPDATE orders SET note = 'y' WHERE id = 2;
COMMIT;

-- case: a name that is cut
-- expect: RB05
CREATE TABLE fresh (id bigint PRIMARY KEY, a_column_with_a_name_that_is_much_longer_than_sixty_three_bytes_are text);

-- case: a column set twice
-- run: no
-- expect: RB06
UPDATE orders SET note = 'a', note = 'b' WHERE id = 1;

-- case: an allowance that nothing needs
-- expect: RB07
-- dbsafety: allow LK01 because it was needed once
ALTER TABLE orders ADD COLUMN state text;

-- case: an allowance of a rule that is not there
-- expect: LK01 RB07
-- dbsafety: allow LX01 because the table is small
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: an allowance
-- expect: (LK01)
-- dbsafety: allow LK01 because the table is small
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: an allowance of another rule
-- expect: LK01 RB07
-- dbsafety: allow LK02 because the table is small
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: an allowance of several rules
-- expect: (CP14) (LK01)
-- dbsafety: allow LK01, CP14 because the table is small
CREATE UNIQUE INDEX orders_code_idx ON orders (code);

-- case: an allowance holds for its own statement
-- expect: (LK01)@1 LK01@2
-- dbsafety: allow LK01 because the table is small
CREATE INDEX orders_amount_idx ON orders (amount);
CREATE INDEX orders_qty_idx ON orders (qty);

-- case: an allowance for the whole file
-- expect: (LK01)@1 (LK01)@2
-- dbsafety: allow-file LK01 because nobody is here at night
CREATE INDEX orders_amount_idx ON orders (amount);
CREATE INDEX orders_qty_idx ON orders (qty);

-- case: an allowance without a reason
-- expect: LK01 RB13
-- dbsafety: allow LK01
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: squawk's comment
-- expect: (LK01)
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: squawk's comment for the file
-- expect: (LK01)@1 (LK01)@2
-- squawk-ignore-file require-concurrent-index-creation
CREATE INDEX orders_amount_idx ON orders (amount);
CREATE INDEX orders_qty_idx ON orders (qty);

-- case: squawk's comment about something else
-- expect: LK01 RB07
-- squawk-ignore ban-drop-column
CREATE INDEX orders_amount_idx ON orders (amount);

-- case: a foreign key without an index in a new table
-- expect: RB08
CREATE TABLE fresh (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id));

-- case: a foreign key between different types
-- expect: RB08 RB09 TY01
CREATE TABLE fresh (id bigint PRIMARY KEY, customer_id integer REFERENCES customers (id));

-- case: an index of four columns
-- expect: RB10
CREATE INDEX CONCURRENTLY wide_idx ON orders (note, code, amount, qty);

-- case: a hash index
-- expect: RB10
CREATE INDEX CONCURRENTLY hash_idx ON orders USING hash (note);

-- case: an index with a column twice
-- expect: RB10
CREATE INDEX CONCURRENTLY twice_idx ON orders (note, note);

-- case: a block that cannot be seen through
-- expect: RB11
DO $$ BEGIN PERFORM 1; END $$;

-- case: a table without a primary key
-- expect: RB12
CREATE TABLE fresh (v text);

-- case: a table whose primary key comes later
-- expect:
CREATE TABLE fresh (id bigint, v text);
ALTER TABLE fresh ADD PRIMARY KEY (id);

-- case: a key of 32 bits
-- expect: TY01
CREATE TABLE fresh (id integer PRIMARY KEY, count integer);

-- case: a key of 16 bits, named after the columns
-- expect: TY01
CREATE TABLE fresh (id smallint, PRIMARY KEY (id));

-- case: serial
-- expect: TY01 TY02
CREATE TABLE fresh (id serial PRIMARY KEY);

-- case: identity
-- expect:
CREATE TABLE fresh (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);

-- case: varchar with a length
-- expect: TY03
CREATE TABLE fresh (id bigint PRIMARY KEY, v varchar(100));

-- case: char
-- expect: TY03
CREATE TABLE fresh (id bigint PRIMARY KEY, v char(3));

-- case: varchar without a length
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY, v varchar);

-- case: timestamp
-- expect: TY04
CREATE TABLE fresh (id bigint PRIMARY KEY, at timestamp);

-- case: timestamptz
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY, at timestamptz, other timestamp with time zone);

-- case: a domain with a check
-- expect: TY05
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);

-- case: a domain without one
-- expect:
CREATE DOMAIN free_text AS text;

-- case: a check for a domain that is there
-- expect: TY05
ALTER DOMAIN plain_text ADD CONSTRAINT not_empty CHECK (VALUE <> '');

-- case: a check for a domain, not valid
-- expect:
ALTER DOMAIN plain_text ADD CONSTRAINT not_empty CHECK (VALUE <> '') NOT VALID;

-- case: a foreign key with an index and a table of its own kind
-- expect:
CREATE TABLE fresh (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL,
    kind text NOT NULL DEFAULT 'a' CHECK (kind IN ('a', 'b')),
    CONSTRAINT fresh_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
    UNIQUE (customer_id)
);

-- case: views, functions and comments
-- expect:
CREATE VIEW big_orders AS SELECT * FROM orders WHERE amount > 100;
CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
COMMENT ON VIEW big_orders IS 'a comment';
INSERT INTO customers VALUES (900, 'new');
