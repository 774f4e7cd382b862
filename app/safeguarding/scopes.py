"""Who reaches what was said about our own people: its poster, and members of the circle."""

from app.access.scope import declare_scope
from app.concerns.scopes import posted_by
from app.foundation.permissions import Permission, Reach
from models.allegation import Allegation

# ALL is only for members of the safeguarding circle; `circle.require_member` asks for more than the flag.
declare_scope(
    Allegation,
    allowed={Permission.ALLEGATION_POST, Permission.ALLEGATION_READ},
    rules={Reach.OWN: posted_by(Allegation.posted_by)},
)
