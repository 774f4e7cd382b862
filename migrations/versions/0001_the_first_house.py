"""The first house: keys and people, children and outreach, concerns to packets.

Frozen: databases stand at this revision, and a test holds this file's digest. Changes are migrations of their own.
"""

import sqlalchemy as sa
from alembic import op

from models.mapping import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_event_id")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_base_id"), ["base_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "base",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("pack_version", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("duty_number", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_child_number", sa.Integer(), nullable=False),
        sa.Column("last_case_number", sa.Integer(), nullable=False),
        sa.Column("last_concern_number", sa.Integer(), nullable=False),
        sa.Column("last_packet_number", sa.Integer(), nullable=False),
        sa.Column("name_card_changes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base")),
        sa.UniqueConstraint("name", name=op.f("uq_base_name")),
        sa.UniqueConstraint("prefix", name=op.f("uq_base_prefix")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "directory_statement",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("stated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_directory_statement")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("set_up_at", UtcDateTime(), nullable=True),
        sa.Column("hpke_suite", sa.Integer(), nullable=False),
        sa.Column("kit_salt", sa.LargeBinary(), nullable=True),
        sa.Column("recovery_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("root_public", sa.LargeBinary(), nullable=True),
        sa.Column("root_folder_id", sa.Uuid(), nullable=True),
        sa.Column("root_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signing_certificate", sa.LargeBinary(), nullable=True),
        sa.Column("signing_folder_id", sa.Uuid(), nullable=True),
        sa.Column("signing_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "pack_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("pack_version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_version")),
        sa.UniqueConstraint(
            "kind",
            "pack_id",
            "pack_version",
            "sha256",
            name=op.f("uq_pack_version_kind_pack_id_pack_version_sha256"),
        ),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("failed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_counter"), ["counter"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_failed_at"), ["failed_at"], unique=False)

    op.create_table(
        "audit_subject",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_event.seq"], name=op.f("fk_audit_subject_seq")),
        sa.PrimaryKeyConstraint("seq", "subject_id", name=op.f("pk_audit_subject")),
    )
    with op.batch_alter_table("audit_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_subject_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "circle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_circle_base_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle")),
        sa.UniqueConstraint("kind", "base_id", name=op.f("uq_circle_kind_base_id")),
    )
    op.create_table(
        "folder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("shift_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("bound_by", sa.Uuid(), nullable=False),
        sa.Column("binding", sa.LargeBinary(), nullable=False),
        sa.Column("binding_mark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_folder_base_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder")),
    )
    with op.batch_alter_table("folder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_folder_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_folder_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_folder_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "staff_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("worker_code", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("invitation_hash", sa.LargeBinary(), nullable=True),
        sa.Column("invitation_ends_at", UtcDateTime(), nullable=True),
        sa.Column("password_salt", sa.LargeBinary(), nullable=True),
        sa.Column("password_memory_kib", sa.Integer(), nullable=True),
        sa.Column("password_passes", sa.Integer(), nullable=True),
        sa.Column("password_lanes", sa.Integer(), nullable=True),
        sa.Column("password_verifier", sa.LargeBinary(), nullable=True),
        sa.Column("keys_by_password", sa.LargeBinary(), nullable=True),
        sa.Column("card_salt", sa.LargeBinary(), nullable=True),
        sa.Column("keys_by_card", sa.LargeBinary(), nullable=True),
        sa.Column("public_keys", sa.LargeBinary(), nullable=True),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("pins", sa.LargeBinary(), nullable=True),
        sa.Column("admitted_at", UtcDateTime(), nullable=True),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_staff_member_base_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("invitation_hash", name=op.f("uq_staff_member_invitation_hash")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_member_username")),
        sa.UniqueConstraint("worker_code", name=op.f("uq_staff_member_worker_code")),
    )
    op.create_table(
        "allegation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("handling", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_allegation_folder_id")),
        sa.ForeignKeyConstraint(["posted_by"], ["staff_member.id"], name=op.f("fk_allegation_posted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegation")),
        sa.UniqueConstraint("reference", name=op.f("uq_allegation_reference")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_assignment_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "child",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.Column("safe_contact", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_child_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_child_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("code", name=op.f("uq_child_code")),
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_base_id_code_id"), ["base_id", "code", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_child_base_id_updated_at_id"), ["base_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_child_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "circle_membership",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("holder_kind", sa.String(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_membership_circle_id")),
        sa.PrimaryKeyConstraint("circle_id", "version", "holder_id", name=op.f("pk_circle_membership")),
    )
    with op.batch_alter_table("circle_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circle_membership_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "circle_version",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_version_circle_id")),
        sa.PrimaryKeyConstraint("circle_id", "version", name=op.f("pk_circle_version")),
    )
    op.create_table(
        "folder_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("holder_kind", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("holder_version", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("assignment_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_folder_grant_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder_grant")),
        sa.UniqueConstraint(
            "folder_id",
            "key_version",
            "holder_id",
            "holder_version",
            name=op.f("uq_folder_grant_folder_id_key_version_holder_id_holder_version"),
        ),
    )
    with op.batch_alter_table("folder_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_folder_grant_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_folder_grant_folder_id"), ["folder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_folder_grant_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "folder_key",
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("directory_seq", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("sealings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_folder_key_folder_id")),
        sa.PrimaryKeyConstraint("folder_id", "version", name=op.f("pk_folder_key")),
    )
    op.create_table(
        "outreach_route",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_outreach_route_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_outreach_route_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach_route")),
    )
    with op.batch_alter_table("outreach_route", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outreach_route_base_id"), ["base_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("keys_by_token", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("proved_at", UtcDateTime(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_sign_in_session_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "staff_flag",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("flag", sa.String(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_staff_flag_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "flag", name=op.f("pk_staff_flag")),
    )
    op.create_table(
        "unsent_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_unsent_draft_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_draft")),
    )
    with op.batch_alter_table("unsent_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unsent_draft_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_since", UtcDateTime(), nullable=False),
        sa.Column("risk", sa.String(), nullable=True),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_case_file_base_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_case_file_child_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_case_file_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("code", name=op.f("uq_case_file_code")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_file_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_risk"), ["risk"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_stage"), ["stage"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("overridden_by", sa.Uuid(), nullable=True),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_consent_base_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_consent_child_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_consent_folder_id")),
        sa.ForeignKeyConstraint(["written_by"], ["staff_member.id"], name=op.f("fk_consent_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_child_id"), ["child_id"], unique=False)

    op.create_table(
        "emergency_sheet",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_emergency_sheet_base_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_emergency_sheet_child_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_emergency_sheet_folder_id")),
        sa.PrimaryKeyConstraint("child_id", name=op.f("pk_emergency_sheet")),
    )
    with op.batch_alter_table("emergency_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_emergency_sheet_base_id"), ["base_id"], unique=False)

    op.create_table(
        "name_card",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_name_card_base_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_name_card_child_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_name_card_folder_id")),
        sa.PrimaryKeyConstraint("child_id", name=op.f("pk_name_card")),
    )
    with op.batch_alter_table("name_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_card_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_name_card_change"), ["change"], unique=False)

    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("due_back_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_shift_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_shift_folder_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff_member.id"], name=op.f("fk_shift_opened_by")),
        sa.ForeignKeyConstraint(["route_id"], ["outreach_route.id"], name=op.f("fk_shift_route_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shift_started_at"), ["started_at"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("pack_version", sa.Integer(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("scored_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("scores", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_assessment_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_assessment_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_assessment_folder_id")),
        sa.ForeignKeyConstraint(["scored_by"], ["staff_member.id"], name=op.f("fk_assessment_scored_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_scored_on"), ["scored_on"], unique=False)

    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_case_note_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_note_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_case_note_folder_id")),
        sa.ForeignKeyConstraint(["written_by"], ["staff_member.id"], name=op.f("fk_case_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_note_written_at"), ["written_at"], unique=False)

    op.create_table(
        "encounter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("met_at", UtcDateTime(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("witnessed_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_encounter_base_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_encounter_folder_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_encounter_shift_id")),
        sa.ForeignKeyConstraint(
            ["witnessed_by"], ["staff_member.id"], name=op.f("fk_encounter_witnessed_by")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["staff_member.id"], name=op.f("fk_encounter_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
    )
    with op.batch_alter_table("encounter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_encounter_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_encounter_met_at"), ["met_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_encounter_shift_id"), ["shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_encounter_written_at"), ["written_at"], unique=False)

    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("reached_at", UtcDateTime(), nullable=True),
        sa.Column("dropped_at", UtcDateTime(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_goal_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_goal_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_goal_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_goal_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_goal_due_on"), ["due_on"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("home", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_placement_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_placement_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_placement_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_review_on"), ["review_on"], unique=False)

    op.create_table(
        "referral_packet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_version", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("snapshot_hash", sa.String(), nullable=True),
        sa.Column("draft", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_referral_packet_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_referral_packet_case_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["staff_member.id"], name=op.f("fk_referral_packet_drafted_by")
        ),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_referral_packet_folder_id")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["referral_packet.id"], name=op.f("fk_referral_packet_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_packet")),
    )
    with op.batch_alter_table("referral_packet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_packet_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_packet_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_packet_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_packet_state"), ["state"], unique=False)

    op.create_table(
        "risk_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("from_risk", sa.String(), nullable=True),
        sa.Column("to_risk", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_risk_change_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_risk_change_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_change")),
    )
    with op.batch_alter_table("risk_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_change_case_id"), ["case_id"], unique=False)

    op.create_table(
        "safety_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_safety_plan_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_safety_plan_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_safety_plan_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_plan")),
    )
    with op.batch_alter_table("safety_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_plan_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safety_plan_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safety_plan_review_on"), ["review_on"], unique=False)

    op.create_table(
        "shift_member",
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("checked_in_at", UtcDateTime(), nullable=True),
        sa.Column("checked_out_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_shift_member_shift_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_shift_member_staff_id")),
        sa.PrimaryKeyConstraint("shift_id", "staff_id", name=op.f("pk_shift_member")),
    )
    with op.batch_alter_table("shift_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_member_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "stage_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("from_stage", sa.String(), nullable=False),
        sa.Column("to_stage", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_stage_move_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_stage_move_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_stage_move_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_move")),
    )
    with op.batch_alter_table("stage_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_move_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_move_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_move_state"), ["state"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["staff_member.id"], name=op.f("fk_task_assignee_id")),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_task_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_task_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_task_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_due_on"), ["due_on"], unique=False)

    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("encounter_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("observation", sa.LargeBinary(), nullable=False),
        sa.Column("handling", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_concern_base_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_concern_child_id")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_concern_encounter_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_concern_folder_id")),
        sa.ForeignKeyConstraint(["posted_by"], ["staff_member.id"], name=op.f("fk_concern_posted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("reference", name=op.f("uq_concern_reference")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_posted_at"), ["posted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_posted_by"), ["posted_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_state"), ["state"], unique=False)

    op.create_table(
        "encounter_child",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.LargeBinary(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=True),
        sa.Column("linked_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_encounter_child_child_id")),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("fk_encounter_child_encounter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter_child")),
    )
    with op.batch_alter_table("encounter_child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_encounter_child_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_encounter_child_encounter_id"), ["encounter_id"], unique=False)

    op.create_table(
        "packet_approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("packet_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_hash", sa.String(), nullable=False),
        sa.Column("approved_as", sa.String(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=False),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff_member.id"], name=op.f("fk_packet_approval_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["packet_id"], ["referral_packet.id"], name=op.f("fk_packet_approval_packet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_approval")),
    )
    with op.batch_alter_table("packet_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_approval_packet_id"), ["packet_id"], unique=False)

    op.create_table(
        "packet_recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("packet_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("unit", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_packet_recipient_folder_id")),
        sa.ForeignKeyConstraint(
            ["packet_id"], ["referral_packet.id"], name=op.f("fk_packet_recipient_packet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_recipient")),
    )
    with op.batch_alter_table("packet_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_recipient_packet_id"), ["packet_id"], unique=False)

    op.create_table(
        "restoration_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_restoration_review_assessment_id")
        ),
        sa.ForeignKeyConstraint(["base_id"], ["base.id"], name=op.f("fk_restoration_review_base_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_restoration_review_case_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_restoration_review_folder_id")),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["staff_member.id"], name=op.f("fk_restoration_review_reviewed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restoration_review")),
    )
    with op.batch_alter_table("restoration_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restoration_review_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restoration_review_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_restoration_review_next_review_on"), ["next_review_on"], unique=False
        )

    op.create_table(
        "concern_addition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_addition_concern_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_concern_addition_folder_id")),
        sa.ForeignKeyConstraint(
            ["posted_by"], ["staff_member.id"], name=op.f("fk_concern_addition_posted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_addition")),
    )
    with op.batch_alter_table("concern_addition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_addition_concern_id"), ["concern_id"], unique=False)

    op.create_table(
        "disclosure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("heard_by", sa.Uuid(), nullable=False),
        sa.Column("heard_at", UtcDateTime(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_disclosure_concern_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["disclosure.id"], name=op.f("fk_disclosure_corrects_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_disclosure_folder_id")),
        sa.ForeignKeyConstraint(["heard_by"], ["staff_member.id"], name=op.f("fk_disclosure_heard_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_concern_id"), ["concern_id"], unique=False)

    op.create_table(
        "packet_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("packet_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("snapshot_hash", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("exported_by", sa.Uuid(), nullable=False),
        sa.Column("exported_at", UtcDateTime(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exported_by"], ["staff_member.id"], name=op.f("fk_packet_file_exported_by")
        ),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_packet_file_folder_id")),
        sa.ForeignKeyConstraint(["packet_id"], ["referral_packet.id"], name=op.f("fk_packet_file_packet_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["packet_recipient.id"], name=op.f("fk_packet_file_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_packet_file_sha256")),
    )
    with op.batch_alter_table("packet_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_file_packet_id"), ["packet_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("handed_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["packet_file.id"], name=op.f("fk_handover_file_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["folder.id"], name=op.f("fk_handover_folder_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff_member.id"], name=op.f("fk_handover_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_file_id"), ["file_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_file_id"))

    op.drop_table("handover")
    with op.batch_alter_table("packet_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packet_file_packet_id"))

    op.drop_table("packet_file")
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_concern_id"))

    op.drop_table("disclosure")
    with op.batch_alter_table("concern_addition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_addition_concern_id"))

    op.drop_table("concern_addition")
    with op.batch_alter_table("restoration_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_restoration_review_next_review_on"))
        batch_op.drop_index(batch_op.f("ix_restoration_review_case_id"))
        batch_op.drop_index(batch_op.f("ix_restoration_review_base_id"))

    op.drop_table("restoration_review")
    with op.batch_alter_table("packet_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packet_recipient_packet_id"))

    op.drop_table("packet_recipient")
    with op.batch_alter_table("packet_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packet_approval_packet_id"))

    op.drop_table("packet_approval")
    with op.batch_alter_table("encounter_child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_encounter_child_encounter_id"))
        batch_op.drop_index(batch_op.f("ix_encounter_child_child_id"))

    op.drop_table("encounter_child")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_state"))
        batch_op.drop_index(batch_op.f("ix_concern_posted_by"))
        batch_op.drop_index(batch_op.f("ix_concern_posted_at"))
        batch_op.drop_index(batch_op.f("ix_concern_due_at"))
        batch_op.drop_index(batch_op.f("ix_concern_child_id"))
        batch_op.drop_index(batch_op.f("ix_concern_case_id"))
        batch_op.drop_index(batch_op.f("ix_concern_base_id"))

    op.drop_table("concern")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_due_on"))
        batch_op.drop_index(batch_op.f("ix_task_case_id"))
        batch_op.drop_index(batch_op.f("ix_task_base_id"))
        batch_op.drop_index(batch_op.f("ix_task_assignee_id"))

    op.drop_table("task")
    with op.batch_alter_table("stage_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_move_state"))
        batch_op.drop_index(batch_op.f("ix_stage_move_case_id"))
        batch_op.drop_index(batch_op.f("ix_stage_move_base_id"))

    op.drop_table("stage_move")
    with op.batch_alter_table("shift_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_member_staff_id"))

    op.drop_table("shift_member")
    with op.batch_alter_table("safety_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_plan_review_on"))
        batch_op.drop_index(batch_op.f("ix_safety_plan_case_id"))
        batch_op.drop_index(batch_op.f("ix_safety_plan_base_id"))

    op.drop_table("safety_plan")
    with op.batch_alter_table("risk_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_change_case_id"))

    op.drop_table("risk_change")
    with op.batch_alter_table("referral_packet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_packet_state"))
        batch_op.drop_index(batch_op.f("ix_referral_packet_number"))
        batch_op.drop_index(batch_op.f("ix_referral_packet_case_id"))
        batch_op.drop_index(batch_op.f("ix_referral_packet_base_id"))

    op.drop_table("referral_packet")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_review_on"))
        batch_op.drop_index(batch_op.f("ix_placement_case_id"))
        batch_op.drop_index(batch_op.f("ix_placement_base_id"))

    op.drop_table("placement")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_due_on"))
        batch_op.drop_index(batch_op.f("ix_goal_case_id"))
        batch_op.drop_index(batch_op.f("ix_goal_base_id"))

    op.drop_table("goal")
    with op.batch_alter_table("encounter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_encounter_written_at"))
        batch_op.drop_index(batch_op.f("ix_encounter_shift_id"))
        batch_op.drop_index(batch_op.f("ix_encounter_met_at"))
        batch_op.drop_index(batch_op.f("ix_encounter_base_id"))

    op.drop_table("encounter")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_written_at"))
        batch_op.drop_index(batch_op.f("ix_case_note_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_note_base_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_scored_on"))
        batch_op.drop_index(batch_op.f("ix_assessment_case_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_base_id"))

    op.drop_table("assessment")
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_started_at"))
        batch_op.drop_index(batch_op.f("ix_shift_base_id"))

    op.drop_table("shift")
    with op.batch_alter_table("name_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_name_card_change"))
        batch_op.drop_index(batch_op.f("ix_name_card_base_id"))

    op.drop_table("name_card")
    with op.batch_alter_table("emergency_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_emergency_sheet_base_id"))

    op.drop_table("emergency_sheet")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_child_id"))
        batch_op.drop_index(batch_op.f("ix_consent_case_id"))
        batch_op.drop_index(batch_op.f("ix_consent_base_id"))

    op.drop_table("consent")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_file_stage"))
        batch_op.drop_index(batch_op.f("ix_case_file_risk"))
        batch_op.drop_index(batch_op.f("ix_case_file_child_id"))
        batch_op.drop_index(batch_op.f("ix_case_file_base_id"))

    op.drop_table("case_file")
    with op.batch_alter_table("unsent_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unsent_draft_staff_id"))

    op.drop_table("unsent_draft")
    op.drop_table("staff_flag")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_staff_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("outreach_route", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outreach_route_base_id"))

    op.drop_table("outreach_route")
    op.drop_table("folder_key")
    with op.batch_alter_table("folder_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_folder_grant_holder_id"))
        batch_op.drop_index(batch_op.f("ix_folder_grant_folder_id"))
        batch_op.drop_index(batch_op.f("ix_folder_grant_assignment_id"))

    op.drop_table("folder_grant")
    op.drop_table("circle_version")
    with op.batch_alter_table("circle_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circle_membership_holder_id"))

    op.drop_table("circle_membership")
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_updated_at"))
        batch_op.drop_index(batch_op.f("ix_child_base_id_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_child_base_id_code_id"))

    op.drop_table("child")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_staff_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_case_id"))

    op.drop_table("assignment")
    op.drop_table("allegation")
    op.drop_table("staff_member")
    with op.batch_alter_table("folder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_folder_shift_id"))
        batch_op.drop_index(batch_op.f("ix_folder_child_id"))
        batch_op.drop_index(batch_op.f("ix_folder_case_id"))

    op.drop_table("folder")
    op.drop_table("circle")
    with op.batch_alter_table("audit_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_subject_subject_id"))

    op.drop_table("audit_subject")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_failed_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_counter"))

    op.drop_table("sign_in_attempt")
    op.drop_table("pack_version")
    op.drop_table("installation")
    op.drop_table("directory_statement")
    op.drop_table("checkpoint")
    op.drop_table("base")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_base_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))
        batch_op.drop_index(batch_op.f("ix_audit_event_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_action"))

    op.drop_table("audit_event")
