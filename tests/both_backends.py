"""Which tests run on files and on PostgreSQL alike, and which do not, with the reason."""

# Everything of these parts; a page's tests show what the same store gives it.
STORE = ("audit", "backup", "erase", "ledger", "ledger_races", "people_race", "restore", "rotate_key", "stage")
STORE += ("store_check", "store_crash", "store_snapshots", "seat_actions")
INGEST = ("ingest_parts", "ingest_records", "keys", "load_charges", "load_charges_model", "load_model")
INGEST += ("load_quarantine", "load_usage", "nasty_anything", "nasty_files", "reconcile", "wrong_kinds")
INGEST += ("formats_answers_and_support", "formats_charges", "formats_charges_asked", "formats_files", "formats_people")
INGEST += ("formats_portal_grid", "formats_seats_and_licences", "formats_snipe_it", "formats_templates")
INGEST += ("formats_vendor", "formats_vendor_json", "people_files_last_admin", "templates")
ACTIONS = ("act", "can", "cloud", "credit_links", "deeds_model", "go_to_market", "membership", "messages", "onboarding")
ACTIONS += ("people", "purchase", "reminders", "requests", "rules_files", "smtp", "software", "technical", "tokens")
REPORTS = ("credit_holders", "credit_spend", "evidence", "licence_skus", "place", "reports_now", "reports_of_deeds")
REPORTS += ("reports_run", "reports_scope", "reports_spend", "reports_sql", "export", "seats", "stream", "value")
ON_BOTH = frozenset(f"test_{name}" for name in (*STORE, *INGEST, *ACTIONS, *REPORTS))
# What is about files of the home, and which of them.
SNAPSHOTS = "each snapshot is a file of its own"
POINTER = "a file names the live snapshot"
LOCK = "one load at a time holds a lock file"
LEDGER = "the ledger is a file that one process holds"
SWAP = "folders of the home are replaced"
BYTES = "what is left is looked for in the home's files; test_lake and test_ledger_postgres look for it on the server"
COPY = "who reads a lake has a copy of the small tables, which no other reads"
SLASH = "DuckLake takes a backslash in the path of its files for the end of a folder's name"
OF_FILES = {
    "test_a_row_that_is_changed_later_shows": LEDGER,
    "test_the_name_of_a_home_may_have_a_backslash": SLASH,
    "test_the_last_ten_snapshots_are_kept": SNAPSHOTS,
    "test_a_reader_keeps_an_old_snapshot_while_its_file_is_swept": SNAPSHOTS,
    "test_a_damaged_live_snapshot_is_named_and_rollback_goes_back": SNAPSHOTS,
    "test_a_live_snapshot_whose_file_is_gone_is_named": SNAPSHOTS,
    "test_a_damaged_pointer_is_refused_and_nothing_is_swept": POINTER,
    "test_an_orphan_file_is_never_live_and_goes_with_the_next_load": SNAPSHOTS,
    "test_what_is_to_go_live_is_on_the_disk_before_it_takes_its_place": SNAPSHOTS,
    "test_a_load_that_dies_before_the_pointer_is_replaced_leaves_no_trace": POINTER,
    "test_a_load_that_dies_after_the_pointer_is_replaced_is_there_whole": POINTER,
    "test_a_load_that_waited_too_long_names_the_process_that_holds_the_lock": LOCK,
    "test_a_dry_run_and_a_reader_do_not_wait_for_the_lock": LOCK,
    "test_a_load_whose_base_was_replaced_meanwhile_changes_nothing": LOCK,
    "test_a_restatement_that_dies_leaves_the_figure_before_it": POINTER,
    "test_a_restore_that_dies_at_any_step_is_done_by_whoever_opens_the_home_next": SWAP,
    "test_a_home_whose_restore_was_cut_short_opens_with_what_was_restored": SWAP,
    "test_another_program_that_works_there_is_named_and_nothing_changes": LEDGER,
    "test_a_reader_cannot_change_a_snapshot": COPY,
    "test_a_kept_snapshot_whose_file_is_gone_or_damaged_is_named": SNAPSHOTS,
    "test_damage_inside_the_live_file_is_found": SNAPSHOTS,
    "test_a_pointer_that_cannot_be_read_is_named": POINTER,
    "test_no_file_of_the_home_names_the_person_any_more": BYTES,
    "test_older_snapshots_are_gone_and_there_is_no_way_back": SNAPSHOTS,
    "test_an_erasure_that_was_interrupted_is_finished_by_asking_again": BYTES,
    "test_a_reader_who_holds_the_ledger_is_not_disturbed": LEDGER,
    "test_beside_the_app_both_commands_are_run_in_it_and_it_goes_on": LEDGER,
    "test_one_snapshot_is_left_and_nothing_in_it_was_sealed_under_an_older_key": BYTES,
    "test_a_rotation_that_dies_before_its_snapshot_is_live_leaves_every_key_readable": POINTER,
    "test_a_stream_that_was_written_anew_with_good_hashes_shows_in_the_seal": LEDGER,
    "test_a_request_that_stands_twice_is_named": LEDGER,
    "test_a_home_of_the_first_version_opens_and_its_written_letters_are_not_written_again": LEDGER,
}


def reason_against(module: str, test: str) -> str | None:
    """Why a test does not run on PostgreSQL; None where it does."""
    if module not in ON_BOTH:
        return "a part that does not know where a home is kept"
    return OF_FILES.get(test.partition("[")[0])
