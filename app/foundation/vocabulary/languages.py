"""The short list of languages a child or caregiver may speak."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class Language(StrEnum):
    """Languages by ISO 639-3 code: Cambodia and its minorities first, then the sister bases."""

    KHM = "khm"
    VIE = "vie"
    CJA = "cja"
    JRA = "jra"
    TPU = "tpu"
    CMO = "cmo"
    THA = "tha"
    LAO = "lao"
    CMN = "cmn"
    NAN = "nan"
    YUE = "yue"
    CSX = "csx"
    ENG = "eng"
    FRA = "fra"
    HIN = "hin"
    BEN = "ben"
    MAR = "mar"
    TAM = "tam"
    TEL = "tel"
    URD = "urd"
    NEP = "nep"
    INS = "ins"
    PLT = "plt"
    TGL = "tgl"
    CEB = "ceb"
    ILO = "ilo"
    MIS = "mis"
    UND = "und"


LABELS: Mapping[Language, str] = {
    Language.KHM: N_("Khmer"),
    Language.VIE: N_("Vietnamese"),
    Language.CJA: N_("Western Cham"),
    Language.JRA: N_("Jarai"),
    Language.TPU: N_("Tampuan"),
    Language.CMO: N_("Central Mnong"),
    Language.THA: N_("Thai"),
    Language.LAO: N_("Lao"),
    Language.CMN: N_("Chinese (Mandarin)"),
    Language.NAN: N_("Chinese (Teochew, Hokkien)"),
    Language.YUE: N_("Chinese (Cantonese)"),
    Language.CSX: N_("Cambodian Sign Language"),
    Language.ENG: N_("English"),
    Language.FRA: N_("French"),
    Language.HIN: N_("Hindi"),
    Language.BEN: N_("Bengali"),
    Language.MAR: N_("Marathi"),
    Language.TAM: N_("Tamil"),
    Language.TEL: N_("Telugu"),
    Language.URD: N_("Urdu"),
    Language.NEP: N_("Nepali"),
    Language.INS: N_("Indian Sign Language"),
    Language.PLT: N_("Malagasy"),
    Language.TGL: N_("Tagalog"),
    Language.CEB: N_("Cebuano"),
    Language.ILO: N_("Ilocano"),
    Language.MIS: N_("Another language"),
    Language.UND: N_("Not known"),
}
