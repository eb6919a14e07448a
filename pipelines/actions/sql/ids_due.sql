-- Whether the answer to a request brings Access ID and Contract ID: it activates support incidents.
SELECT request.kind = 'activation' AND held.unit = 'incidents' AS due
FROM request_now AS request
LEFT JOIN visible_entitlement AS held USING (entitlement_id)
WHERE request.request_no = $about;
