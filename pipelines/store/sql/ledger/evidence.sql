-- Who held what from when to when, for an audit of how benefits were used: seats, credits, keys, roles.

-- What a deed gave to a person or took from one, one row each. A seat is one of its product, whichever benefit it is of.
CREATE VIEW memory.holding_change AS
SELECT
    deed.stream_id AS partner_id,
    deed.entitlement_id AS entitlement_id,
    CASE
        WHEN contains(deed.action, 'seat') THEN 'seat'
        WHEN deed.action = 'assign_support' THEN 'support'
        ELSE 'credit'
    END AS holding,
    deed.details ->> 'product' AS product,
    CASE WHEN contains(deed.action, 'seat') THEN deed.details ->> 'product' ELSE deed.entitlement_id END AS thing,
    deed.version AS version,
    deed.on_day AS on_day,
    unnest([
        {'person_id': deed.subject, 'given': NOT starts_with(deed.action, 'remove')},
        {'person_id': deed.details ->> 'from', 'given': FALSE}
    ], recursive := TRUE)
FROM deed
WHERE deed.outcome = 'done' AND deed.action IN (
    'assign_seat', 'remove_seat', 'reassign_seat', 'assign_credit', 'remove_credit_user', 'transfer_credit',
    'assign_support'
);

-- One row a time that a person held something. What a file states begins on the file's day of assignment; a deed that took
-- what no deed had given ends what a file had stated, or what nothing here tells the beginning of.
--   from_on, until_on     the day that gave it and the day that took it; until_on is null for what is still held
--   begun_by, ended_by    the deeds of those days, by their number in the partner's stream
CREATE VIEW memory.visible_holding AS
WITH filed AS (
    SELECT seat.partner_id, title.product, lower(seat.email) AS email, seat.subscriber AS name, seat.assigned_on
    FROM visible_seat AS seat
    JOIN product_title AS title ON title.title = lower(seat.subscription_level) AND title.family = 'visual_studio'
    WHERE seat.email IS NOT NULL
),
changed AS (
    SELECT change.*, identity.email AS email, identity.name AS name,
        lag(change.given) OVER of_person AS given_before,
        lead(change.on_day) OVER of_person AS next_on,
        lead(change.version) OVER of_person AS next_version
    FROM holding_change AS change
    LEFT JOIN identity USING (person_id)
    WHERE change.person_id IS NOT NULL AND in_scope(change.partner_id) AND NOT sees_own_only()
    WINDOW of_person AS (
        PARTITION BY change.partner_id, change.holding, change.thing, change.person_id ORDER BY change.version
    )
)
SELECT partner_id, holding, entitlement_id, product, person_id, email, name, on_day AS from_on, next_on AS until_on,
    'deed' AS origin, version AS begun_by, next_version AS ended_by
FROM changed
WHERE given
UNION ALL
SELECT changed.partner_id, changed.holding, changed.entitlement_id, changed.product, changed.person_id, changed.email,
    changed.name, CASE WHEN filed.assigned_on <= changed.on_day THEN filed.assigned_on END, changed.on_day, 'file', NULL,
    changed.version
FROM changed
LEFT JOIN filed
    ON changed.holding = 'seat' AND filed.partner_id = changed.partner_id AND filed.product = changed.product
    AND filed.email = changed.email
WHERE NOT changed.given AND NOT COALESCE(changed.given_before, FALSE)
UNION ALL
SELECT filed.partner_id, 'seat', NULL, filed.product, NULL, filed.email, filed.name, filed.assigned_on, NULL, 'file', NULL,
    NULL
FROM filed
LEFT JOIN changed
    ON changed.holding = 'seat' AND changed.partner_id = filed.partner_id AND changed.product = filed.product
    AND changed.email = filed.email AND changed.next_on IS NULL
WHERE NOT sees_own_only() AND (changed.version IS NULL OR (NOT changed.given AND filed.assigned_on > changed.on_day));

-- One row a time that a person had the same roles at a partner. Roles that a file states count from its load on; those of
-- this application are a file's even where deeds state the others.
--   given_by   the name of who gave them
CREATE VIEW memory.visible_role_time AS
WITH stated AS (
    SELECT deed.stream_id AS partner_id, deed.subject AS person_id, whom.email AS email, whom.name AS name,
        deed.action AS action, deed.version AS version, deed.on_day AS on_day, deed.done_at AS done_at,
        list_filter(string_split(deed.details ->> 'roles', ';'), lambda role: role <> '') AS roles,
        COALESCE(who.name, who.email, deed.actor) AS given_by,
        lead(deed.on_day) OVER of_person AS next_on,
        lead(deed.version) OVER of_person AS next_version,
        lag(deed.version) OVER of_person IS NULL AS is_first
    FROM deed
    LEFT JOIN identity AS whom ON whom.person_id = deed.subject
    LEFT JOIN identity AS who ON who.person_id = deed.actor
    WHERE deed.outcome = 'done' AND deed.action IN ('add_person', 'change_roles', 'remove_person')
        AND in_scope(deed.stream_id) AND NOT sees_own_only()
    WINDOW of_person AS (PARTITION BY deed.stream_id, deed.subject ORDER BY deed.version)
),
filed AS (
    SELECT person.partner_id, person.email, person.name, COALESCE(person.roles, []) AS roles, load.loaded_at, load.as_of AS stated_on,
        load.loaded_by
    FROM person
    LEFT JOIN load USING (load_id)
    WHERE in_scope(person.partner_id) AND NOT sees_own_only()
)
SELECT partner_id, email, name, roles, on_day AS from_on, next_on AS until_on, 'deed' AS origin, given_by, version AS begun_by,
    next_version AS ended_by
FROM stated
WHERE action <> 'remove_person'
UNION ALL
SELECT filed.partner_id, filed.email, filed.name,
    CASE
        WHEN stated.version IS NULL OR filed.loaded_at <= stated.done_at THEN filed.roles
        ELSE list_filter(filed.roles, lambda role: is_app_role(role))
    END AS roles,
    filed.stated_on, CASE WHEN filed.loaded_at <= stated.done_at THEN stated.on_day END, 'file', filed.loaded_by, NULL,
    CASE WHEN filed.loaded_at <= stated.done_at THEN stated.version END
FROM filed
LEFT JOIN stated ON stated.partner_id = filed.partner_id AND stated.email = filed.email AND stated.is_first
WHERE stated.version IS NULL OR filed.loaded_at <= stated.done_at
    OR len(list_filter(filed.roles, lambda role: is_app_role(role))) > 0;

-- One row a deed and key: who saw it, redeemed it or asked for another one. The key itself is nowhere here.
CREATE VIEW memory.visible_key_deed AS
SELECT key_deed.partner_id, key_deed.entitlement_id, key_deed.digest, key_deed.action, key_deed.done_at, key_deed.done_on,
    key_deed.version, COALESCE(identity.name, key_deed.actor) AS person, identity.email AS email
FROM key_deed
LEFT JOIN identity ON identity.person_id = key_deed.actor
WHERE in_scope(key_deed.partner_id) AND NOT sees_own_only();
