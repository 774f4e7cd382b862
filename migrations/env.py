"""Runs the migrations over the connection that `app.database.migrating` hands in."""

from alembic import context

import models  # noqa: F401 - registers every table
from models.mapping import Model

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
