"""`import`: every row that names something is kept in its own town; again changes nothing, later versions update."""

import csv
import gzip
import io
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Ended, Program

LIST = """record_id,source,nom,adresse,code_postal,commune,site_web,description,courriel
a1,mairie,Fablab du Péristyle,2 rue du Péristyle,56100,Lorient,https://fablab.example,,contact@fablab.example
a2,agglo,Fab Lab Péristyle,2 rue du Péristyle,56100,LORIENT,https://fablab.example,,
a3,mairie,Le Troquet,,44000,Nantes,,Un café associatif tenu par des bénévoles,jean.dupont@gmail.com
a4,mairie,Menuiserie Le Goff,,,Groix,,,
a5,mairie,Quelque chose,,,,,,
a6,mairie,Chose de Bruxelles,,1000,Bruxelles,,,
a7,mairie,,,56100,Lorient,,,
a8,mairie,L'Atelier d'Azé,,71260,Azé,,Il a fermé ses portes,
"""
TABLES = (
    "town", "kind", "source", "response", "reading", "mention", "membership", "initiative", "suggestion", "relation",
    "own_list",
)  # fmt: skip


def put(program: "Program", text: str = LIST, name: str = "lieux.csv") -> str:
    (program.folder / name).write_text(text, encoding="utf-8")
    return name


def run(program: "Program", *more: str, text: str = LIST, source: str = "lieux") -> "Ended":
    ended = program.run("import", put(program, text), "--source", source, "--db", "here.db", *more)
    assert ended.code == 0, ended.err
    return ended


def content(program: "Program", *tables: str) -> dict[str, list[tuple[object, ...]]]:
    return {table: program.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables or TABLES}


def places(program: "Program") -> dict[str, tuple[object, ...]]:
    """Source id -> town, clue, kind."""
    rows = program.rows(
        "SELECT m.source_id, t.name, m.locality_reason, m.kind FROM mention m JOIN town t ON t.code = m.town_code"
    )
    return {str(row[0]): row[1:] for row in rows}


def test_every_row_that_names_something_is_kept_where_it_stands(program: "Program") -> None:
    told = json.loads(run(program, "--json").out)
    assert (told["rows"], told["rejected"], told["unplaced"]) == (7, {"names-nothing": 1}, 2)
    assert places(program) == {
        "a1": ("Lorient", "record-address", "fablab"),
        "a2": ("Lorient", "record-address", "fablab"),
        "a3": ("Nantes", "record-address", "cafe-associatif"),
        "a4": ("Groix", "record-city", "autre"),
        "a5": ("lieu inconnu", "place-unknown", "autre"),
        "a6": ("lieu inconnu", "place-unknown", "autre"),
        "a8": ("Azé", "record-address", "autre"),
    }
    assert program.rows("SELECT count(*) FROM mention WHERE dropped <> ''") == [(0,)]
    assert program.rows("SELECT code, study FROM town WHERE name = 'Azé'") == [("FR-71016", 0)]
    assert program.rows("SELECT address FROM initiatives WHERE name LIKE '%Bruxelles'") == [("1000 Bruxelles",)]


def test_row_names_its_list_and_its_id(program: "Program") -> None:
    run(program)
    assert program.rows("SELECT source, source_id FROM evidence ORDER BY source_id LIMIT 2") == [
        ("lieux/mairie", "a1"), ("lieux/agglo", "a2"),
    ]  # fmt: skip
    assert program.rows("SELECT mentions, sources FROM initiatives WHERE town = 'Lorient'") == [
        (2, '["lieux/agglo", "lieux/mairie"]')
    ]


def test_contacts_of_persons_are_nowhere(program: "Program") -> None:
    run(program)
    assert program.rows("SELECT email FROM mention WHERE email <> ''") == [("contact@fablab.example",)]
    archived = b"".join(gzip.decompress(path.read_bytes()) for path in (program.folder / "archive").iterdir())
    assert b"Troquet" in archived
    assert b"dupont" not in archived + (program.folder / "here.db").read_bytes()


def test_rejected_rows_are_beside_the_database_with_their_reason(program: "Program") -> None:
    ended = run(program)
    assert "lieux.csv.rejects.csv" in ended.out
    text = (program.folder / "lieux.csv.rejects.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["row", "reason", *LIST.splitlines()[0].split(",")],
        ["8", "names-nothing: it has no name", *LIST.splitlines()[7].split(",")],
    ]


def test_rejects_never_replace_another_file(program: "Program") -> None:
    kept = program.folder / "lieux.csv.rejects.csv"
    kept.write_text("mended by hand", encoding="utf-8")
    run(program)
    assert kept.read_text(encoding="utf-8") == "mended by hand"
    assert (program.folder / "lieux.csv.rejects-2.csv").exists()
    refused = program.run("import", "lieux.csv", "--source", "l2", "--db", "here.db", "--rejects", str(kept))
    assert refused.code == 2
    assert "--overwrite" in refused.err
    assert program.rows("SELECT count(*) FROM own_list") == [(1,)]
    run(program, "--rejects", str(kept), "--overwrite", source="l2")
    assert kept.read_text(encoding="utf-8-sig").startswith("row,reason")


def test_the_same_file_again_changes_nothing(program: "Program") -> None:
    run(program)
    before, files = content(program), set(program.files())
    ended = run(program)
    assert "nothing changed" in ended.out
    assert content(program) == before
    assert set(program.files()) == files
    assert [json.loads(str(counts))["new"] for (counts,) in program.rows("SELECT counts FROM run ORDER BY id")] == [
        7,
        0,
    ]


def test_another_format_of_the_same_rows_changes_nothing(program: "Program") -> None:
    run(program)
    before = content(program)
    objects = list(csv.DictReader(io.StringIO(LIST)))
    # rows are numbered by their line in one format and counted in the other; what is not said may be left out
    lines = [json.dumps({key: value for key, value in row.items() if value}) for row in objects]
    (program.folder / "lieux.jsonl").write_text("\n" + "\n".join(lines), encoding="utf-8")
    assert program.run("import", "lieux.jsonl", "--source", "lieux", "--db", "here.db").code == 0
    assert content(program) == before


LATER = (
    LIST.replace("Le Troquet", "Le Grand Troquet")
    .replace("a4,mairie,Menuiserie Le Goff,,,Groix", "a4,mairie,Menuiserie Le Goff,,,Lorient")
    .replace("a5,mairie,Quelque chose,,,,,,\n", "")
    + "a9,mairie,Une ressourcerie,,56100,Lorient,,,\n"
)


def test_later_version_updates_and_marks_what_disappeared(program: "Program") -> None:
    run(program)
    troquet = program.rows("SELECT id, first_seen FROM initiatives WHERE town = 'Nantes'")
    told = json.loads(run(program, "--json", text=LATER).out)
    assert {name: told[name] for name in ("new", "changed", "same", "gone")} == {
        "new": 2, "changed": 1, "same": 4, "gone": 2,
    }  # fmt: skip
    gone = "SELECT source_id, town_code FROM evidence WHERE gone_at IS NOT NULL ORDER BY 1"
    assert program.rows(gone) == [("a4", "56069"), ("a5", "inconnu")]
    assert program.rows("SELECT id, first_seen FROM initiatives WHERE name = 'Le Grand Troquet'") == troquet
    assert program.rows("SELECT count(*) FROM initiatives WHERE name = 'Quelque chose'") == [(1,)]
    (gone_at,) = program.rows("SELECT DISTINCT gone_at FROM evidence WHERE gone_at IS NOT NULL")
    assert program.rows("SELECT imported_at FROM own_list ORDER BY id DESC LIMIT 1") == [gone_at]
    assert program.rows("SELECT count(DISTINCT last_seen) FROM initiatives WHERE last_seen <> first_seen") == [(1,)]


def test_what_comes_back_is_no_longer_gone(program: "Program") -> None:
    run(program)
    ids = set(program.initiatives())
    run(program, text=LATER)
    run(program)
    assert program.rows("SELECT source_id FROM evidence WHERE gone_at IS NOT NULL ORDER BY 1") == [("a4",), ("a9",)]
    assert ids <= set(program.initiatives())


def test_other_lists_are_left_alone(program: "Program") -> None:
    run(program, source="lieux 2")
    run(program, text=LATER)
    assert program.rows("SELECT count(*) FROM evidence WHERE gone_at IS NOT NULL") == [(0,)]
    two = "SELECT count(*) FROM initiatives WHERE sources LIKE '%\"lieux/mairie\"%' AND sources LIKE '%lieux 2/mairie%'"
    # the fab lab, Azé and Brussels; the others were renamed or moved
    assert program.rows(two) == [(3,)]


def test_rows_that_share_an_id_or_a_name_are_all_kept(program: "Program") -> None:
    text = "id,nom,ville\n1,Repair Café,Lorient\n1,Jardin partagé,Lorient\n"
    run(program, text=text)
    assert program.rows("SELECT name FROM mention ORDER BY name") == [("Jardin partagé",), ("Repair Café",)]
    run(program, text="nom,ville\nRepair Café,Lorient\nRepair Café,Lorient\n", source="b")
    assert program.rows("SELECT count(*) FROM mention WHERE source = 'b'") == [(2,)]


def test_things_without_a_place_are_not_one_thing_because_of_their_name(program: "Program") -> None:
    run(program, text="nom,site\nRepair Café,\nRepair Café du Port,\nRepair Café,\nL'Établi,https://a.example\n")
    run(program, text="nom,site\nRepair Café,\nÉtabli,https://a.example\n", source="b")
    names = program.rows("SELECT name, mentions FROM initiatives ORDER BY mentions, name")
    assert [count for _, count in names if count == 2] == [2]
    assert len(names) == 5


@pytest.mark.parametrize("forget", [False, True], ids=["as it is", "everything read forgotten"])
def test_reparse_reads_lists_again(program: "Program", forget: bool) -> None:
    run(program)
    run(program, text=LATER)
    read = "SELECT id, name, kind, town_code, source_id, gone_at, fetched_at, reasons FROM mention ORDER BY id"
    mentions, initiatives = program.rows(read), program.initiatives()
    if forget:
        with closing(sqlite3.connect(program.folder / "here.db")) as db, db:
            for table in ("membership", "suggestion", "mention", "reading"):
                db.execute(f"DELETE FROM {table}")
            db.execute("UPDATE initiative SET mentions = 0")
    ended = program.run("reparse", "--db", "here.db", "--json")
    assert ended.code == 0, ended.err
    # rows of both versions; what both hold is one mention
    assert (json.loads(ended.out)["read"]["rows"], json.loads(ended.out)["mentions"]) == (14, len(mentions))
    assert program.rows(read) == mentions
    if not forget:
        assert program.initiatives() == initiatives
    assert len(program.initiatives()) == len(initiatives)


def test_resolve_and_export_know_places_that_are_no_towns_of_ours(program: "Program") -> None:
    run(program, "--licence", "Licence Ouverte 2.0")
    before = program.initiatives()
    assert program.run("resolve", "--db", "here.db").code == 0
    assert program.initiatives() == before
    rows = list(csv.DictReader(io.StringIO(program.run("export", "--db", "here.db").out.removeprefix("\ufeff"))))
    assert len(rows) == len(before)
    assert {row["licences"] for row in rows} == {"Licence Ouverte 2.0"}
    nantes = program.run("export", "--db", "here.db", "--city", "Nantes")
    assert nantes.code == 0, nantes.err
    assert "Le Troquet" in nantes.out
    assert "Azé" not in nantes.out


def test_list_is_credited(program: "Program") -> None:
    run(program)
    assert program.rows("SELECT label, kind, licence FROM source WHERE name = 'lieux'") == [
        ("lieux", "directory", "not stated")
    ]
    status = program.run("status", "--db", "here.db")
    assert "Credit: mairie (in lieux)" in status.out
    assert "import" in status.out


def test_new_licence_is_a_new_version(program: "Program") -> None:
    run(program)
    run(program, "--licence", "ODbL")
    assert program.rows("SELECT DISTINCT licence FROM mention") == [("ODbL",)]
    assert program.rows("SELECT licence FROM own_list ORDER BY id") == [("not stated",), ("ODbL",)]


def test_run_tells_what_was_imported(program: "Program") -> None:
    run(program)
    [(command, options, code, counts)] = program.rows("SELECT command, options, exit_code, counts FROM run")
    assert (command, code) == ("import", 0)
    assert json.loads(str(options))["file"] == "lieux.csv"
    told = json.loads(str(counts))
    assert (told["rows"], told["new"], told["towns"], told["rejected"]) == (7, 7, 4, {"names-nothing": 1})
    assert str(program.folder) not in str(options)


def test_dry_run_shows_the_first_rows_and_stores_nothing(program: "Program") -> None:
    put(program)
    before = program.files()
    ended = program.run("import", "lieux.csv", "--source", "lieux", "--db", "here.db", "--dry-run")
    assert ended.code == 0, ended.err
    assert "Fablab du Péristyle" in ended.out
    assert "names-nothing" in ended.out
    shown = program.run("import", "lieux.csv", "--source", "lieux", "--db", "here.db", "--dry-run", "--json")
    assert json.loads(shown.out)["first"][2]["town"] == "Nantes"
    assert program.files() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("lieux.csv", "--source", "overpass"), "a name of its own"),
        (("lieux.csv", "--source", "Mojeek"), "a name of its own"),
        (("lieux.csv", "--source", "a/b"), "no slash"),
        (("lieux.csv", "--source", " "), "annuaire-2024"),
        (("none.csv", "--source", "x"), "none.csv cannot be read"),
        ((".", "--source", "x"), "cannot be read"),
        (("lieux.csv", "--source", "x", "--map", "nome=nom"), "did you mean name?"),
        (("lieux.csv", "--source", "x", "--map", "name=Nom de la structure"), "lieux.csv has no column"),
        (("lieux.csv", "--source", "x", "--map", "name=code_postal", "--map", "name=x"), "has no column 'x'"),
        (("empty.csv", "--source", "x"), "empty.csv is empty"),
        (("nameless.csv", "--source", "x"), "not one of 2 rows can be kept"),
        (("lieux.csv", "--source", "x", "--rejects", "none/deep.csv"), "cannot be written"),
        (("lieux.csv", "--source", "x", "--rejects", "./lieux.csv", "--overwrite"), "is the list itself"),
    ],
)
def test_mistake_is_told_and_nothing_is_stored(program: "Program", arguments: tuple[str, ...], told: str) -> None:
    put(program)
    put(program, "", "empty.csv")
    put(program, "nom,ville\n-,Lorient\n,Vannes\n", "nameless.csv")
    ended = program.run("import", *arguments, "--db", "here.db")
    assert ended.code == 2
    assert told in ended.err
    if (program.folder / "here.db").exists():
        assert program.rows("SELECT count(*) FROM mention") == [(0,)]


def test_list_whose_rows_all_fail_does_not_make_the_earlier_one_disappear(program: "Program") -> None:
    run(program)
    before = content(program)
    put(program, "nom,ville\n,Lorient\n")
    assert program.run("import", "lieux.csv", "--source", "lieux", "--db", "here.db").code == 2
    assert content(program) == before
