"""SEC-07: a census file without one person, the others where they were."""

from services.registry.imports.parsing import read_table
from services.registry.imports.rules import holds, rows_about, without

FILE = (
    "Recensement 2026\r\n"
    "Structure;Type de structure;CP;Ville;Courriel structure;Nom;Prénom;E-mail;Profil\r\n"
    "CMA Hérault;CMA;34000;Montpellier;nadia@cma.example;Vidal;Louise;l@cma.example;dédié\r\n"
    "CMA Hérault;CMA;34000;Montpellier;;Belkacem;Nadia;Nadia@CMA.example;dédié\r\n"
    "CMA Hérault;CMA;34000;Montpellier;;BELKACEM;nadia;;dédié\r\n"
    "CMA Hérault;CMA;34000;Montpellier;;Martin;Paul;p@cma.example;dédié\r\n"
).encode()
ADDRESS = "nadia@cma.example"
NAME = "Nadia Belkacem"


def test_a_row_is_known_by_its_address_or_by_its_name() -> None:
    table = read_table(FILE)

    about = rows_about(table, emails=[ADDRESS], name=NAME)
    assert [row.number for row in about] == [4, 5]
    assert rows_about(table, emails=[""], name="") == []


def test_a_row_is_known_by_a_former_address_too() -> None:
    table = read_table(FILE)

    about = rows_about(table, emails=["nadia@ailleurs.example", ADDRESS], name="")

    assert [row.number for row in about] == [4]


def test_the_others_keep_their_numbers_and_lose_her_address() -> None:
    table = read_table(FILE)

    about = rows_about(table, emails=[ADDRESS], name=NAME)
    kept = read_table(without(table, about, emails=[ADDRESS]))

    assert [row.number for row in kept.rows] == [3, 6]
    assert kept.headings.written == table.headings.written
    assert holds(table, [ADDRESS])
    assert not holds(kept, [ADDRESS])
    assert "adia" not in str(kept)
