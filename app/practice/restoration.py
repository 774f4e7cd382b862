"""What a story holds of restoration: assessments, goals with the child's own words, reviews."""

from functools import partial
from uuid import UUID, uuid4

from app.foundation.local_time import local_day
from app.practice.calendar import day_after
from app.practice.cases import Road
from app.practice.story import Aim, Look, Review
from app.restoration.assessments import (
    AssessmentInput,
    DomainScore,
    ScoreSheet,
    restoration_pack,
    write_assessment,
)
from app.restoration.goals import GoalInput, GoalState, GoalStep, GoalWords, end_goal, read_goal, set_goal
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off


def note_restoration(road: Road) -> None:
    """Write the assessments, goals and reviews of a story into the diary."""
    year, story = road.year, road.story
    for look in story.looks:
        year.at(road.at(look.days), partial(_assess, road, look))
    for aim in story.aims:
        goal_id = uuid4()
        year.at(road.at(aim.days), partial(_set_goal, road, aim, goal_id))
        if aim.reached is not None:
            year.at(road.at(aim.reached), partial(_reach, road, goal_id))
    for review in story.reviews:
        year.at(road.at(review.days), partial(_review, road, review))


def _assess(road: Road, look: Look) -> None:
    domains = restoration_pack().domains
    scores = tuple(DomainScore(domain.id, score) for domain, score in zip(domains, look.scores, strict=True))
    sheet = ScoreSheet(scores, look.against, look.childs_words)
    with road.practice.writing(road.story.worker) as work:
        scored_on = local_day(road.practice.clock.now())
        write_assessment(work, road.case_id, AssessmentInput(uuid4(), scored_on, sheet))


def _set_goal(road: Road, aim: Aim, goal_id: UUID) -> None:
    steps = tuple(GoalStep(words, who, is_done=done) for words, who, done in aim.steps)
    words = GoalWords(aim.aim, aim.domain, aim.childs_words, steps)
    due_on = day_after(road.practice.clock.now(), aim.due_in_days)
    with road.practice.writing(road.story.worker) as work:
        set_goal(work, road.case_id, GoalInput(goal_id, due_on, words))


def _reach(road: Road, goal_id: UUID) -> None:
    with road.practice.writing(road.story.worker) as work:
        version = read_goal(work, road.case_id, goal_id).version
        end_goal(work, road.case_id, goal_id, version=version, state=GoalState.REACHED)


def _review(road: Road, review: Review) -> None:
    next_on = day_after(road.practice.clock.now(), review.next_in_days)
    with road.practice.writing(road.story.supervisor) as work:
        sign_off(work, road.case_id, ReviewInput(uuid4(), next_on, ReviewRemark(review.words)))
