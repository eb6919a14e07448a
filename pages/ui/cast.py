"""The people one can be in the demo, by what they are; their names and roles are in the demo's files."""

CAST = {
    "manager": "manager@contoso.example",
    "global_admin": "global-admin@contoso.example",
    "mpn_admin": "mpn-admin@contoso.example",
    "admin_agent": "admin-agent@contoso.example",
    "user_admin": "user-admin@contoso.example",
    "employee": "employee@contoso.example",
    "guest": "guest@guests.example",
    "other_admin": "other-admin@fabrikam.example",
    "finance": "finance@contoso.example",
    "auditor": "auditor@contoso.example",
    "stranger": "stranger@nowhere.example",
}
