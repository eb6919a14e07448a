-- What the rules judge of a partner's requests. The policy is that of the offer it concerns.
SELECT
    request.partner_id AS partner_id,
    request.request_no AS request_no,
    COALESCE(offer.policy, 'mpn-2020-10') AS policy,
    request.kind AS kind,
    request.state AS state,
    request.outcome AS outcome,
    request.opened_on AS opened_on,
    request.entitlement_id AS entitlement_id,
    COALESCE(request.offer, held.offer) AS offer
FROM request_now AS request
LEFT JOIN visible_entitlement AS held USING (entitlement_id)
LEFT JOIN offer ON offer.offer = COALESCE(request.offer, held.offer)
WHERE request.partner_id = $partner
ORDER BY request.request_no;
