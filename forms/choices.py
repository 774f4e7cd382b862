"""The choice of a select or radio field, in one place because the type stubs lag behind the library."""

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in WTForms 3.3, not in the stubs

__all__ = ["SelectChoice"]
