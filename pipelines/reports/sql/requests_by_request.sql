-- What was asked of the vendor and what became of it: what waits first, the oldest before the others.
SELECT
    request.request_no AS request_no,
    request.partner_id AS partner_id,
    visible_partner.partner AS partner,
    request.kind AS request_kind,
    COALESCE(product.name, offer.name, request.offer) AS about,
    request.entitlement_id AS entitlement_id,
    COALESCE(request.offer, held.offer) AS offer,
    request.title AS title,
    request.hours AS hours,
    request.opened_on AS opened_on,
    request.opener AS opened_by,
    request.state AS state,
    GREATEST(COALESCE(request.answered_on, request.withdrawn_on, $as_of) - request.opened_on, 0)::BIGINT AS days_waiting,
    request.outcome AS answer_outcome,
    request.answered_on AS answered_on,
    request.access_id AS access_id,
    request.contract_id AS contract_id,
    request.active_from AS active_from,
    request.expires_on AS expires_on,
    request.note AS note
FROM visible_request AS request
JOIN visible_partner USING (partner_id)
LEFT JOIN visible_entitlement AS held
    ON held.partner_id = request.partner_id AND held.entitlement_id = request.entitlement_id
LEFT JOIN product ON product.product = held.product
LEFT JOIN offer ON offer.offer = COALESCE(request.offer, held.offer)
WHERE chosen($partner, request.partner_id)
    AND chosen($request_kind, request.kind)
    AND chosen($state, request.state)
    AND request.opened_on <= $as_of
ORDER BY request.state <> 'waiting', request.opened_on, request.request_no;
