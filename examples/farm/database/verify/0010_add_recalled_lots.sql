SELECT enum_range(NULL::farm.lot_status)::text[] = ARRAY['announced', 'available', 'sold_out', 'recalled', 'spoiled']
    AS a_lot_can_be_recalled;
