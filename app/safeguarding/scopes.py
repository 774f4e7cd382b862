"""Who reaches what was said about our own people: whoever posted it; members of the circle ask for more than a flag."""

from app.access.scope import declare_scope
from app.concerns.scopes import posted_by
from app.foundation.permissions import Permission, Reach
from models.allegation import Allegation

# ALL is for members of the safeguarding circle alone, and `circle.require_member` asks for more than the flag.
declare_scope(
    Allegation,
    allowed={Permission.ALLEGATION_POST, Permission.ALLEGATION_READ},
    rules={Reach.OWN: posted_by(Allegation.posted_by)},
)
