"""Night outreach: shifts, meetings and routes, one blueprint in three files."""

from views.outreach import encounters as encounters
from views.outreach import linking as linking
from views.outreach import routes as routes
from views.outreach import shifts as shifts
from views.outreach.blueprint import bp as bp
