-- Two memories: what a product cost and when, and who changed which row.

CREATE TABLE farm.price_history (
    price_id     bigint GENERATED ALWAYS AS IDENTITY,
    product_id   bigint NOT NULL,
    valid_during tstzrange NOT NULL,
    unit_price   farm.money_amount NOT NULL,
    changed_by   text NOT NULL DEFAULT current_user,
    CONSTRAINT price_history_pkey PRIMARY KEY (price_id),
    CONSTRAINT price_history_product_fkey FOREIGN KEY (product_id)
        REFERENCES farm.products (product_id) ON DELETE CASCADE,
    CONSTRAINT price_history_range_not_empty CHECK (NOT isempty(valid_during)),
    -- One price at a time. The product as a one-element range needs no extension for its equality.
    CONSTRAINT price_history_one_price_at_a_time
        EXCLUDE USING gist (int8range(product_id, product_id, '[]') WITH &&, valid_during WITH &&)
);
COMMENT ON TABLE farm.price_history IS 'Every price that a product ever had.';

-- dbsafety: allow LK31 because the shop has a few hundred products
INSERT INTO farm.price_history (product_id, valid_during, unit_price)
SELECT product_id, tstzrange(now(), NULL), unit_price
FROM farm.products
ORDER BY product_id;

CREATE FUNCTION farm.record_price() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A second change in one transaction corrects the first: an empty range would say nothing.
    UPDATE farm.price_history
    SET unit_price = NEW.unit_price, changed_by = session_user
    WHERE product_id = NEW.product_id AND lower(valid_during) = now() AND upper_inf(valid_during);
    IF FOUND THEN
        RETURN NULL;
    END IF;

    UPDATE farm.price_history
    SET valid_during = tstzrange(lower(valid_during), now())
    WHERE product_id = NEW.product_id AND upper_inf(valid_during);

    INSERT INTO farm.price_history (product_id, valid_during, unit_price, changed_by)
    VALUES (NEW.product_id, tstzrange(now(), NULL), NEW.unit_price, session_user);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION farm.record_price() IS 'Closes the old price and opens the new one.';

CREATE TRIGGER products_first_price
    AFTER INSERT ON farm.products
    FOR EACH ROW
    EXECUTE FUNCTION farm.record_price();

CREATE TRIGGER products_new_price
    AFTER UPDATE OF unit_price ON farm.products
    FOR EACH ROW
    WHEN (OLD.unit_price IS DISTINCT FROM NEW.unit_price)
    EXECUTE FUNCTION farm.record_price();

CREATE FUNCTION farm.price_at(product bigint, at timestamptz DEFAULT now()) RETURNS farm.money_amount
    LANGUAGE sql
    STABLE PARALLEL SAFE
AS $$
    SELECT unit_price FROM farm.price_history WHERE product_id = product AND valid_during @> at
$$;
COMMENT ON FUNCTION farm.price_at(bigint, timestamptz) IS 'What the price tag said at that moment; null where there was none.';

CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'Who changed what. Nothing in here is ever updated.';

CREATE TABLE audit.changes (
    change_id  bigint GENERATED ALWAYS AS IDENTITY,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by text NOT NULL DEFAULT session_user,
    table_name text NOT NULL,
    operation  text NOT NULL,
    old_row    jsonb,
    new_row    jsonb,
    CONSTRAINT changes_pkey PRIMARY KEY (change_id),
    CONSTRAINT changes_operation_known CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE')),
    CONSTRAINT changes_has_a_row CHECK (num_nonnulls(old_row, new_row) > 0)
);

CREATE INDEX changes_by_time ON audit.changes USING brin (changed_at);
CREATE INDEX changes_by_table ON audit.changes (table_name, change_id DESC);

CREATE FUNCTION audit.record_change() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO audit.changes (table_name, operation, old_row, new_row)
    VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP,
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END;
$$;

CREATE TRIGGER growers_audit
    AFTER INSERT OR UPDATE OR DELETE ON farm.growers
    FOR EACH ROW
    EXECUTE FUNCTION audit.record_change();

CREATE TRIGGER products_audit
    AFTER INSERT OR UPDATE OR DELETE ON farm.products
    FOR EACH ROW
    EXECUTE FUNCTION audit.record_change();
