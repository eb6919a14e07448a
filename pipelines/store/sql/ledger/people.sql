-- The people of each partner now: those of the files, and what deeds say of them since.

-- Whether a role is one of this application and not of the vendor's portal.
CREATE MACRO memory.is_app_role(role) AS
    role IN ('partner_manager', 'finance', 'auditor', 'marketing', 'service_operator');

-- The last word of the deeds on a person at a partner. Of an address that was forgotten nothing is said.
CREATE VIEW memory.person_stated AS
SELECT
    deed.stream_id AS partner_id,
    identity.email AS email,
    arg_max(deed.action, deed.version) = 'remove_person' AS removed,
    arg_max(string_split(deed.details ->> 'roles', ';'), deed.version) AS roles,
    arg_max(deed.details ->> 'name', deed.version) AS name_id,
    arg_max(deed.details ->> 'member_type', deed.version) AS member_type,
    arg_max(deed.details ->> 'in_directory', deed.version) = 'yes' AS in_directory,
    max(deed.done_at) FILTER (WHERE deed.action = 'add_person') AS added_at
FROM deed
JOIN identity ON identity.person_id = deed.subject AND identity.email IS NOT NULL
WHERE deed.outcome = 'done' AND deed.action IN ('add_person', 'change_roles', 'remove_person')
GROUP BY deed.stream_id, identity.email;

-- A deed states a person's roles in the vendor's portal from then on, so that a file never widens rights; who was
-- removed stays so until a deed adds the person again. The roles of this application are the operator's, by file.
-- Who a person is (name, kind, in the directory or not) is as told last, by the file or by the deed that added.
--   origin   file | deed: who has the last word on the roles
CREATE VIEW memory.person_now AS
SELECT
    COALESCE(filed.partner_id, stated.partner_id) AS partner_id,
    COALESCE(filed.email, stated.email) AS email,
    CASE WHEN filed_after THEN filed.name ELSE COALESCE(named.value, stated.email) END AS name,
    CASE WHEN filed_after THEN filed.member_type ELSE stated.member_type END AS member_type,
    CASE WHEN filed_after THEN filed.in_directory ELSE stated.in_directory END AS in_directory,
    CASE
        WHEN stated.email IS NULL THEN filed.roles
        ELSE list_filter(stated.roles, lambda role: role <> '')
            || list_filter(COALESCE(filed.roles, []), lambda role: is_app_role(role))
    END AS roles,
    CASE WHEN stated.email IS NULL THEN 'file' ELSE 'deed' END AS origin
FROM (
    SELECT person.*, load.loaded_at AS loaded_at
    FROM person
    LEFT JOIN load USING (load_id)
) AS filed
FULL JOIN person_stated AS stated ON stated.partner_id = filed.partner_id AND stated.email = filed.email
LEFT JOIN private_text AS named ON named.text_id = stated.name_id
CROSS JOIN LATERAL (
    SELECT filed.email IS NOT NULL AND COALESCE(filed.loaded_at > stated.added_at, TRUE) AS filed_after
) AS told
WHERE NOT COALESCE(stated.removed, FALSE);

-- Where a file still says otherwise than the deeds: whom they removed, and whose roles in the vendor's portal they changed.
CREATE VIEW memory.person_contradicted AS
SELECT
    filed.partner_id AS partner_id,
    filed.email AS email,
    filed.name AS name,
    stated.removed AS removed,
    list_sort(list_filter(stated.roles, lambda role: role <> '')) AS by_form,
    list_sort(list_filter(filed.roles, lambda role: NOT is_app_role(role))) AS by_file
FROM person AS filed
JOIN person_stated AS stated ON stated.partner_id = filed.partner_id AND stated.email = filed.email
WHERE stated.removed OR by_form <> by_file;
