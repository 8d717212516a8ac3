"""${message}

Written without importing models: it must build the same tables when the models have moved on.
CHECK constraints, server defaults and new enum words are written by hand; autogenerate misses them.
Triggers are not written here (service/triggers.py).
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
