"""What is written down after a meeting on the street: short, about what was seen, said and given."""

MEETINGS = (
    "Played cards until the rain stopped.",
    "Sold the last flowers at ten, then sat with us.",
    "Shared rice and egg. Asked when the club opens.",
    "Tired today. Rested on the mat for half an hour.",
    "New shoes from the aunt; showed us how fast they are.",
    "Waits for the mother, who cleans at the market until eleven.",
    "Sister was with a neighbour tonight.",
    "A cut on the foot, cleaned and covered. To the health post tomorrow.",
    "Talked about school. Would go if the uniform were paid.",
    "Counted the boats with us. Laughed a lot.",
    "Went home with the grandmother at nine.",
    "Collects cans with two friends; gave them gloves.",
    "Did not want to talk. Left the card and water.",
    "Asked for the story of the rabbit again.",
    "Says the landlord raised the rent. Wants us to meet the father.",
    "Coughs. The mother knows and has the syrup.",
    "Helped us to carry the box to the next corner.",
    "Sleeps at the pagoda this week; the monks know.",
    "Told us the examination went well.",
    "Wore the blue krama we gave in spring.",
    "Was with cousins from the province; they go back on Sunday.",
    "Football until the light went out.",
    "Walked with us to the end of the promenade.",
    "ចង់រៀនភាសាអង់គ្លេស។",
    "ម្តាយសុំឲ្យយើងទៅលេងផ្ទះ។",
)

CALM_ENDINGS = (
    "Everyone back. A quiet night.",
    "Rain from nine; few people out.",
    "Many families because of the holiday.",
    "Water ran out by ten. Take two boxes next time.",
    "New lights at the ferry; fewer children sit there.",
    "Everyone back, on foot.",
)

OPENINGS = (
    "Water, rice, first-aid bag.",
    "Two new card games.",
    "Rain coats in the box.",
    "Ask after the new baby.",
    "",
)
