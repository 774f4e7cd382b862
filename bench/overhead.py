"""What every office page costs before and after its own work: the session, the three locks, the audit commit."""

import time
from pathlib import Path

from app.access.gate import finish
from app.access.scope import require, scoped, visible
from app.foundation.permissions import Permission
from app.keyring.folders import open_folder
from app.unit_of_work import Mode
from bench.acting import practice_in
from bench.measuring import Beside, Line, Ratio
from models.child import Child

TIMES = 200
TARGET_MS = 4
OF_FRAME = 0.25


def overhead_line(data: Path, frame_cpu: float) -> Line:
    """Return what it takes to resume, to pass the three locks to one child's profile, and to record that.

    `frame_cpu` is what the frame took in the same run, in CPU-ms.
    """
    taken = []
    with practice_in(data) as practice:
        token = practice.token("supervisor")
        reads = Permission.PROFILE_READ
        work = practice.resumed(token, Mode.READING)
        child_id = work.session.scalars(scoped(work, Child, reads).with_only_columns(Child.id).limit(1)).one()
        work.end_transaction()
        before = time.process_time()
        for _ in range(TIMES):
            began = time.perf_counter()
            work = practice.resumed(token, Mode.READING)
            require(work, reads)
            open_folder(work, visible(work, Child, child_id, reads).folder_id).record_keys()
            finish(work, checkpoint_key=practice.server.checkpoint_key)
            taken.append((time.perf_counter() - began) * 1000)
        cpu = (time.process_time() - before) * 1000 / TIMES
    return Line(
        "session, three locks, audit commit",
        taken,
        target_p95=TARGET_MS,
        cpu=cpu,
        ratios={Beside.FRAME: Ratio(cpu / frame_cpu, OF_FRAME)},
        remark="in this process",
    )
