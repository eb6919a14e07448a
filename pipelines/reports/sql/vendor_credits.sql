-- The credits of the vendor's statements up to the day, each as the last of them has it.
SELECT
    stated.partner_id AS partner_id,
    visible_partner.partner AS partner,
    stated.lot_id AS lot_id,
    stated.source AS source,
    stated.status AS vendor_status,
    stated.starts_on AS starts_on,
    stated.ends_on AS ends_on,
    stated.currency AS currency,
    stated.original AS amount,
    stated.stated_on AS stated_on,
    stated.balance AS vendor_balance
FROM visible_vendor_credit AS stated
JOIN visible_partner USING (partner_id)
WHERE stated.stated_on <= $as_of
    AND chosen($partner, stated.partner_id)
    AND chosen($currency, stated.currency)
QUALIFY dense_rank() OVER (
    PARTITION BY stated.partner_id, stated.currency, stated.starts_on, stated.original
    ORDER BY stated.stated_on DESC, stated.dataset
) = 1
ORDER BY partner_id, starts_on, currency, amount, lot_id;
