"""A lead that is not to be followed is kept for a person; the crawl goes there only where something else leads."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharitories_crawl.models import Facts, Lead
from sharitories_crawl.store.database import open_database
from sharitories_crawl.store.frontier import Frontier
from sharitories_crawl.store.ledger import Ledger

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BANK = "https://banque.example/"
SUGGESTED = Lead(BANK, "56121", "partner", "q", None, "La Banque", "", "https://rustine.example/", follow=False)
RESULT = Lead(BANK, "56121", "result", "q", 3, "La Banque", "", "q")


@pytest.fixture
def frontier(tmp_path: Path) -> Frontier:
    db = open_database(tmp_path / "new.db")
    db.execute(
        "INSERT INTO town(code, name, slug, country, language, department, region, intercommunality, population,"
        " latitude, longitude, study) VALUES ('56121', 'Lorient', 'lorient', 'FR', 'fr', '', '', '', 1, 0, 0, 1)"
    )
    Ledger(db).begin_run("crawl", {}, NOW)
    frontier = Frontier(db)
    frontier.save_leads(1, [SUGGESTED])
    return frontier


def suggested(frontier: Frontier) -> list[str]:
    return [url for (url,) in frontier.db.execute("SELECT url FROM suggested_sites")]


def test_it_is_suggested_and_leads_the_crawl_nowhere(frontier: Frontier) -> None:
    assert suggested(frontier) == [BANK]
    assert frontier.due_leads("56121", NOW, NOW) == []
    assert frontier.leads_to(BANK) == []
    assert frontier.towns_led_to(BANK) == []


def test_a_page_that_came_for_another_reason_is_not_read_on_its_account(frontier: Frontier) -> None:
    facts = Facts(BANK, "", "", "", "", "fr", "", "", (), (), (), (), (), (), (), (), (), (), "", "", ())
    frontier.save_page(1, BANK, facts, None, NOW)
    assert frontier.unread_pages("56121") == []


def test_what_a_result_leads_to_is_followed_and_no_suggestion_any_more(frontier: Frontier) -> None:
    frontier.save_leads(1, [RESULT])
    assert frontier.leads_to(BANK) == [RESULT]
    assert frontier.due_leads("56121", NOW, NOW) == [BANK]
    assert suggested(frontier) == []


def test_a_partner_whose_words_name_a_kind_today_is_followed_today(frontier: Frontier) -> None:
    frontier.save_leads(1, [Lead(*SUGGESTED_FIELDS, follow=True)])
    assert frontier.due_leads("56121", NOW, NOW) == [BANK]
    assert suggested(frontier) == []


SUGGESTED_FIELDS = (BANK, "56121", "partner", "q", None, "La Banque, fablab", "", "https://rustine.example/")
