"""The roads of a dozen children: nobody in particular, and told so that nobody would have to be ashamed."""

from app.practice.stories.prevention import PREVENTION
from app.practice.stories.restoration import RESTORATION
from app.practice.stories.safety import SAFETY
from app.practice.story import Story

STORIES: tuple[Story, ...] = (*PREVENTION, *SAFETY, *RESTORATION)
