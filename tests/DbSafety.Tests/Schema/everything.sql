-- One schema that holds every kind of object and every property that the schema room scripts.
-- Lines between "-- @since N" or "-- @before N" and "-- @end" are run from, or up to before, that major version.

CREATE SCHEMA every;
CREATE SCHEMA "Odd Schema ""quoted"" 🐄";
CREATE SCHEMA empty AUTHORIZATION dbsafety_test_owner;
CREATE SCHEMA ext;
COMMENT ON SCHEMA every IS 'It''s for \ everything';
GRANT USAGE ON SCHEMA every TO dbsafety_test_reader;
GRANT ALL ON SCHEMA every TO dbsafety_test_owner WITH GRANT OPTION;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO dbsafety_test_reader;
SET search_path = every, public;

-- Extensions: their members are not scripted, what uses them is.
CREATE EXTENSION hstore WITH SCHEMA ext;
CREATE EXTENSION btree_gist WITH SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION hstore IS 'another comment';

-- Collations.
CREATE COLLATION german (provider = icu, locale = 'de-DE');
CREATE COLLATION natural_order (provider = icu, locale = 'en-u-kn-true', deterministic = false);
CREATE COLLATION posix_like (provider = libc, locale = 'C');
CREATE COLLATION mixed_libc (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
COMMENT ON COLLATION german IS 'phone book';
ALTER COLLATION german OWNER TO dbsafety_test_owner;
-- @since 16
CREATE COLLATION ruled (provider = icu, locale = 'und', rules = '&V << w <<< W');
-- @end
-- @since 17
CREATE COLLATION built_in (provider = builtin, locale = 'C.UTF-8');
-- @end

-- Types of every kind.
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
ALTER TYPE mood ADD VALUE 'so so' BEFORE 'happy';
COMMENT ON TYPE mood IS 'how it feels';
CREATE TYPE no_labels AS ENUM ();
CREATE TYPE pair AS (first integer, second text COLLATE "C", "Third Part" numeric(10,2)[]);
COMMENT ON COLUMN pair.second IS 'of the pair';
CREATE TYPE empty_composite AS ();
CREATE TYPE announced;
CREATE TYPE textual AS RANGE (subtype = text, collation = "C");
CREATE FUNCTION day_distance(timestamptz, timestamptz) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT extract(epoch FROM $1 - $2)::float8';
CREATE TYPE period AS RANGE (subtype = timestamptz, subtype_diff = day_distance
-- @since 14
  , multirange_type_name = periods
-- @end
);
CREATE TYPE floats AS RANGE (subtype = float8, subtype_opclass = float8_ops);
ALTER TYPE pair OWNER TO dbsafety_test_owner;
REVOKE USAGE ON TYPE mood FROM PUBLIC;
GRANT USAGE ON TYPE mood TO dbsafety_test_reader;

CREATE TYPE complex;
CREATE FUNCTION complex_in(cstring) RETURNS complex LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION complex_out(complex) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE complex (INPUT = complex_in, OUTPUT = complex_out, INTERNALLENGTH = VARIABLE, STORAGE = extended, ALIGNMENT = int4,
  CATEGORY = 'S', PREFERRED = false, DEFAULT = 'zero', DELIMITER = ';', COLLATABLE = true);
CREATE TYPE two_ints;
CREATE FUNCTION two_in(cstring) RETURNS two_ints LANGUAGE internal IMMUTABLE STRICT AS 'int8in';
CREATE FUNCTION two_out(two_ints) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int8out';
CREATE TYPE two_ints (INPUT = two_in, OUTPUT = two_out, INTERNALLENGTH = 8, ALIGNMENT = double, STORAGE = plain, ELEMENT = integer, PASSEDBYVALUE
-- @since 14
  , SUBSCRIPT = raw_array_subscript_handler
-- @end
);

-- A range whose canonical function takes the range itself.
CREATE TYPE whole_range;
CREATE FUNCTION whole_canonical(whole_range) RETURNS whole_range LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE whole_range AS RANGE (subtype = integer, canonical = whole_canonical);

CREATE DOMAIN email AS text COLLATE "C" DEFAULT 'nobody@example.org' NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@') CHECK (length(VALUE) < 100);
COMMENT ON DOMAIN email IS 'an address';
COMMENT ON CONSTRAINT has_at ON DOMAIN email IS 'looks like one';
CREATE DOMAIN plain AS numeric(12,3);
CREATE DOMAIN nested AS email CHECK (VALUE <> 'x@y');
CREATE DOMAIN array_domain AS integer[] CHECK (array_length(VALUE, 1) = 3);
CREATE DOMAIN later AS integer;
ALTER DOMAIN later ADD CONSTRAINT not_yet CHECK (VALUE > 0) NOT VALID;
CREATE FUNCTION takes_domain(plain) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
-- A domain whose check calls a function that takes the domain.
ALTER DOMAIN plain ADD CONSTRAINT circular CHECK (takes_domain(VALUE::plain));
ALTER DOMAIN plain OWNER TO dbsafety_test_owner;
GRANT USAGE ON TYPE plain TO dbsafety_test_reader;
-- @since 17
CREATE DOMAIN named_not_null AS integer CONSTRAINT must_be_there NOT NULL;
-- @end

-- Functions of every kind.
CREATE FUNCTION add_one(value integer DEFAULT 1, OUT result integer) LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 17
  SET search_path TO every, 'Odd Schema "quoted" 🐄', pg_temp SET work_mem = '8MB' AS $body$ BEGIN result := value + 1; END; $body$;
COMMENT ON FUNCTION add_one IS 'adds; one';
CREATE FUNCTION add_one(text) RETURNS text LANGUAGE sql AS $$ SELECT $1 || ';1' $$;
CREATE FUNCTION rows_of(VARIADIC names text[]) RETURNS SETOF mood LANGUAGE sql ROWS 5 AS $$ SELECT unnest($1)::mood $$;
CREATE FUNCTION table_of(n integer) RETURNS TABLE (a integer, b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
CREATE FUNCTION "Odd Schema ""quoted"" 🐄"."Function, (odd) ;"("Arg ""x""" text) RETURNS void LANGUAGE sql AS $_$ SELECT $$ ' " ; $$ $_$;
CREATE PROCEDURE do_it(INOUT a integer, b text DEFAULT 'it''s') LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;
COMMENT ON PROCEDURE do_it IS 'does it';
-- @since 14
CREATE PROCEDURE with_out(a integer, OUT b integer) LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
GRANT EXECUTE ON PROCEDURE with_out TO dbsafety_test_reader;
-- @end
CREATE FUNCTION my_row_number() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';
REVOKE ALL ON FUNCTION add_one(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_one(text) TO dbsafety_test_reader WITH GRANT OPTION;
GRANT EXECUTE ON PROCEDURE do_it TO dbsafety_test_reader;
ALTER FUNCTION add_one(text) OWNER TO dbsafety_test_owner;
ALTER FUNCTION table_of(integer) DEPENDS ON EXTENSION hstore;

-- Aggregates.
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = safe,
  MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MINITCOND = '0');
CREATE AGGREGATE newest(timestamptz) (SFUNC = timestamptz_larger, STYPE = timestamptz, SORTOP = >);
CREATE AGGREGATE count_all(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0', SSPACE = 16);
CREATE AGGREGATE my_percentile(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE my_rank(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final,
  FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_WRITE, HYPOTHETICAL);
COMMENT ON AGGREGATE total(integer) IS 'a sum';
COMMENT ON AGGREGATE count_all(*) IS 'a count';
COMMENT ON AGGREGATE my_percentile(float8 ORDER BY anyelement) IS 'ordered';
GRANT EXECUTE ON FUNCTION total(integer) TO dbsafety_test_reader;
ALTER AGGREGATE total(integer) OWNER TO dbsafety_test_owner;

-- Operators, families, classes.
CREATE FUNCTION complex_eq(complex, complex) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
CREATE FUNCTION complex_lt(complex, complex) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_lt';
CREATE FUNCTION complex_le(complex, complex) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_le';
CREATE FUNCTION complex_gt(complex, complex) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_gt';
CREATE FUNCTION complex_ge(complex, complex) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_ge';
CREATE FUNCTION complex_ne(complex, complex) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'textne';
CREATE FUNCTION complex_cmp(complex, complex) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';
CREATE FUNCTION complex_abs(complex) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'textlen';
CREATE OPERATOR = (FUNCTION = complex_eq, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = =, NEGATOR = <>, MERGES, HASHES, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE OPERATOR <> (FUNCTION = complex_ne, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR < (FUNCTION = complex_lt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = >, NEGATOR = >=);
CREATE OPERATOR <= (FUNCTION = complex_le, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = >=, NEGATOR = >);
CREATE OPERATOR > (FUNCTION = complex_gt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = <, NEGATOR = <=);
CREATE OPERATOR >= (FUNCTION = complex_ge, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = <=, NEGATOR = <);
CREATE OPERATOR |/ (FUNCTION = complex_abs, RIGHTARG = complex);
COMMENT ON OPERATOR |/ (NONE, complex) IS 'absolute';
ALTER OPERATOR |/ (NONE, complex) OWNER TO dbsafety_test_owner;
CREATE OPERATOR FAMILY complex_family USING btree;
CREATE OPERATOR CLASS complex_ops DEFAULT FOR TYPE complex USING btree FAMILY complex_family AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 complex_cmp(complex, complex);
CREATE OPERATOR FAMILY loose_family USING hash;
CREATE FUNCTION complex_hash(complex) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashtext';
ALTER OPERATOR FAMILY loose_family USING hash ADD OPERATOR 1 = (complex, complex), FUNCTION 1 (complex, complex) complex_hash(complex);
CREATE OPERATOR CLASS storage_only FOR TYPE text USING gist AS STORAGE text;
COMMENT ON OPERATOR FAMILY complex_family USING btree IS 'a family';
COMMENT ON OPERATOR CLASS complex_ops USING btree IS 'a class';
ALTER OPERATOR FAMILY loose_family USING hash OWNER TO dbsafety_test_owner;
ALTER OPERATOR CLASS storage_only USING gist OWNER TO dbsafety_test_owner;

-- Casts, conversions, transforms, languages, access methods.
CREATE FUNCTION mood_number(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (mood AS integer) WITH FUNCTION mood_number(mood) AS ASSIGNMENT;
CREATE CAST (complex AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (pair AS text) WITH INOUT;
COMMENT ON CAST (mood AS integer) IS 'a cast';
CREATE CONVERSION my_conversion FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION my_default FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION my_conversion IS 'converts';
CREATE FUNCTION transform_in(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype';
CREATE TRANSFORM FOR mood LANGUAGE sql (FROM SQL WITH FUNCTION transform_in(internal));
COMMENT ON TRANSFORM FOR mood LANGUAGE sql IS 'transforms';
CREATE LANGUAGE my_language HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE TRUSTED LANGUAGE my_trusted HANDLER plpgsql_call_handler;
COMMENT ON LANGUAGE my_language IS 'speaks';
ALTER LANGUAGE my_trusted OWNER TO dbsafety_test_owner;
REVOKE ALL ON LANGUAGE my_trusted FROM PUBLIC;
GRANT USAGE ON LANGUAGE my_trusted TO dbsafety_test_reader;
CREATE ACCESS METHOD my_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD my_btree TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD my_heap IS 'a heap';

-- Text search.
CREATE TEXT SEARCH PARSER my_parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE my_template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY my_dictionary (TEMPLATE = my_template, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY plain_dictionary (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION my_search (PARSER = my_parser);
ALTER TEXT SEARCH CONFIGURATION my_search ADD MAPPING FOR asciiword, word WITH my_dictionary, simple;
ALTER TEXT SEARCH CONFIGURATION my_search ADD MAPPING FOR numword WITH plain_dictionary;
CREATE TEXT SEARCH CONFIGURATION copied (COPY = english);
COMMENT ON TEXT SEARCH PARSER my_parser IS 'parses';
COMMENT ON TEXT SEARCH TEMPLATE my_template IS 'template';
COMMENT ON TEXT SEARCH DICTIONARY my_dictionary IS 'dictionary';
COMMENT ON TEXT SEARCH CONFIGURATION my_search IS 'configuration';
ALTER TEXT SEARCH CONFIGURATION my_search OWNER TO dbsafety_test_owner;
ALTER TEXT SEARCH DICTIONARY my_dictionary OWNER TO dbsafety_test_owner;

-- Sequences.
CREATE SEQUENCE free_sequence AS smallint START 7 INCREMENT -3 MINVALUE -100 MAXVALUE 10 CACHE 5 CYCLE;
CREATE SEQUENCE "Sequence.odd";
COMMENT ON SEQUENCE free_sequence IS 'counts';
GRANT USAGE ON SEQUENCE free_sequence TO dbsafety_test_reader;
GRANT ALL ON SEQUENCE "Sequence.odd" TO dbsafety_test_reader;
ALTER SEQUENCE "Sequence.odd" OWNER TO dbsafety_test_owner;
-- @since 15
CREATE UNLOGGED SEQUENCE unlogged_sequence;
-- @end

-- A table with every column and storage property.
CREATE TABLE main_table (
  id integer PRIMARY KEY,
  always_id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10 CACHE 3 CYCLE),
  default_id smallint GENERATED BY DEFAULT AS IDENTITY,
  old_serial serial,
  dropped text,
  name varchar(40) COLLATE german DEFAULT 'it''s \ odd' NOT NULL,
  email email,
  feeling mood DEFAULT 'happy',
  moods mood[] DEFAULT ARRAY['sad'::mood],
  position pair DEFAULT ROW(1, 'x', NULL),
  span period,
  amount numeric(12,4) DEFAULT 0 CHECK (amount >= 0),
  doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
  tags ext.hstore,
  document text,
  "Column with ""quotes"" and spaces" text,
  "select" integer DEFAULT add_one(1),
  at timestamptz DEFAULT CURRENT_TIMESTAMP,
  lasting interval day to second(3) DEFAULT '1 day',
  bits bit varying(5) DEFAULT B'101',
  shape complex,
  CONSTRAINT named_check CHECK (length(name) > 0 AND feeling <> 'sad'::mood),
  CONSTRAINT local_only CHECK (id > 0) NO INHERIT,
  CONSTRAINT unique_deferred UNIQUE (name, amount) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT unique_including UNIQUE (name) INCLUDE (amount) WITH (fillfactor = 60),
  CONSTRAINT no_overlap EXCLUDE USING gist (name WITH =, tstzrange(at, NULL) WITH &&) WHERE (amount > 0)
) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_vacuum_scale_factor = 0.3);
ALTER TABLE main_table DROP COLUMN dropped;
ALTER TABLE main_table ADD CONSTRAINT not_yet_valid CHECK (amount < 1000000) NOT VALID;
ALTER TABLE main_table ALTER document SET STORAGE EXTERNAL, ALTER document SET STATISTICS 500, ALTER name SET (n_distinct = -0.5, n_distinct_inherited = 10);
ALTER TABLE main_table ALTER name SET STATISTICS 0;
ALTER TABLE main_table OWNER TO dbsafety_test_owner;
COMMENT ON TABLE main_table IS E'first line\nsecond line';
COMMENT ON COLUMN main_table."Column with ""quotes"" and spaces" IS 'odd';
COMMENT ON CONSTRAINT named_check ON main_table IS 'a check';
COMMENT ON CONSTRAINT main_table_pkey ON main_table IS 'a key';
COMMENT ON INDEX main_table_pkey IS 'the index of a key';
COMMENT ON CONSTRAINT not_yet_valid ON main_table IS 'later';
GRANT SELECT ON main_table TO dbsafety_test_reader;
GRANT SELECT, INSERT, UPDATE ON main_table TO dbsafety_test_writer WITH GRANT OPTION;
GRANT UPDATE (name), REFERENCES (id) ON main_table TO dbsafety_test_reader;
GRANT SELECT (ctid) ON main_table TO PUBLIC;
GRANT USAGE ON SEQUENCE main_table_always_id_seq TO dbsafety_test_reader;
COMMENT ON SEQUENCE main_table_always_id_seq IS 'of the identity';
ALTER SEQUENCE main_table_old_serial_seq MAXVALUE 1000;
-- @since 14
ALTER TABLE main_table ALTER document SET COMPRESSION pglz;
-- @end
-- @since 15
ALTER TABLE main_table ADD CONSTRAINT nulls_equal UNIQUE NULLS NOT DISTINCT (email, feeling);
-- @end
-- @since 18
ALTER TABLE main_table ADD COLUMN computed integer GENERATED ALWAYS AS (id * 3) VIRTUAL;
-- @end

-- What its owner may no longer do, and what somebody else granted.
CREATE TABLE revoked (a integer, b integer);
ALTER TABLE revoked OWNER TO dbsafety_test_owner;
REVOKE ALL ON revoked FROM dbsafety_test_owner;
GRANT SELECT ON revoked TO dbsafety_test_reader WITH GRANT OPTION;
SET SESSION AUTHORIZATION dbsafety_test_reader;
GRANT SELECT ON every.revoked TO dbsafety_test_writer;
RESET SESSION AUTHORIZATION;
CREATE UNLOGGED TABLE unlogged_table (id serial PRIMARY KEY, code integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE no_columns ();
CREATE TABLE "Odd Schema ""quoted"" 🐄"."Table; ""odd""" ("Id" serial PRIMARY KEY, "1" text, "a.b" text);
CREATE TABLE of_type OF pair (first PRIMARY KEY, second WITH OPTIONS DEFAULT 'x' NOT NULL, CHECK (first > 0));
CREATE TABLE in_my_heap (a integer) USING my_heap;
CREATE TABLE sequence_of_another (id integer DEFAULT nextval('free_sequence'), code bigint DEFAULT nextval('every."Sequence.odd"'));

-- Replica identity and cluster marks.
CREATE TABLE replica_full (a integer);
ALTER TABLE replica_full REPLICA IDENTITY FULL;
CREATE TABLE replica_nothing (a integer);
ALTER TABLE replica_nothing REPLICA IDENTITY NOTHING;
CREATE TABLE replica_index (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX replica_index_a ON replica_index (a);
CREATE INDEX replica_index_b ON replica_index (b);
ALTER TABLE replica_index REPLICA IDENTITY USING INDEX replica_index_a;
ALTER TABLE replica_index CLUSTER ON replica_index_b;

-- Inheritance.
CREATE TABLE parent (id integer NOT NULL, kind text DEFAULT 'parent', amount numeric CONSTRAINT positive CHECK (amount > 0));
CREATE TABLE second_parent (id integer, extra text NOT NULL);
CREATE TABLE child (own text, id integer NOT NULL) INHERITS (parent, second_parent);
ALTER TABLE child ALTER kind SET DEFAULT 'child', ALTER amount SET NOT NULL;
ALTER TABLE child ALTER extra SET STATISTICS 77;
CREATE TABLE grandchild (CHECK (own <> '')) INHERITS (child);
ALTER TABLE grandchild ALTER kind DROP DEFAULT;
COMMENT ON COLUMN child.kind IS 'inherited';
CREATE TABLE adopted (amount numeric CONSTRAINT positive CHECK (amount > 0), kind text, id integer NOT NULL);
ALTER TABLE adopted INHERIT parent;
ALTER TABLE second_parent ADD COLUMN added_later text DEFAULT 'x';

-- Partitions.
CREATE TABLE parted (id integer NOT NULL, at date NOT NULL, region text DEFAULT 'north', CONSTRAINT parted_check CHECK (id > 0)) PARTITION BY RANGE (at);
ALTER TABLE parted ADD PRIMARY KEY (id, at);
CREATE INDEX parted_region ON parted (lower(region)) WHERE id > 10;
CREATE TABLE parted_2024 PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parted_2025 (region text DEFAULT 'south', at date NOT NULL, id integer NOT NULL, CONSTRAINT parted_check CHECK (id > 0));
ALTER TABLE parted ATTACH PARTITION parted_2025 FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE TABLE parted_default PARTITION OF parted DEFAULT PARTITION BY LIST (id);
CREATE TABLE parted_default_north PARTITION OF parted_default (region DEFAULT 'far north') FOR VALUES IN (1, 2, 3);
CREATE TABLE hashed (id bigint GENERATED BY DEFAULT AS IDENTITY, body text) PARTITION BY HASH (id);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE UNLOGGED TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1) WITH (fillfactor = 50);
CREATE TABLE by_expression (a text COLLATE "C", b integer) PARTITION BY RANGE (lower(a) COLLATE "C" text_pattern_ops, b);
CREATE INDEX only_parent ON ONLY parted (region);
CREATE INDEX of_partition ON parted_2024 (region);
ALTER INDEX only_parent ATTACH PARTITION of_partition;

-- Foreign keys, also circular and to partitioned tables.
CREATE TABLE referenced (a integer, b integer, c integer UNIQUE, PRIMARY KEY (a, b));
CREATE TABLE referencing (
  a integer, b integer, c integer, parted_id integer, parted_at date, self integer UNIQUE,
  CONSTRAINT full_key FOREIGN KEY (a, b) REFERENCES referenced MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT to_parted FOREIGN KEY (parted_id, parted_at) REFERENCES parted ON DELETE RESTRICT,
  CONSTRAINT to_self FOREIGN KEY (c) REFERENCES referencing (self) ON DELETE SET DEFAULT DEFERRABLE);
ALTER TABLE referencing ADD CONSTRAINT not_valid_key FOREIGN KEY (c) REFERENCES referenced (c) NOT VALID;
COMMENT ON CONSTRAINT full_key ON referencing IS 'points';
ALTER TABLE referenced ADD CONSTRAINT back FOREIGN KEY (c) REFERENCES referencing (self);
ALTER TABLE parted ADD CONSTRAINT from_parted FOREIGN KEY (id) REFERENCES referenced (c);
-- @since 15
ALTER TABLE referencing ADD CONSTRAINT some_columns FOREIGN KEY (a, b) REFERENCES referenced ON DELETE SET NULL (b);
-- @end

-- Indexes of every kind.
CREATE INDEX i_expression ON main_table (lower(name), (amount * 2) DESC NULLS LAST);
CREATE INDEX i_partial ON main_table (amount) WHERE amount > 5;
CREATE UNIQUE INDEX i_unique ON main_table (id, name COLLATE "C" text_pattern_ops) INCLUDE (amount);
CREATE INDEX i_gin ON main_table USING gin (document public.gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX i_gist ON main_table USING gist (document public.gist_trgm_ops (siglen = 32));
CREATE INDEX i_brin ON main_table USING brin (id) WITH (pages_per_range = 8);
CREATE INDEX i_hash ON main_table USING hash (name);
CREATE INDEX "Index ""odd""" ON main_table (shape);
ALTER INDEX i_expression ALTER COLUMN 2 SET STATISTICS 300;
COMMENT ON INDEX i_partial IS 'a part';
ALTER INDEX i_partial DEPENDS ON EXTENSION hstore;

-- Extended statistics.
CREATE STATISTICS s_some (dependencies, ndistinct) ON name, amount FROM main_table;
CREATE STATISTICS s_all ON id, amount FROM main_table;
ALTER STATISTICS s_some SET STATISTICS 42;
COMMENT ON STATISTICS s_some IS 'statistics';
ALTER STATISTICS s_all OWNER TO dbsafety_test_owner;
-- @since 14
CREATE STATISTICS s_expression ON (amount * 2), lower(name) FROM main_table;
-- @end

-- Views, views in circles, materialized views.
CREATE VIEW simple_view AS SELECT id, name, feeling FROM main_table WHERE amount > 0;
CREATE VIEW checked_view WITH (security_barrier) AS SELECT * FROM parent WHERE amount > 1 WITH LOCAL CHECK OPTION;
CREATE VIEW "View ""odd"""("Column 1", two) AS SELECT 1::numeric(5,2), 'x'::text COLLATE "C";
CREATE VIEW grouped AS SELECT r.a, r.b, r.c, count(*) FROM referenced r GROUP BY r.a, r.b;
CREATE VIEW over_grouped AS SELECT * FROM grouped;
ALTER VIEW simple_view ALTER COLUMN name SET DEFAULT 'by the view';
COMMENT ON VIEW simple_view IS 'simple';
COMMENT ON COLUMN simple_view.name IS 'its name';
ALTER VIEW simple_view OWNER TO dbsafety_test_owner;
GRANT SELECT ON simple_view TO dbsafety_test_reader;
GRANT UPDATE (name) ON simple_view TO dbsafety_test_writer;
-- @since 15
CREATE VIEW invoker_view WITH (security_invoker = true) AS SELECT 1 AS one;
-- @end
CREATE VIEW circle_a AS SELECT 1 AS a, 'x'::varchar(5) AS b;
CREATE VIEW circle_b AS SELECT a, b FROM circle_a;
CREATE OR REPLACE VIEW circle_a AS SELECT a, b FROM circle_b;
CREATE MATERIALIZED VIEW filled AS SELECT id, count(*) AS n FROM parent GROUP BY id WITH DATA;
CREATE MATERIALIZED VIEW hollow WITH (fillfactor = 80) AS SELECT n FROM filled WITH NO DATA;
CREATE MATERIALIZED VIEW over_filled USING my_heap AS SELECT * FROM filled;
CREATE MATERIALIZED VIEW a_over_grouped AS SELECT * FROM over_grouped;
CREATE UNIQUE INDEX filled_id ON filled (id);
ALTER MATERIALIZED VIEW filled CLUSTER ON filled_id;
ALTER MATERIALIZED VIEW filled ALTER n SET STATISTICS 5;
COMMENT ON MATERIALIZED VIEW filled IS 'filled';
GRANT SELECT ON filled TO dbsafety_test_reader;

-- Functions and tables in circles.
CREATE TABLE in_circle (id integer, note text);
CREATE FUNCTION of_row(in_circle) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1.note $$;
CREATE FUNCTION next_of_circle() RETURNS integer LANGUAGE sql AS $$ SELECT coalesce(max(id), 0) + 1 FROM every.in_circle $$;
ALTER TABLE in_circle ADD CONSTRAINT by_function CHECK (of_row(in_circle) <> ''), ALTER id SET DEFAULT next_of_circle();
CREATE INDEX of_row_index ON in_circle (of_row(in_circle));
CREATE FUNCTION takes_view(grouped) RETURNS bigint LANGUAGE sql AS $$ SELECT $1.count $$;
CREATE TABLE holds_view_row (item grouped, other simple_view);
-- @since 14
CREATE FUNCTION atomic_function(n integer) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) + n FROM every.in_circle WHERE note <> ';'; END;
ALTER TABLE in_circle ALTER id SET DEFAULT atomic_function(1);
CREATE FUNCTION atomic_grouped() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT r.c FROM every.referenced r GROUP BY r.a, r.b; END;
CREATE PROCEDURE atomic_procedure() LANGUAGE sql BEGIN ATOMIC INSERT INTO every.in_circle (note) VALUES ('x'); DELETE FROM every.in_circle; END;
-- @end

-- Rules.
CREATE RULE log_it AS ON INSERT TO parent WHERE new.id > 5 DO ALSO (INSERT INTO second_parent VALUES (new.id, 'it''s;'); DELETE FROM second_parent WHERE id = new.id);
CREATE RULE instead AS ON UPDATE TO simple_view DO INSTEAD NOTHING;
CREATE RULE "Rule ""odd""" AS ON DELETE TO parent DO ALSO NOTIFY gone;
ALTER TABLE parent DISABLE RULE log_it;
ALTER TABLE parent ENABLE ALWAYS RULE "Rule ""odd""";
COMMENT ON RULE log_it ON parent IS 'a rule';

-- Triggers and their states.
CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER t_before BEFORE INSERT OR UPDATE OF name, amount ON main_table FOR EACH ROW WHEN (new.amount > 1) EXECUTE FUNCTION on_change('it''s', '2');
CREATE TRIGGER t_statement AFTER DELETE ON main_table REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION on_change();
CREATE TRIGGER t_truncate BEFORE TRUNCATE ON main_table EXECUTE FUNCTION on_change();
CREATE CONSTRAINT TRIGGER t_constraint AFTER INSERT ON main_table FROM parent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION on_change();
CREATE TRIGGER t_view INSTEAD OF INSERT ON simple_view FOR EACH ROW EXECUTE FUNCTION on_change();
CREATE TRIGGER t_disabled BEFORE INSERT ON main_table FOR EACH ROW EXECUTE FUNCTION on_change();
CREATE TRIGGER t_replica BEFORE INSERT ON main_table FOR EACH ROW EXECUTE FUNCTION on_change();
CREATE TRIGGER t_always BEFORE INSERT ON main_table FOR EACH ROW EXECUTE FUNCTION on_change();
CREATE TRIGGER t_parted AFTER INSERT ON parted FOR EACH ROW EXECUTE FUNCTION on_change();
CREATE TRIGGER "Trigger ""odd""" AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION on_change();
ALTER TABLE main_table DISABLE TRIGGER t_disabled, ENABLE REPLICA TRIGGER t_replica, ENABLE ALWAYS TRIGGER t_always;
ALTER TABLE parted_2024 DISABLE TRIGGER t_parted;
COMMENT ON TRIGGER t_before ON main_table IS 'before';
ALTER TRIGGER t_before ON main_table DEPENDS ON EXTENSION hstore;

-- Row security.
ALTER TABLE main_table ENABLE ROW LEVEL SECURITY;
ALTER TABLE parent FORCE ROW LEVEL SECURITY;
CREATE POLICY p_all ON main_table USING (name = CURRENT_USER) WITH CHECK (amount > 0);
CREATE POLICY p_select ON main_table AS RESTRICTIVE FOR SELECT TO dbsafety_test_reader, dbsafety_test_writer USING (EXISTS (SELECT FROM parent p WHERE p.id = main_table.id));
CREATE POLICY p_insert ON main_table FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY p_update ON main_table FOR UPDATE USING (true);
CREATE POLICY "Policy ""odd""" ON parent FOR DELETE USING (false);
COMMENT ON POLICY p_all ON main_table IS 'a policy';

-- Foreign data.
CREATE FOREIGN DATA WRAPPER dummy OPTIONS (debug 'true', "Odd name" 'it''s');
CREATE SERVER a_server TYPE 'a type' VERSION '1.0' FOREIGN DATA WRAPPER dummy OPTIONS (host 'example', port '5432');
CREATE USER MAPPING FOR PUBLIC SERVER a_server OPTIONS (word 'open');
CREATE USER MAPPING FOR dbsafety_test_reader SERVER a_server;
CREATE FOREIGN TABLE far (id integer OPTIONS (column_name 'far_id') NOT NULL, body text COLLATE "C" DEFAULT 'x', CONSTRAINT far_check CHECK (id > 0)) SERVER a_server OPTIONS (table_name 'far');
CREATE TABLE near_and_far (id integer, body text) PARTITION BY LIST (id);
CREATE FOREIGN TABLE far_partition PARTITION OF near_and_far FOR VALUES IN (1, NULL) SERVER a_server;
COMMENT ON FOREIGN TABLE far IS 'far';
COMMENT ON COLUMN far.id IS 'far id';
COMMENT ON SERVER a_server IS 'server';
COMMENT ON FOREIGN DATA WRAPPER dummy IS 'wrapper';
GRANT USAGE ON FOREIGN SERVER a_server TO dbsafety_test_reader;
GRANT USAGE ON FOREIGN DATA WRAPPER dummy TO dbsafety_test_reader;
GRANT SELECT ON far TO dbsafety_test_reader;
ALTER SERVER a_server OWNER TO dbsafety_test_super;
CREATE TRIGGER t_far BEFORE INSERT ON far FOR EACH ROW EXECUTE FUNCTION on_change();

-- Publications.
CREATE PUBLICATION everything_published FOR ALL TABLES WITH (publish = 'insert, delete');
CREATE PUBLICATION some_published FOR TABLE ONLY parent, main_table WITH (publish_via_partition_root = true);
CREATE PUBLICATION nothing_published WITH (publish = '');
COMMENT ON PUBLICATION some_published IS 'published';
ALTER PUBLICATION some_published OWNER TO dbsafety_test_super;
-- @since 15
CREATE PUBLICATION filtered_published FOR TABLE referenced (a, b) WHERE (a > 5);
CREATE PUBLICATION schema_published FOR TABLES IN SCHEMA empty, TABLE parent;
-- @end
-- @since 18
CREATE PUBLICATION generated_published WITH (publish_generated_columns = stored);
-- @end

-- Version 18: NOT NULL with names, constraints that are not enforced, keys over time.
-- @since 18
CREATE TABLE new_constraints (
  a integer CONSTRAINT a_is_there NOT NULL,
  b integer NOT NULL NO INHERIT,
  c integer,
  valid_at period NOT NULL,
  CONSTRAINT not_enforced CHECK (a > 5) NOT ENFORCED,
  CONSTRAINT over_time PRIMARY KEY (a, valid_at WITHOUT OVERLAPS));
ALTER TABLE new_constraints ADD CONSTRAINT c_later NOT NULL c NOT VALID;
COMMENT ON CONSTRAINT a_is_there ON new_constraints IS 'named';
COMMENT ON CONSTRAINT c_later ON new_constraints IS 'later';
CREATE TABLE over_time_too (id integer, a integer, valid_at period,
  CONSTRAINT over_time_key FOREIGN KEY (a, PERIOD valid_at) REFERENCES new_constraints (a, PERIOD valid_at),
  CONSTRAINT unenforced_key FOREIGN KEY (id) REFERENCES referenced (c) NOT ENFORCED);
CREATE TABLE new_child (CONSTRAINT own_name NOT NULL b) INHERITS (new_constraints);
-- @end

-- Privileges on what PostgreSQL and extensions bring.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO dbsafety_test_reader;
REVOKE SELECT ON information_schema.tables FROM PUBLIC;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO dbsafety_test_reader;
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION ext.hstore(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext.hstore(text, text) TO dbsafety_test_writer;

-- Event triggers.
CREATE FUNCTION on_event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER e_all ON ddl_command_end EXECUTE FUNCTION on_event();
CREATE EVENT TRIGGER e_some ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP INDEX') EXECUTE FUNCTION on_event();
ALTER EVENT TRIGGER e_all DISABLE;
ALTER EVENT TRIGGER e_some ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER e_all IS 'event';

-- Default privileges.
ALTER DEFAULT PRIVILEGES FOR ROLE dbsafety_test_owner IN SCHEMA every GRANT SELECT ON TABLES TO dbsafety_test_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE dbsafety_test_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE dbsafety_test_owner GRANT USAGE ON SEQUENCES TO dbsafety_test_writer WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE dbsafety_test_owner GRANT USAGE ON SCHEMAS TO dbsafety_test_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE dbsafety_test_owner REVOKE ALL ON TYPES FROM PUBLIC;
