-- Letters in sight and how each stands, the newest first.
SELECT
    visible_message.written_at AS written_at,
    visible_message.kind AS letter_kind,
    visible_message.sent_to AS sent_to,
    visible_message.message_state AS message_state,
    visible_message.attempts AS attempts,
    visible_message.tried_at AS tried_at,
    CASE WHEN visible_message.message_state = 'waiting' THEN visible_message.due_at END AS next_at,
    visible_message.reason AS letter_reason,
    visible_partner.partner_id AS partner_id,
    visible_partner.partner AS partner,
    visible_message.action AS deed,
    visible_message.message_id AS message_id
FROM visible_message
LEFT JOIN visible_partner ON visible_partner.partner_id = visible_message.stream_id
WHERE chosen($partner, visible_message.stream_id)
    AND chosen($letter_kind, visible_message.kind)
    AND chosen($message_state, visible_message.message_state)
    AND chosen($message, visible_message.message_id)
ORDER BY written_at DESC, message_id;
