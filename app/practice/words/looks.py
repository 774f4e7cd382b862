"""How to tell children apart, and what they like: said as one would say it of one's own child."""

LOOKS = (
    "Small scar over the left eyebrow",
    "Wears a yellow cap",
    "Long hair in two plaits",
    "Chipped front tooth, smiles a lot",
    "Green school bag with a star on it",
    "Mole under the right eye",
    "Short hair, dimples",
    "Blue krama around the neck",
    "Tall for the age, thin",
    "Birthmark on the right hand",
    "Red wristband with small bells",
    "Walks with a slight limp",
    "Always carries a football",
    "Curly hair, quick laugh",
    "Wears an older brother's shirt with the number 7",
    "Gap between the front teeth",
    "Silver thread at the wrist",
    "Freckles, quiet voice",
)

LIKES = (
    "Likes to draw boats.",
    "Good at sums; counts everything.",
    "Wants to become a mechanic.",
    "Sings when nobody seems to listen.",
    "Likes football and knows every player.",
    "Wants to go back to school, grade 4.",
    "Looks after the smaller ones.",
    "Likes stories about rabbits and tigers.",
    "Talks little at first; likes card games.",
    "Wants to learn English.",
    "Helps at the noodle stand in the afternoon.",
    "Likes to dance; knows the coconut dance.",
)

NEEDS = (
    "",
    "",
    "",
    "",
    "Hears badly on the left side: speak from the right",
    "Glasses are broken; cannot read from afar",
    "Stutters when hurried; give time",
)
