"""Khmer names in Latin letters and in their own script; combined at random, so that nobody real is meant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """One name in both scripts; `short` is what friends call the child."""

    latin: str
    khmer: str
    short: str = ""


FAMILIES = tuple(
    Name(*pair.split("|"))
    for pair in (
        "Sok|សុខ Chan|ចាន់ Kim|គឹម Heng|ហេង Chea|ជា Keo|កែវ Lim|លឹម Ly|លី Meas|មាស Nhem|ញ៉ែម Ouk|អ៊ុក Pen|ប៉ែន "
        "Phan|ផាន Prak|ប្រាក់ Ros|រស់ Sam|សំ Seng|សេង Som|សោម Tep|ទេព Ung|អ៊ុង Yim|យឹម Chhim|ឈឹម Khiev|ខៀវ "
        "Long|ឡុង Mao|ម៉ៅ Noun|នួន Pich|ពេជ្រ San|សាន Touch|ទូច Vann|វ៉ាន់"
    ).split()
)

GIRLS = tuple(
    Name(*parts.split("|"))
    for parts in (
        "Sreymom|ស្រីមុំ|Mom Sreyneang|ស្រីនាង|Neang Sophea|សុភា|Phea Bopha|បុប្ផា|Pha Chanthy|ចាន់ធី|Thy "
        "Kunthea|គន្ធា|Thea Leakhena|លក្ខិណា|Hena Maly|ម៉ាលី|Ly Nary|ណារី|Ry Phalla|ផល្លា|La Rachana|រចនា|Na "
        "Rumdoul|រំដួល|Doul Sokha|សុខា|Kha Sovanna|សុវណ្ណា|Vanna Theary|ធារី|Ary Chenda|ចិន្តា|Da Davy|ដាវី|Vy "
        "Kolab|កុលាប|Lab Lida|លីដា|Da Malis|ម្លិះ|Lis Nita|នីតា|Ta Pisey|ពិសី|Sey Sopheap|សុភាព|Pheap "
        "Sreyleak|ស្រីល័ក្ខ|Leak Thida|ធីតា|Da Channary|ចាន់ណារី|Nary Dalin|ដាលីន|Lin Sreypov|ស្រីពៅ|Pov"
    ).split()
)

BOYS = tuple(
    Name(*parts.split("|"))
    for parts in (
        "Dara|តារា|Ra Bora|បូរ៉ា|Ra Chamroeun|ចំរើន|Roeun Kosal|កុសល|Sal Makara|មករា|Kara Narith|ណារិទ្ធ|Rith "
        "Piseth|ពិសិដ្ឋ|Seth Rithy|រិទ្ធី|Thy Sambath|សម្បត្តិ|Bath Sokun|សុគន្ធ|Kun Sothea|សុធា|Thea Sovann|សុវណ្ណ|Vann "
        "Veasna|វាសនា|Sna Vibol|វិបុល|Bol Virak|វីរៈ|Rak Visal|វិសាល|Sal Vuthy|វុទ្ធី|Thy Samnang|សំណាង|Nang "
        "Ratanak|រតនៈ|Tanak Phearun|ភារុណ|Run Panha|បញ្ញា|Nha Oudom|ឧត្តម|Dom Nimol|និមល|Mol Mony|មុនី|Ny "
        "Borey|បុរី|Rey Arun|អរុណ|Run Tola|តុលា|La Sokhom|សុខុម|Khom"
    ).split()
)
