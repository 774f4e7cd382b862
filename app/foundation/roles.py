"""The roles a person may have, and the flags that add one duty to a role."""

from enum import StrEnum

from app.foundation.marking import N_


class Role(StrEnum):
    """What an account is for; one account has exactly one role."""

    FIELD = "field"
    CASEWORKER = "caseworker"
    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    TECHNICIAN = "technician"
    AUDITOR = "auditor"
    VOLUNTEER = "volunteer"


class Flag(StrEnum):
    """A duty in addition to the role. Flags are part of a person's signed statement in the key directory."""

    CLINICAL_LEAD = "clinical_lead"
    ON_CALL = "on_call"
    SAFEGUARDING = "safeguarding"
    ACTING_DIRECTOR = "acting_director"


ROLE_LABELS: dict[Role, str] = {
    Role.FIELD: N_("Outreach worker"),
    Role.CASEWORKER: N_("Caseworker"),
    Role.COUNSELLOR: N_("Counsellor"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.DIRECTOR: N_("Director"),
    Role.TECHNICIAN: N_("Technician"),
    Role.AUDITOR: N_("Auditor"),
    Role.VOLUNTEER: N_("Volunteer"),
}

FLAG_LABELS: dict[Flag, str] = {
    Flag.CLINICAL_LEAD: N_("Clinical lead"),
    Flag.ON_CALL: N_("On call"),
    Flag.SAFEGUARDING: N_("Safeguarding member"),
    Flag.ACTING_DIRECTOR: N_("Acting director"),
}

PROGRAMME_STAFF = frozenset({Role.FIELD, Role.CASEWORKER, Role.COUNSELLOR, Role.VOLUNTEER})
"""Roles that a supervisor may admit for their own base; a director admits everyone else."""

BASED_ROLES = PROGRAMME_STAFF | {Role.SUPERVISOR}
"""Roles that belong to one base; directors, technicians and auditors belong to none."""

FLAGS_OF_ROLE: dict[Role, frozenset[Flag]] = {
    Role.FIELD: frozenset({Flag.ON_CALL, Flag.SAFEGUARDING}),
    Role.CASEWORKER: frozenset({Flag.ON_CALL, Flag.SAFEGUARDING}),
    Role.COUNSELLOR: frozenset({Flag.CLINICAL_LEAD, Flag.ON_CALL, Flag.SAFEGUARDING}),
    Role.SUPERVISOR: frozenset(Flag),
    Role.DIRECTOR: frozenset({Flag.ON_CALL, Flag.SAFEGUARDING}),
    Role.TECHNICIAN: frozenset(),
    Role.AUDITOR: frozenset({Flag.SAFEGUARDING}),
    Role.VOLUNTEER: frozenset(),
}
"""Duties that fit a role. A technician holds no circle at all; an outside board member reads as an auditor."""
