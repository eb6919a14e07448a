-- Support that was used: what was logged by form and what files say.

-- One row an incident or an engagement. Where form and file name the same reference the form is shown; `confirmed` says
-- whether the file says the same, null where only one of the two names it.
CREATE VIEW memory.support_now AS
WITH told AS (
    SELECT stream_id AS partner_id, entitlement_id AS entitlement_id, subject AS reference, details ->> 'kind' AS kind,
        (details ->> 'used_on')::DATE AS used_on, (details ->> 'hours')::DECIMAL(18, 2) AS hours,
        details ->> 'title' AS title, details ->> 'product_area' AS product_area, actor AS logged_by, 'deed' AS origin
    FROM deed
    WHERE outcome = 'done' AND action = 'log_support_use'
    UNION ALL
    SELECT partner_id, entitlement_id, reference, kind, used_on, hours, title, product_area, NULL, 'file'
    FROM support_use
)
SELECT *,
    CASE WHEN count(*) OVER same > 1 THEN
        min(kind) OVER same = max(kind) OVER same AND min(used_on) OVER same = max(used_on) OVER same
        AND COALESCE(min(hours) OVER same = max(hours) OVER same, TRUE)
    END AS confirmed
FROM told
WINDOW same AS (PARTITION BY entitlement_id, reference)
QUALIFY origin = 'deed' OR count(*) OVER same = 1;

-- What of a benefit was used by a day: incidents are counted, engagements are summed in hours. Of presales and deployment
-- only where the offer deducts it (domain-facts 2.7).
CREATE MACRO memory.support_count(on_day) AS TABLE
SELECT entitlement_id AS entitlement_id,
    count(*) FILTER (kind = 'incident') AS incidents,
    COALESCE(sum(hours) FILTER (kind = 'advisory'), 0) AS advisory,
    COALESCE(sum(hours) FILTER (kind = 'presales'), 0) AS presales
FROM support_now
WHERE used_on <= on_day
GROUP BY entitlement_id;

-- Whether presales and deployment services of an offer are not deducted from its hours.
CREATE MACRO memory.presales_unlimited(held_offer) AS
    held_offer IN (SELECT offer FROM support WHERE support = 'presales' AND extent = 'unlimited');
