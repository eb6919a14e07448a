-- Access ID and Contract ID of the technical benefits that the vendor activated, for every user of the company.
SELECT
    access.partner_id AS partner_id,
    visible_partner.partner AS partner,
    access.entitlement_id AS entitlement_id,
    access.request_no AS request_no,
    access.access_id AS access_id,
    access.contract_id AS contract_id,
    access.active_from AS active_from,
    access.expires_on AS expires_on
FROM visible_access AS access
JOIN visible_partner USING (partner_id)
WHERE chosen($partner, access.partner_id)
    AND chosen($entitlement, access.entitlement_id)
    AND access.active_from <= $as_of
ORDER BY access.partner_id, access.entitlement_id;
