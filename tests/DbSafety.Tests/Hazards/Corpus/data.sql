-- case: a database dropped
-- run: no
-- expect: DS01
DROP DATABASE other;

-- case: a table emptied
-- expect: DS02
TRUNCATE customers;

-- case: a table emptied with all that points at it
-- expect: DS02
TRUNCATE orders CASCADE;

-- case: a table of the same script emptied
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY);
TRUNCATE fresh;

-- case: a column dropped with what depends on it
-- expect: CP01 DS03
ALTER TABLE orders DROP COLUMN note CASCADE;

-- case: a table dropped with what depends on it
-- expect: CP02 DS03 LK32
DROP TABLE orders CASCADE;

-- case: a foreign key with a cascading action is no cascade
-- before: CREATE INDEX orders_customer_idx ON orders (customer_id);
-- expect:
ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE NOT VALID;

-- case: an update of everything
-- expect: DS04
UPDATE orders SET note = 'x';

-- case: a delete of everything
-- expect: DS04
DELETE FROM lines;

-- case: an update of some
-- expect:
UPDATE orders SET note = 'x' WHERE id < 10;

-- case: an update of everything in a new table
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY, v text);
UPDATE fresh SET v = 'x';

-- case: a table dropped and made again
-- expect: CP02 DS06
DROP TABLE IF EXISTS customers;
CREATE TABLE customers (id bigint PRIMARY KEY);

-- case: a grant on a table that is there
-- expect: DS07
GRANT SELECT ON orders TO CURRENT_USER;

-- case: a grant on a new table
-- expect:
CREATE TABLE fresh (id bigint PRIMARY KEY);
GRANT SELECT ON fresh TO CURRENT_USER;

-- case: a grant to everybody
-- expect: DS07
CREATE TABLE fresh (id bigint PRIMARY KEY);
GRANT SELECT ON fresh TO PUBLIC;

-- case: a role made
-- run: no
-- expect: DS07
CREATE ROLE reporting;

-- case: a role's password
-- run: no
-- expect: DS07
ALTER ROLE reporting PASSWORD 'x';

-- case: the server's configuration
-- run: no
-- expect: DS08
ALTER SYSTEM SET work_mem = '1GB';

-- case: rows from a program
-- run: no
-- expect: DS08
COPY customers FROM PROGRAM 'cat /etc/passwd';

-- case: rows from the script
-- run: no
-- expect:
COPY customers (id, name) FROM STDIN;
901	a
\.

-- case: an extension's new version
-- run: no
-- expect: DS08
ALTER EXTENSION pg_trgm UPDATE;
