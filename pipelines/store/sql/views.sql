-- What a reader may see. Session variables say who reads: `scope`, the partners ('*' is all, unset is none), and
-- `own_email`, set for somebody who sees only what they hold. Tables are of the snapshot on the reader's search path.

CREATE MACRO memory.in_scope(owner) AS list_has_any(getvariable('scope')::VARCHAR[], ['*', owner]);

CREATE MACRO memory.sees_own_only() AS getvariable('own_email') IS NOT NULL;

-- The names under which exports write a product, in lower case.
CREATE TABLE memory.product_title AS
SELECT DISTINCT product, family, lower(unnest(list_prepend(name, COALESCE(aliases, [])))) AS title
FROM product;

CREATE VIEW memory.visible_partner AS
FROM partner
WHERE in_scope(partner_id);

-- The people of the partners in sight; for somebody who sees only what is their own, themselves.
CREATE VIEW memory.visible_person AS
FROM person_now
WHERE in_scope(partner_id) AND (NOT sees_own_only() OR email = lower(getvariable('own_email')::VARCHAR));

-- Which of the people in sight are kept out of the app.
CREATE VIEW memory.visible_sign_in AS
FROM sign_in_stated
SEMI JOIN visible_person USING (email);

CREATE VIEW memory.visible_person_contradicted AS
FROM person_contradicted
WHERE in_scope(partner_id) AND NOT sees_own_only();

CREATE VIEW memory.visible_seat AS
FROM seat
WHERE in_scope(partner_id) AND (NOT sees_own_only() OR email = lower(getvariable('own_email')::VARCHAR));

-- The products of which the reader holds something: a seat of an export, or one that a deed gave.
CREATE VIEW memory.own_product AS
SELECT visible_seat.partner_id AS partner_id, product_title.product AS product
FROM visible_seat
JOIN product_title ON title = lower(subscription_level) AND family = 'visual_studio'
UNION ALL
SELECT partner_id AS partner_id, product AS product
FROM holder_now
WHERE email = lower(getvariable('own_email')::VARCHAR);

CREATE VIEW memory.visible_entitlement AS
FROM membership_benefit
WHERE in_scope(partner_id);

CREATE VIEW memory.visible_offer_held AS
FROM membership_term
WHERE in_scope(partner_id);

-- The same for somebody who sees only their own: the reader's path has the schema `own` before these, so that the many others
-- do not pay for questions that do not concern them.
CREATE SCHEMA memory.own;

CREATE VIEW memory.own.visible_entitlement AS
FROM membership_benefit
SEMI JOIN own_product USING (partner_id, product)
WHERE in_scope(partner_id);

CREATE VIEW memory.own.visible_offer_held AS
FROM membership_term
SEMI JOIN (SELECT partner_id, offer FROM membership_benefit SEMI JOIN own_product USING (partner_id, product)) AS held
    USING (partner_id, offer)
WHERE in_scope(partner_id);

-- Refunds that were asked for; whoever sees a membership sees that it is cancelled.
CREATE VIEW memory.visible_refund AS
SELECT partner_id, offer, offer_starts_on AS starts_on, state, outcome, answered_on
FROM request_now
WHERE kind = 'refund' AND in_scope(partner_id);

CREATE VIEW memory.visible_licence_count AS
FROM licence_count
WHERE in_scope(partner_id) AND NOT sees_own_only();

-- Whose rows a file of a load brought that are still there. Of cost there may be millions of rows: they come to a few
-- subscriptions before anything is joined to them.
CREATE VIEW memory.file_owner AS
SELECT load_id, file_no, partner_id FROM partner
UNION SELECT load_id, file_no, partner_id FROM offer_held
UNION SELECT load_id, file_no, partner_id FROM entitlement
UNION SELECT load_id, file_no, partner_id FROM person
UNION SELECT load_id, file_no, partner_id FROM credit_grant
UNION SELECT load_id, file_no, partner_id FROM seat
UNION SELECT load_id, file_no, partner_id FROM licence_count
UNION SELECT load_id, file_no, partner_id FROM product_key
UNION SELECT load_id, file_no, partner_id FROM answer
UNION SELECT load_id, file_no, partner_id FROM support_use
UNION SELECT load_id, file_no, partner_id FROM vendor_credit
UNION SELECT load_id, file_no, partner_id FROM vendor_credit_event
UNION SELECT load_id, file_no, partner_id FROM sku_count
UNION SELECT stated.load_id, stated.file_no, owned.partner_id
FROM (
    SELECT load_id, file_no, subscription_id FROM usage
    UNION SELECT load_id, file_no, subscription_id FROM charge
    UNION SELECT load_id, file_no, subscription_id FROM cost_total
) AS stated
LEFT JOIN subscription_owner AS owned USING (subscription_id);

-- A file's totals are of all its rows, so it is for those who may see all of them; one whose rows have all been
-- replaced since is for those who see the partner of the person who loaded it.
CREATE VIEW memory.visible_load_file AS
WITH seen AS (
    SELECT load_id, file_no, bool_and(COALESCE(in_scope(partner_id), FALSE)) AS whole
    FROM file_owner
    GROUP BY load_id, file_no
)
SELECT load.loaded_at AS loaded_at, load.loaded_by AS loaded_by, load_file.*
FROM load_file
JOIN load USING (load_id)
LEFT JOIN seen USING (load_id, file_no)
WHERE NOT sees_own_only() AND (in_scope('*') OR COALESCE(seen.whole, EXISTS (
    FROM person_now AS loader
    WHERE loader.email = lower(load.loaded_by) AND in_scope(loader.partner_id)
)));
