-- What the shop sells. Categories are reference data, so they come with the schema and not with the seeds.

CREATE TYPE farm.unit_of_sale AS ENUM ('kg', 'piece', 'bunch', 'litre', 'jar');

CREATE DOMAIN farm.sku AS text
    CONSTRAINT sku_form CHECK (VALUE ~ '^[A-Z]{3}-[0-9]{4}$');

CREATE TABLE farm.categories (
    category_id smallint,
    parent_id   smallint,
    slug        text NOT NULL,
    name        text NOT NULL,
    CONSTRAINT categories_pkey PRIMARY KEY (category_id),
    CONSTRAINT categories_slug_key UNIQUE (slug),
    -- Deferred, so that a tree can be loaded in any order.
    CONSTRAINT categories_parent_fkey FOREIGN KEY (parent_id)
        REFERENCES farm.categories (category_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT categories_not_own_parent CHECK (parent_id <> category_id)
);
COMMENT ON TABLE farm.categories IS 'The shelves of the shop, as a tree.';

COPY farm.categories (category_id, parent_id, slug, name) FROM stdin;
11	10	leaf-vegetables	Leaf vegetables
12	10	root-vegetables	Root vegetables
13	10	fruit-vegetables	Fruit vegetables
10	\N	vegetables	Vegetables
20	\N	fruit	Fruit
30	\N	dairy-and-eggs	Dairy & eggs
40	\N	preserves	Preserves; honey, jam and pickles
50	\N	bread	Bread
\.

CREATE TABLE farm.products (
    product_id      bigint GENERATED ALWAYS AS IDENTITY,
    sku             farm.sku NOT NULL,
    name            text NOT NULL,
    category_id     smallint NOT NULL,
    grower_id       bigint NOT NULL,
    unit            farm.unit_of_sale NOT NULL,
    unit_price      farm.money_amount NOT NULL,
    vat_rate        numeric(4, 3) NOT NULL DEFAULT 0.070,
    price_with_vat  numeric(10, 2) GENERATED ALWAYS AS (round(unit_price * (1 + vat_rate), 2)) STORED,
    description     text NOT NULL DEFAULT '',
    search          tsvector GENERATED ALWAYS AS (to_tsvector('simple', name || ' ' || description)) STORED,
    discontinued_at timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT products_pkey PRIMARY KEY (product_id),
    CONSTRAINT products_sku_key UNIQUE (sku),
    CONSTRAINT products_category_fkey FOREIGN KEY (category_id) REFERENCES farm.categories (category_id),
    CONSTRAINT products_grower_fkey FOREIGN KEY (grower_id) REFERENCES farm.growers (grower_id),
    CONSTRAINT products_vat_is_a_rate CHECK (vat_rate >= 0 AND vat_rate < 1)
);
COMMENT ON TABLE farm.products IS 'One row for each thing that has a price tag.';
COMMENT ON COLUMN farm.products.unit_price IS 'Without VAT, for one unit.';
COMMENT ON COLUMN farm.products.discontinued_at IS 'Products are never deleted while an order names them.';

CREATE INDEX products_on_sale ON farm.products (category_id, name) WHERE discontinued_at IS NULL;
CREATE INDEX products_lower_name ON farm.products (lower(name) text_pattern_ops);
CREATE INDEX products_search ON farm.products USING gin (search);
CREATE INDEX products_grower ON farm.products (grower_id) INCLUDE (name);
COMMENT ON INDEX farm.products_on_sale IS 'The shop window reads only this part.';

-- Without a WHEN clause: a BEFORE trigger cannot compare whole rows that hold generated columns.
CREATE TRIGGER products_touch
    BEFORE UPDATE ON farm.products
    FOR EACH ROW
    EXECUTE FUNCTION farm.touch_updated_at();
