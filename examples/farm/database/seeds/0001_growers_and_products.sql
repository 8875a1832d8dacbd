-- Growers and products of a small co-operative, written by hand. Loading the seeds again starts from an empty shop.
-- They need the schema from 0008_create_reports onwards.

TRUNCATE farm.stock_movements, farm.order_lines, farm.orders, farm.lots, farm.delivery_addresses, farm.customers,
         farm.price_history, farm.products, farm.growers, audit.changes
    RESTART IDENTITY;

COPY farm.growers (code, name, village, certification, email, joined_on, active) FROM stdin;
G-001	Lindenhof, Familie Brandt	Altenried	organic	hof@lindenhof.example	2009-03-01	t
G-002	Gärtnerei Moosbach	Moosbach	biodynamic	post@moosbach.example	2009-03-01	t
G-003	Obsthof Keller & Töchter	Bergheim	organic	keller@obsthof.example	2011-08-15	t
G-004	Imkerei Sommer	Altenried	conventional	honig@sommer.example	2012-05-20	t
G-005	Ziegenhof am Steg	Steg	organic	ziegen@steg.example	2014-02-01	t
G-006	Bäckerei O'Connor	Bergheim	conventional	brot@oconnor.example	2015-09-01	t
G-007	Gemüse Petrović	Neuwiesen	in_conversion	petrovic@gemuese.example	2018-04-11	t
G-008	Kartoffelhof Jansen	Neuwiesen	conventional	jansen@kartoffel.example	2019-10-01	t
G-009	Hühnerhof Wagner	Steg	organic	wagner@huehner.example	2020-01-15	t
G-010	Streuobst e.V.	Bergheim	organic	\N	2021-06-30	t
G-011	Alte Mühle	Moosbach	conventional	\N	2010-01-01	f
\.

COPY farm.products (sku, name, category_id, grower_id, unit, unit_price, vat_rate, description) FROM stdin;
TOM-0001	Tomatoes, red	13	2	kg	4.80	0.070	Ripened on the vine, several varieties in one crate.
TOM-0002	Cherry tomatoes	13	2	kg	7.20	0.070	Small, sweet, for the hand.
CUC-0001	Cucumber	13	7	piece	1.60	0.070	Straight or bent.
PEP-0001	Pepper, pointed	13	7	kg	6.50	0.070	
ZUC-0001	Courgette	13	7	kg	3.20	0.070	
PUM-0001	Pumpkin Hokkaido	13	1	piece	3.90	0.070	Eaten with its skin.
LET-0001	Lettuce	11	2	piece	1.50	0.070	Cut in the morning of the delivery.
LET-0002	Lamb's lettuce	11	2	kg	14.00	0.070	Washed.
SPI-0001	Spinach	11	1	kg	6.80	0.070	
CHA-0001	Chard	11	1	bunch	2.40	0.070	Coloured stems.
KAL-0001	Kale	11	7	kg	4.20	0.070	After the first frost.
PAR-0001	Parsley	11	2	bunch	1.30	0.070	
CHI-0001	Chives	11	2	bunch	1.30	0.070	
CAR-0001	Carrots	12	1	kg	2.30	0.070	With a little earth, for they keep better.
CAR-0002	Carrots with greens	12	2	bunch	2.60	0.070	
BEE-0001	Beetroot	12	1	kg	2.50	0.070	
POT-0001	Potatoes, waxy	12	8	kg	1.90	0.070	Variety Annabelle.
POT-0002	Potatoes, floury	12	8	kg	1.80	0.070	Variety Gunda.
ONI-0001	Onions	12	8	kg	2.10	0.070	
LEE-0001	Leek	12	7	kg	3.60	0.070	
CEL-0001	Celeriac	12	1	kg	2.90	0.070	
GAR-0001	Garlic	12	7	piece	0.90	0.070	
APP-0001	Apples Boskoop	20	3	kg	2.80	0.070	Sour; the apple for cake.
APP-0002	Apples Topaz	20	3	kg	3.20	0.070	Crisp.
PEA-0001	Pears	20	10	kg	3.40	0.070	Old orchard, mixed varieties.
PLU-0001	Plums	20	10	kg	3.90	0.070	
STR-0001	Strawberries	20	3	kg	8.90	0.070	In bowls of 500 g.
JUI-0001	Apple juice	20	10	litre	2.20	0.190	Cloudy; deposit bottle.
EGG-0006	Eggs, six	30	9	piece	2.70	0.070	
EGG-0010	Eggs, ten	30	9	piece	4.30	0.070	
MIL-0001	Goat milk	30	5	litre	3.10	0.070	Raw; boil before use.
CHE-0001	Goat cheese, fresh	30	5	piece	4.60	0.070	
CHE-0002	Goat cheese, aged	30	5	kg	32.00	0.070	Six months in the cellar.
YOG-0001	Yoghurt	30	5	jar	2.90	0.070	
HON-0001	Honey, blossom	40	4	jar	6.90	0.070	500 g.
HON-0002	Honey, forest	40	4	jar	7.90	0.070	500 g; dark.
JAM-0001	Strawberry jam	40	3	jar	4.50	0.070	
PIC-0001	Pickled cucumbers	40	7	jar	3.80	0.070	
BRE-0001	Rye bread	50	6	piece	4.90	0.070	1 kg, sourdough.
BRE-0002	Rolls, five	50	6	piece	3.00	0.070	
\.

-- What the price tags said before the first of July.
UPDATE farm.price_history
SET valid_during = tstzrange('2025-07-01 00:00:00+00', NULL), changed_by = 'seed';

INSERT INTO farm.price_history (product_id, valid_during, unit_price, changed_by)
SELECT product_id, tstzrange('2024-01-01 00:00:00+00', '2025-07-01 00:00:00+00'), round(unit_price * 0.94, 1), 'seed'
FROM farm.products
ORDER BY product_id;
