"""What may be done, who may do it, and how far: the access matrix, written in one place."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.roles import Flag, Role


class Permission(StrEnum):
    """One thing a route lets a person do. Every guarded route names exactly one."""

    OWN_ACCOUNT = "own_account"
    TODAY_READ = "today_read"
    PROFILE_READ = "profile_read"
    PROFILE_WRITE = "profile_write"
    EMERGENCY_READ = "emergency_read"
    EMERGENCY_WRITE = "emergency_write"
    SHIFT_READ = "shift_read"
    SHIFT_WRITE = "shift_write"
    ENCOUNTER_LINK = "encounter_link"
    CONCERN_POST = "concern_post"
    CONCERN_READ = "concern_read"
    CONCERN_WRITE = "concern_write"
    CONCERN_TRIAGE = "concern_triage"
    ALLEGATION_POST = "allegation_post"
    ALLEGATION_READ = "allegation_read"
    CASE_READ = "case_read"
    CASE_WRITE = "case_write"
    CASE_OPEN = "case_open"
    CASE_ASSIGN = "case_assign"
    STAGE_APPROVE = "stage_approve"
    RESTORATION_READ = "restoration_read"
    RESTORATION_WRITE = "restoration_write"
    RESTORATION_REVIEW = "restoration_review"
    CONSENT_READ = "consent_read"
    CONSENT_WRITE = "consent_write"
    PACKET_READ = "packet_read"
    PACKET_DRAFT = "packet_draft"
    PACKET_APPROVE = "packet_approve"
    PACKET_EXPORT = "packet_export"
    ACCOUNT_READ = "account_read"
    ACCOUNT_SHELL = "account_shell"
    ACCOUNT_ADMIT = "account_admit"
    BASE_MANAGE = "base_manage"
    SETTINGS_READ = "settings_read"
    AUDIT_READ = "audit_read"
    ROWS_CHECK = "rows_check"


class Reach(StrEnum):
    """How far a permission reaches: which rows lock 2 lets through."""

    OWN = "own"
    """Rows the person wrote, or whose team they were in."""
    ASSIGNED = "assigned"
    """Rows of cases the person is assigned to."""
    BASE = "base"
    """Rows of the person's own base."""
    SYSTEM = "system"
    """Accounts and events of the machine; no row about a child."""
    ALL = "all"
    """Every base."""


_F, _C, _K = Role.FIELD, Role.CASEWORKER, Role.COUNSELLOR
_S, _D, _T, _A, _V = Role.SUPERVISOR, Role.DIRECTOR, Role.TECHNICIAN, Role.AUDITOR, Role.VOLUNTEER
_EVERYONE: Mapping[Role, Reach] = dict.fromkeys(Role, Reach.OWN)

MATRIX: Mapping[Permission, Mapping[Role, Reach]] = {
    Permission.OWN_ACCOUNT: _EVERYONE,
    Permission.TODAY_READ: _EVERYONE,
    Permission.PROFILE_READ: {_F: Reach.BASE, _C: Reach.BASE, _K: Reach.BASE, _S: Reach.BASE, _D: Reach.ALL},
    Permission.PROFILE_WRITE: {_F: Reach.BASE, _C: Reach.BASE, _S: Reach.BASE, _D: Reach.ALL},
    Permission.EMERGENCY_READ: {_C: Reach.BASE, _S: Reach.BASE, _D: Reach.ALL},
    Permission.EMERGENCY_WRITE: {_C: Reach.BASE, _S: Reach.BASE, _D: Reach.ALL},
    Permission.SHIFT_READ: {_F: Reach.OWN, _C: Reach.BASE, _S: Reach.BASE, _D: Reach.ALL},
    Permission.SHIFT_WRITE: {_F: Reach.OWN, _S: Reach.BASE},
    Permission.ENCOUNTER_LINK: {_C: Reach.BASE, _S: Reach.BASE},
    Permission.CONCERN_POST: {
        _F: Reach.OWN,
        _C: Reach.OWN,
        _K: Reach.OWN,
        _S: Reach.OWN,
        _D: Reach.OWN,
        _V: Reach.OWN,
    },
    Permission.CONCERN_READ: {_C: Reach.ASSIGNED, _K: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.CONCERN_WRITE: {_C: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.CONCERN_TRIAGE: {_S: Reach.BASE, _D: Reach.ALL},
    Permission.ALLEGATION_POST: _EVERYONE,
    Permission.ALLEGATION_READ: {},
    Permission.CASE_READ: {_C: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.CASE_WRITE: {_C: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.CASE_OPEN: {_S: Reach.BASE, _D: Reach.ALL},
    Permission.CASE_ASSIGN: {_S: Reach.BASE, _D: Reach.ALL},
    Permission.STAGE_APPROVE: {_S: Reach.BASE, _D: Reach.ALL},
    Permission.RESTORATION_READ: {_C: Reach.ASSIGNED, _K: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.RESTORATION_WRITE: {_C: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.RESTORATION_REVIEW: {_S: Reach.BASE, _D: Reach.ALL},
    Permission.CONSENT_READ: {_C: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.CONSENT_WRITE: {_C: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.PACKET_READ: {_C: Reach.ASSIGNED, _S: Reach.BASE, _D: Reach.ALL},
    Permission.PACKET_DRAFT: {_C: Reach.ASSIGNED, _S: Reach.BASE},
    Permission.PACKET_APPROVE: {_S: Reach.BASE, _D: Reach.ALL},
    Permission.PACKET_EXPORT: {_D: Reach.ALL},
    Permission.ACCOUNT_READ: {_S: Reach.BASE, _D: Reach.ALL, _T: Reach.SYSTEM},
    Permission.ACCOUNT_SHELL: {_S: Reach.BASE, _D: Reach.ALL, _T: Reach.SYSTEM},
    Permission.ACCOUNT_ADMIT: {_S: Reach.BASE, _D: Reach.ALL},
    Permission.BASE_MANAGE: {_D: Reach.ALL},
    Permission.SETTINGS_READ: {_D: Reach.ALL, _T: Reach.SYSTEM},
    Permission.AUDIT_READ: {_S: Reach.BASE, _D: Reach.ALL, _T: Reach.SYSTEM, _A: Reach.ALL},
    Permission.ROWS_CHECK: {_S: Reach.BASE, _D: Reach.ALL},
}

FLAG_GRANTS: Mapping[Flag, Mapping[Permission, Reach]] = {
    Flag.SAFEGUARDING: {Permission.ALLEGATION_READ: Reach.ALL},
    Flag.ON_CALL: {Permission.EMERGENCY_READ: Reach.BASE},
}
"""What a flag adds to any role."""

SHOWS: Mapping[Permission, Permission] = {
    Permission.PROFILE_WRITE: Permission.PROFILE_READ,
    Permission.EMERGENCY_WRITE: Permission.EMERGENCY_READ,
    Permission.SHIFT_WRITE: Permission.SHIFT_READ,
    Permission.ENCOUNTER_LINK: Permission.SHIFT_READ,
    Permission.CONCERN_WRITE: Permission.CONCERN_READ,
    Permission.CONCERN_TRIAGE: Permission.CONCERN_READ,
    Permission.CASE_WRITE: Permission.CASE_READ,
    Permission.CASE_OPEN: Permission.PROFILE_READ,
    Permission.CASE_ASSIGN: Permission.CASE_READ,
    Permission.STAGE_APPROVE: Permission.CASE_READ,
    Permission.RESTORATION_WRITE: Permission.RESTORATION_READ,
    Permission.RESTORATION_REVIEW: Permission.RESTORATION_READ,
    Permission.CONSENT_WRITE: Permission.CONSENT_READ,
    Permission.PACKET_DRAFT: Permission.PACKET_READ,
    Permission.PACKET_APPROVE: Permission.PACKET_READ,
    Permission.PACKET_EXPORT: Permission.PACKET_READ,
    Permission.ACCOUNT_SHELL: Permission.ACCOUNT_READ,
    Permission.ACCOUNT_ADMIT: Permission.ACCOUNT_READ,
}
"""For each permission to act, the one to see. A person who can see but not act gets 403, otherwise 404."""
