"""What was said of a child before a change stays to be read, by whoever reads the record."""

from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.earlier_version import EarlierVersion
from tests.support.children import add_child
from tests.support.organisation import Organisation
from tests.support.pages import read, send


def test_a_name_and_a_rule_put_right_show_what_stood_there(organisation: Organisation) -> None:
    address = f"/children/{add_child(organisation)}"
    client = organisation.client("field")
    send(client, f"{address}/edit", {"latin": "Sok Dara", "appearance": "blue bag"})
    send(client, f"{address}/edit", {"latin": "Sok Tola", "low": "9", "high": "10"})
    send(client, f"{address}/safe-contact", {"how": "", "never": "By phone"})
    send(client, f"{address}/safe-contact", {"how": "", "never": "At home"})

    who, rule = read(client.get(f"{address}/before")).select("main .card")

    newest = [" ".join(row.text.split()) for row in who.select("table")[0].select("tbody tr")]
    assert any("Sok Dara" in line and "Sok Tola" in line for line in newest)
    assert not any("blue bag" in line for line in newest)
    assert "By phone" in rule.text
    assert "At home" in rule.text
    assert who.text.count("changed by Field Person") == 2
    assert read(client.get(address)).select_one(f'a[href="{address}/before"]') is not None


def test_a_record_that_was_never_changed_says_so(organisation: Organisation) -> None:
    page = read(organisation.client("caseworker").get(f"/children/{add_child(organisation)}/before"))
    assert page.text.count("It was never changed.") == 2


def test_what_the_sheet_said_is_for_its_readers_alone(organisation: Organisation) -> None:
    address = f"/children/{add_child(organisation)}/emergency"
    client = organisation.client("supervisor")
    send(client, f"{address}/edit", {"danger": "A man waits at the corner", "where_now": "With her aunt"})
    send(client, f"{address}/edit", {"danger": "Nobody waits any more"})
    before = read(client.get(f"{address}/before"))
    assert "A man waits at the corner" in before.text
    assert "With her aunt" not in before.text
    read(organisation.client("field").get(f"{address}/before"), status=404)
    read(organisation.client("othersupervisor").get(f"/children/{uuid4()}/before"), status=404)


def test_an_earlier_version_that_was_changed_outside_says_nothing_else(organisation: Organisation) -> None:
    address = f"/children/{add_child(organisation)}"
    client = organisation.client("field")
    send(client, f"{address}/edit", {"latin": "Sok Dara"})
    send(client, f"{address}/edit", {"latin": "Sok Tola"})
    with Session(organisation.server.store.engine) as session:
        session.execute(update(EarlierVersion).values(replaced_by=organisation.ids["field2"]))
        session.commit()
    page = read(client.get(f"{address}/before"))
    assert "Sok Dara" not in page.text
    assert "An earlier version:" in page.text
