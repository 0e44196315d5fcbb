"""REG-11, REG-12: what a line would do to the register, by the hard keys."""

from uuid import UUID

import pytest

from services.registry.imports.models import Action, Column, Importer, Line, Verdict
from services.registry.imports.parsing import read_table
from services.registry.imports.rules import (
    Register,
    analyse,
    apply,
    designate,
    keys_of,
    summarise,
)
from services.registry.territories.parsing import load_gazetteer

from .builders import (
    ADVISOR,
    CENTRE,
    LINE,
    NATION,
    OTHER_CENTRE,
    STRUCTURE,
    as_csv,
    errors_of,
    judged,
    registered,
    warnings_of,
    with_cells,
)

ELSEWHERE = {
    **STRUCTURE,
    "structure_nom": "Cyber-base Gaillac",
    "siret": "96958790600047",
    "code_postal": "81600",
    "commune": "Gaillac",
}


def verdicts(lines: list[Line]) -> list[Verdict]:
    return [line.verdict for line in lines]


class TestStructure:
    def test_it_is_matched_by_siret(self) -> None:
        register = registered(STRUCTURE)

        (line,) = judged(
            with_cells(STRUCTURE, adresse="2 rue Neuve"), register=register
        )

        assert line.verdict is Verdict.UPDATE
        assert line.structure is not None
        assert line.structure.ref == register.structures[0].id
        (change,) = line.structure.changes
        assert (change.column, change.old, change.new) == (
            Column.ADDRESS,
            "1 rue du Port",
            "2 rue Neuve",
        )

    def test_without_siret_it_is_matched_by_name_and_postcode(self) -> None:
        register = registered(STRUCTURE)

        (line,) = judged(
            with_cells(STRUCTURE, siret="", structure_nom="CYBER BASE ALBI"),
            register=register,
        )

        assert line.verdict is Verdict.UNCHANGED

    def test_a_siret_that_was_missing_is_taken(self) -> None:
        register = registered(with_cells(STRUCTURE, siret=""))

        (line,) = judged(STRUCTURE, register=register)

        assert line.verdict is Verdict.UPDATE
        assert line.structure is not None
        assert [one.column for one in line.structure.changes] == [Column.SIRET]

    def test_another_siret_is_another_structure(self) -> None:
        register = registered(STRUCTURE)

        (line,) = judged(
            with_cells(STRUCTURE, siret="96958790600047"), register=register
        )

        assert line.verdict is Verdict.CREATE

    def test_a_siret_under_another_name_is_a_warning_and_the_first_is_kept(
        self,
    ) -> None:
        second = with_cells(ADVISOR, **with_cells(STRUCTURE, structure_nom="Antenne"))

        first, line = judged(STRUCTURE, second)

        assert warnings_of(line) == {"structure_nom": "siret_other_name"}
        assert line.warnings[0].facts["line"] == first.number
        assert line.structure is not None
        assert line.structure.data.name == "Cyber-base Albi"

    def test_a_known_siret_under_another_name_is_a_warning_too(self) -> None:
        (line,) = judged(
            with_cells(STRUCTURE, structure_nom="Antenne"),
            register=registered(STRUCTURE),
        )

        assert line.verdict is Verdict.UNCHANGED
        assert warnings_of(line) == {"structure_nom": "siret_other_name_known"}

    def test_an_empty_cell_never_erases(self) -> None:
        register = registered(with_cells(site_web="www.albi.example", themes="gestion"))

        (line,) = judged(with_cells(adresse=""), register=register)

        assert line.verdict is Verdict.UNCHANGED
        after = apply(register, [line], importer=CENTRE)
        assert after == register

    def test_two_lines_that_differ_keep_the_first_and_say_so(self) -> None:
        lines = judged(
            STRUCTURE,
            {**LINE, "adresse": "9 rue Autre", "site_web": "www.albi.example"},
        )

        outcome = lines[1].structure
        assert outcome is not None
        assert outcome.data.address == "1 rue du Port"
        assert outcome.data.website == "https://www.albi.example"
        (note,) = lines[1].notes
        assert (note.column, note.value, note.line) == (
            Column.ADDRESS,
            "9 rue Autre",
            2,
        )

    def test_a_structure_told_again_without_anything_new_is_a_duplicate(self) -> None:
        lines = judged(STRUCTURE, STRUCTURE)

        assert verdicts(lines) == [Verdict.CREATE, Verdict.DUPLICATE]
        assert lines[1].duplicate_of == 2

    def test_a_line_in_error_creates_nothing_that_later_lines_could_find(self) -> None:
        wrong = with_cells(quotite="120", structure_nom="Autre nom")

        lines = judged(wrong, LINE)

        assert verdicts(lines) == [Verdict.ERROR, Verdict.CREATE]
        assert lines[1].warnings == ()
        assert lines[1].structure is not None
        assert lines[1].structure.action is Action.CREATE


class TestAdvisor:
    def test_they_are_matched_by_e_mail_whatever_its_case(self) -> None:
        register = registered(LINE)

        (line,) = judged(
            with_cells(conseiller_courriel="LEA.MARTIN@Cyber-Base-Albi.example"),
            register=register,
        )

        assert line.verdict is Verdict.UNCHANGED

    def test_a_change_is_told_with_both_values(self) -> None:
        (line,) = judged(
            with_cells(profil="G", quotite="50"), register=registered(LINE)
        )

        assert line.verdict is Verdict.UPDATE
        assert line.advisor is not None
        (change,) = line.advisor.changes
        assert (change.old, change.new) == ("dedie", "generaliste")
        (share,) = line.advisor.affiliation.changes
        assert (share.column, share.old, share.new) == (Column.SHARE, None, "50")

    def test_a_name_in_capitals_is_the_same_name(self) -> None:
        (line,) = judged(
            with_cells(conseiller_nom="MARTIN", conseiller_prenom="Lea"),
            register=registered(LINE),
        )

        assert line.verdict is Verdict.UNCHANGED

    def test_a_second_structure_is_a_second_affiliation(self) -> None:
        lines = judged(LINE, with_cells(ADVISOR, **ELSEWHERE), ELSEWHERE)

        assert verdicts(lines) == [Verdict.CREATE, Verdict.CREATE, Verdict.DUPLICATE]
        assert lines[1].advisor is not None
        assert lines[1].advisor.ref == 2
        assert lines[1].advisor.affiliation.action is Action.CREATE
        register = apply(Register(), lines, importer=CENTRE)
        assert len(register.advisors) == 1
        assert len(register.advisors[0].affiliations) == 2

    def test_a_second_affiliation_of_a_known_advisor_is_an_update(self) -> None:
        register = registered(LINE, ELSEWHERE)

        lines = judged(with_cells(ADVISOR, **ELSEWHERE), register=register)

        assert verdicts(lines) == [Verdict.UPDATE]

    @pytest.mark.parametrize(
        "again",
        [
            LINE,
            with_cells(conseiller_courriel="LEA.MARTIN@CYBER-BASE-ALBI.EXAMPLE"),
            with_cells(siret="", structure_nom="cyber base albi"),
            with_cells(profil="G"),
        ],
        ids=["same", "capitals", "by name", "first kept"],
    )
    def test_the_same_advisor_at_the_same_structure_is_a_duplicate(
        self, again: dict[str, str]
    ) -> None:
        lines = judged(LINE, {}, again)

        assert verdicts(lines) == [Verdict.CREATE, Verdict.DUPLICATE]
        assert (lines[1].number, lines[1].duplicate_of) == (4, 2)
        assert (lines[1].structure, lines[1].advisor) == (None, None)

    def test_the_same_person_under_another_e_mail_is_a_warning(self) -> None:
        other = with_cells(
            conseiller_courriel="lm@albi.example", conseiller_nom="MARTIN"
        )

        lines = judged(LINE, other)

        assert verdicts(lines) == [Verdict.CREATE, Verdict.CREATE]
        assert warnings_of(lines[1]) == {"conseiller_courriel": "person_other_email"}

    def test_a_known_person_under_another_e_mail_is_a_warning_too(self) -> None:
        other = with_cells(conseiller_courriel="lm@albi.example")

        (line,) = judged(other, register=registered(LINE))

        assert warnings_of(line) == {"conseiller_courriel": "person_other_email_known"}

    def test_the_same_name_in_another_structure_is_somebody_else(self) -> None:
        namesake = {**ADVISOR, **ELSEWHERE, "conseiller_courriel": "lm@gaillac.example"}

        lines = judged(LINE, namesake)

        assert lines[1].warnings == ()

    def test_one_address_for_two_people_is_a_warning(self) -> None:
        lines = judged(LINE, with_cells(conseiller_nom="Durand"))

        assert warnings_of(lines[1]) == {"conseiller_courriel": "email_other_person"}


class TestHolder:
    @pytest.mark.parametrize("holder", [OTHER_CENTRE, NATION], ids=["centre", "nation"])
    def test_what_another_holds_is_an_error_that_only_says_whom_to_ask(
        self, holder: Importer
    ) -> None:
        theirs = registered(LINE, importer=holder)
        register = Register(
            structures=theirs.structures,
            advisors=theirs.advisors,
            contacts={UUID(int=2): "CRT Bretagne", None: "l’équipe nationale"},
        )

        (line,) = judged(
            with_cells(structure_nom="Autre", conseiller_nom="Autre"),
            register=register,
        )

        assert line.verdict is Verdict.ERROR
        assert errors_of(line) == {
            "siret": "held_elsewhere",
            "conseiller_courriel": "held_elsewhere",
        }
        assert line.warnings == ()
        told = line.model_dump_json()
        for secret in ("Cyber-base Albi", "rue du Port", "Martin"):
            assert secret not in told

    def test_by_its_name_too(self) -> None:
        register = registered(STRUCTURE, importer=OTHER_CENTRE)

        (line,) = judged(with_cells(STRUCTURE, siret=""), register=register)

        assert errors_of(line) == {"structure_nom": "held_elsewhere"}

    def test_it_is_told_beside_every_other_fault(self) -> None:
        register = registered(STRUCTURE, importer=OTHER_CENTRE)

        (line,) = judged(with_cells(quotite="120"), register=register)

        assert list(errors_of(line)) == ["siret", "quotite"]

    def test_a_wrong_siret_is_not_looked_for_by_name(self) -> None:
        register = registered(STRUCTURE, importer=OTHER_CENTRE)

        (line,) = judged(with_cells(STRUCTURE, siret="1"), register=register)

        assert errors_of(line) == {"siret": "siret_length"}

    def test_a_national_import_may_cross_centres(self) -> None:
        register = registered(LINE, importer=OTHER_CENTRE)

        (line,) = judged(
            with_cells(adresse="2 rue Neuve"), register=register, importer=NATION
        )

        assert line.verdict is Verdict.UPDATE
        after = apply(register, [line], importer=NATION)
        assert after.structures[0].holder_id == OTHER_CENTRE.centre_id


class TestDesignation:
    RESOURCE_CENTRE = with_cells(
        STRUCTURE, structure_type="centre de ressources", siret="96958790600047"
    )

    def test_the_only_resource_centre_of_a_region_holds_what_is_in_it(self) -> None:
        register = registered(LINE, self.RESOURCE_CENTRE, importer=NATION)

        referent = register.referents["76"]
        assert {one.holder_id for one in register.structures} == {referent}
        assert register.advisors[0].holder_id == referent

    def test_of_two_none_is_designated_and_the_nation_holds(self) -> None:
        second = with_cells(self.RESOURCE_CENTRE, siret="97524335300029")

        register = registered(LINE, self.RESOURCE_CENTRE, second, importer=NATION)

        assert register.referents == {}
        assert {one.holder_id for one in register.structures} == {None}

    def test_a_region_that_has_its_referent_keeps_it(self) -> None:
        register = Register(referents={"76": UUID(int=7)})
        lines = judged(LINE, self.RESOURCE_CENTRE, register=register, importer=NATION)

        after = apply(register, lines, importer=NATION)

        assert designate(register, lines) == {}
        assert {one.holder_id for one in after.structures} == {UUID(int=7)}

    def test_a_centre_holds_what_it_imports_and_designates_nobody(self) -> None:
        register = registered(LINE, self.RESOURCE_CENTRE)

        assert register.referents == {}
        assert {one.holder_id for one in register.structures} == {CENTRE.centre_id}


class TestAnalysis:
    def test_it_yields_line_by_line(self) -> None:
        table = read_table(as_csv(LINE, ELSEWHERE))

        lines = analyse(
            table,
            register=Register(),
            importer=CENTRE,
            gazetteer=load_gazetteer(),
        )

        assert next(lines).number == 2
        assert next(lines).number == 3

    def test_resumed_it_goes_on_as_if_it_had_never_stopped(self) -> None:
        table = read_table(as_csv(LINE, with_cells(ADVISOR, **ELSEWHERE), LINE))
        gazetteer = load_gazetteer()

        whole = list(
            analyse(table, register=Register(), importer=CENTRE, gazetteer=gazetteer)
        )
        rest = list(
            analyse(
                table,
                register=Register(),
                importer=CENTRE,
                gazetteer=gazetteer,
                after_line=2,
            )
        )

        assert rest == whole[1:]

    def test_kept_lines_read_again_give_the_same_summary(self) -> None:
        table = read_table(as_csv(LINE, with_cells(quotite="120"), LINE))
        lines = judged(LINE, with_cells(quotite="120"), LINE)

        again = [Line.model_validate_json(line.model_dump_json()) for line in lines]

        assert again == lines
        assert summarise(table, again) == summarise(table, lines)

    def test_what_nobody_sees_in_a_key_hides_no_record(self) -> None:
        seen = with_cells(conseiller_courriel="a.b@cci-gers.example")
        hidden = with_cells(conseiller_courriel="a.b\u200b@cci-gers.example\ufeff")

        keys = [keys_of(read_table(as_csv(line))) for line in (seen, hidden)]

        assert keys[0] == keys[1]

    def test_only_the_keys_of_the_file_need_loading(self) -> None:
        table = read_table(as_csv(with_cells(siret="926 528 886 00027")))

        keys = keys_of(table)

        assert keys.sirets == {"92652888600027"}
        assert keys.name_keys == {"cyber base albi"}
        assert keys.emails == {"lea.martin@cyber-base-albi.example"}
