"""REG-11: each cell is read by the contract, and every fault is told at once."""

from datetime import date

import pytest

from schemas.reference import Profile, StructureType, Theme
from services.registry.imports.models import (
    AdvisorOutcome,
    StructureOutcome,
    Verdict,
)

from .builders import (
    STRUCTURE,
    errors_of,
    judged,
    proposal_for,
    warnings_of,
    with_cells,
)

REUNION = {"code_postal": "97400", "commune": "Saint-Denis"}


def structure_of(**cells: str) -> StructureOutcome:
    (line,) = judged(with_cells(**cells))
    assert line.errors == ()
    assert line.structure is not None
    return line.structure


def advisor_of(**cells: str) -> AdvisorOutcome:
    (line,) = judged(with_cells(**cells))
    assert line.errors == ()
    assert line.advisor is not None
    return line.advisor


class TestStructureType:
    @pytest.mark.parametrize(
        ("written", "kind"),
        [
            ("CCI", StructureType.CCI),
            ("Chambre de commerce et d’industrie", StructureType.CCI),
            ("CHAMBRE DE METIERS ET DE L'ARTISANAT", StructureType.CMA),
            ("Centre de ressources", StructureType.RESOURCE_CENTRE),
            ("Cyber base", StructureType.CYBER_BASE),
            ("cyberbase", StructureType.CYBER_BASE),
            ("OFFICE DE TOURISME", StructureType.TOURIST_OFFICE),
            ("centre de gestion agree", StructureType.MANAGEMENT_CENTRE),
            ("Centre des métiers", StructureType.TRADES_CENTRE),
            ("Association", StructureType.ASSOCIATION),
            ("entreprise", StructureType.COMPANY),
        ],
    )
    def test_each_type_is_known_however_it_is_written(
        self, written: str, kind: StructureType
    ) -> None:
        assert structure_of(structure_type=written).data.type is kind

    @pytest.mark.parametrize("written", ["startup", "mairie", "CC", "D"])
    def test_any_other_is_an_error(self, written: str) -> None:
        (line,) = judged(with_cells(structure_type=written))

        assert errors_of(line) == {"structure_type": "structure_type"}


class TestSiret:
    @pytest.mark.parametrize(
        "written",
        ["92652888600027", "926 528 886 00027", "926\u00a0528\u202f886 00027", ""],
    )
    def test_a_right_number_may_hold_spaces_or_be_absent(self, written: str) -> None:
        siret = structure_of(siret=written).data.siret

        assert siret == ("92652888600027" if written else None)

    @pytest.mark.parametrize("number", ["35600000000048", "35600000049837"])
    def test_la_poste_has_a_key_of_its_own(self, number: str) -> None:
        assert structure_of(siret=number).data.siret == number

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("92652888600028", "siret_key"),
            ("35600000049838", "siret_key"),
            ("00000000000000", "siret_key"),
            ("9265288860002", "siret_length"),
            ("926528886000270", "siret_length"),
            ("9,1234E+13", "siret_rounded"),
            ("9.1234e+13", "siret_rounded"),
            ("9E+13", "siret_rounded"),
            ("9265288860002X", "siret_digits"),
            ("926528886-00027", "siret_digits"),
            ("٩٢٦٥٢٨٨٨٦٠٠٠٢٧", "siret_digits"),
            ("en cours", "siret_digits"),
        ],
    )
    def test_a_wrong_number_is_an_error_that_says_why(
        self, written: str, code: str
    ) -> None:
        (line,) = judged(with_cells(siret=written))

        assert errors_of(line) == {"siret": code}


class TestPlace:
    def test_a_lost_zero_is_restored_with_a_warning(self) -> None:
        (line,) = judged(with_cells(code_postal="9100", commune="Pamiers"))

        assert line.verdict is Verdict.CREATE
        assert warnings_of(line) == {"code_postal": "postcode_zero_restored"}
        assert line.structure is not None
        assert line.structure.data.postcode == "09100"

    @pytest.mark.parametrize(
        ("postcode", "code"),
        [
            ("", "postcode_required"),
            ("0", "postcode_digits"),
            ("8100", "postcode_digits"),
            ("810000", "postcode_digits"),
            ("F-81000", "postcode_digits"),
            ("81OOO", "postcode_digits"),
            ("99999", "postcode_unknown"),
        ],
    )
    def test_a_wrong_postcode_is_the_only_error(self, postcode: str, code: str) -> None:
        cells = with_cells(code_postal=postcode, commune="Albi", siret="")

        (line,) = judged({**cells, "conseiller_telephone": "poste 12"})

        assert errors_of(line) == {"code_postal": code}
        assert warnings_of(line) == {}

    def test_a_wrong_town_is_an_error_on_the_town(self) -> None:
        (line,) = judged(with_cells(commune="Lille"))

        assert errors_of(line) == {"commune": "town_under_postcode"}

    @pytest.mark.parametrize("written", ["ALBI CEDEX 9", "albi  ", "ALBI"])
    def test_case_and_cedex_do_not_matter(self, written: str) -> None:
        data = structure_of(commune=written).data

        assert (data.town, data.town_code) == ("Albi", "81004")
        assert (data.department, data.region) == ("81", "76")


class TestTelephone:
    @pytest.mark.parametrize(
        ("cells", "written", "number"),
        [
            ({}, "05 63 49 48 47", "+33563494847"),
            ({}, "05.63.49.48.47", "+33563494847"),
            ({}, "+33 (0)5 63 49 48 47", "+33563494847"),
            ({}, "0033563494847", "+33563494847"),
            ({}, "+32 2 506 84 21", "+3225068421"),
            (REUNION, "02 62 90 89 25", "+262262908925"),
            (REUNION, "0692 12 34 56", "+262692123456"),
            (REUNION, "01 44 55 66 77", "+33144556677"),
            (
                {"code_postal": "97139", "commune": "Les Abymes"},
                "05 90 12 40 31",
                "+590590124031",
            ),
            (
                {"code_postal": "97200", "commune": "Fort-de-France"},
                "0596 07 29 59",
                "+596596072959",
            ),
            (
                {"code_postal": "98800", "commune": "Nouméa"},
                "27 12 34",
                "+687271234",
            ),
            (
                {"code_postal": "98704", "commune": "Faaa"},
                "40 48 90 33",
                "+68940489033",
            ),
            (
                {"code_postal": "98704", "commune": "Faaa"},
                "05 40 48 90 33",
                "+33540489033",
            ),
        ],
    )
    def test_a_number_is_dialled_from_its_own_territory(
        self, cells: dict[str, str], written: str, number: str
    ) -> None:
        outcome = advisor_of(**cells, conseiller_telephone=written)

        assert outcome.data.telephone == number

    @pytest.mark.parametrize(
        ("cells", "written", "number"),
        [
            ({}, "563494847", "+33563494847"),
            ({}, "5 63 49 48 47", "+33563494847"),
            (REUNION, "262908925", "+262262908925"),
        ],
    )
    def test_a_lost_zero_is_restored_with_a_warning(
        self, cells: dict[str, str], written: str, number: str
    ) -> None:
        (line,) = judged(with_cells(**cells, structure_telephone=written))

        assert warnings_of(line) == {"structure_telephone": "telephone_zero_restored"}
        assert line.structure is not None
        assert line.structure.data.telephone == number

    @pytest.mark.parametrize(
        "written",
        [
            "poste 12",
            "12",
            "3646",
            "05 63 49 48",
            "00 00 00 00 00",
            "?",
            "02 62 90 89 25",
        ],
    )
    def test_an_unusable_number_is_a_warning_and_is_not_taken(
        self, written: str
    ) -> None:
        (line,) = judged(with_cells(conseiller_telephone=written))

        assert line.verdict is Verdict.CREATE
        assert warnings_of(line) == {"conseiller_telephone": "telephone_unusable"}
        assert line.advisor is not None
        assert line.advisor.data.telephone is None


class TestAdvisorCells:
    @pytest.mark.parametrize(
        ("written", "profile"),
        [
            ("dédié", Profile.DEDICATED),
            ("DEDIE", Profile.DEDICATED),
            ("d", Profile.DEDICATED),
            ("Généraliste", Profile.GENERALIST),
            ("G", Profile.GENERALIST),
            ("privé", Profile.PRIVATE),
            ("P", Profile.PRIVATE),
        ],
    )
    def test_a_profile_or_its_first_letter(
        self, written: str, profile: Profile
    ) -> None:
        assert advisor_of(profil=written).data.profile is profile

    @pytest.mark.parametrize(
        ("written", "themes"),
        [
            ("site-web|gestion", (Theme.MANAGEMENT, Theme.WEBSITE)),
            ("E-Marketing, Sécurité", (Theme.MARKETING, Theme.SECURITY)),
            ("securite;e-administration", (Theme.ADMINISTRATION, Theme.SECURITY)),
            (
                "Être visible : référencement, blogs, Facture électronique",
                (Theme.INVOICING, Theme.VISIBILITY),
            ),
            ("S’équiper et financer", (Theme.EQUIPMENT,)),
            ("gestion||gestion, ", (Theme.MANAGEMENT,)),
            ("", None),
        ],
    )
    def test_themes_are_codes_or_labels(
        self, written: str, themes: tuple[Theme, ...] | None
    ) -> None:
        assert advisor_of(themes=written).data.themes == themes

    def test_an_unknown_theme_is_a_warning_and_the_others_are_kept(self) -> None:
        (line,) = judged(with_cells(themes="site-web|blockchain|securte"))

        assert warnings_of(line) == {"themes": "theme_unknown"}
        assert line.warnings[0].facts["unknown"] == "blockchain, securte"
        assert line.advisor is not None
        assert line.advisor.data.themes == (Theme.WEBSITE,)

    @pytest.mark.parametrize(
        "written",
        [
            "17/07/2013",
            "2013-07-17",
            "17/7/2013",
            "41472",
            "41472.0",
            "2013-07-17 00:00:00",
            "17/07/2013 00:00",
        ],
    )
    def test_a_date_is_french_iso_or_a_spreadsheet_number(self, written: str) -> None:
        outcome = advisor_of(date_entree=written)

        assert outcome.affiliation.data.since == date(2013, 7, 17)

    @pytest.mark.parametrize(
        ("written", "code", "proposal"),
        [
            ("12/25/2013", "date_month", "25/12/2013"),
            ("31/02/2013", "date_day", "28/02/2013"),
            ("29/02/2014", "date_day", "28/02/2014"),
            ("31/04/2013", "date_day", "30/04/2013"),
            ("45/13/2013", "date_month", None),
            ("00/05/2013", "date_day", None),
            ("2013-25-12", "date_month", "25/12/2013"),
            ("17.07.2013", "date_format", "17/07/2013"),
            ("17/07/13", "date_format", "17/07/2013"),
            ("17 juillet 2013", "date_format", "17/07/2013"),
            ("1er août 2013", "date_format", "01/08/2013"),
            ("17/07/0013", "date_year", "17/07/2013"),
            ("17/07/9999", "date_year", None),
            ("hier", "date_format", None),
            ("2013", "date_format", None),
            ("99999", "date_format", None),
        ],
    )
    def test_a_wrong_date_says_what_was_expected(
        self, written: str, code: str, proposal: str | None
    ) -> None:
        (line,) = judged(with_cells(date_entree=written))

        assert errors_of(line) == {"date_entree": code}
        assert proposal_for(line, "date_entree") == proposal

    @pytest.mark.parametrize(
        ("written", "share"),
        [
            ("80", 80),
            ("80 %", 80),
            ("80%", 80),
            ("0,8", 80),
            ("0.8", 80),
            ("0", 0),
            ("100", 100),
            ("1", 100),
            ("37,5", 37.5),
        ],
    )
    def test_a_share_is_a_percentage_or_a_part_of_one(
        self, written: str, share: float
    ) -> None:
        assert advisor_of(quotite=written).affiliation.data.share == share

    @pytest.mark.parametrize(
        ("written", "code", "proposal"),
        [
            ("120", "share_range", "100"),
            ("1000 %", "share_range", "100"),
            ("-5", "share_range", "0"),
            ("mi-temps", "share_number", "50"),
            ("4/5", "share_number", "80"),
            ("80 h", "share_number", "80"),
            ("beaucoup", "share_number", None),
        ],
    )
    def test_a_share_beyond_is_an_error(
        self, written: str, code: str, proposal: str | None
    ) -> None:
        (line,) = judged(with_cells(quotite=written))

        assert errors_of(line) == {"quotite": code}
        assert proposal_for(line, "quotite") == proposal

    @pytest.mark.parametrize(
        "written",
        [
            "lea@exemple.fr",
            "LEA.Martin+net@Exemple.FR",
            "contact@marcq-en-barœul.example",
        ],
    )
    def test_an_address_is_kept_in_lower_case(self, written: str) -> None:
        assert advisor_of(conseiller_courriel=written).data.email == written.lower()

    @pytest.mark.parametrize(
        ("written", "proposal"),
        [
            ("lea chez exemple.fr", "lea@exemple.fr"),
            ("lea(at)exemple.fr", "lea@exemple.fr"),
            ("lea@exemple,fr", "lea@exemple.fr"),
            ("lea @exemple.fr", "lea@exemple.fr"),
            ("léa@exemple.fr", "lea@exemple.fr"),
            ("lea@exemple..fr", "lea@exemple.fr"),
            ("mailto:lea@exemple.fr", "lea@exemple.fr"),
            ("lea@exemple", None),
            ("lea@a@b.fr", None),
            ("@exemple.fr", None),
        ],
    )
    def test_a_wrong_address_is_an_error(
        self, written: str, proposal: str | None
    ) -> None:
        (line,) = judged(with_cells(conseiller_courriel=written))

        assert errors_of(line) == {"conseiller_courriel": "email_syntax"}
        assert proposal_for(line, "conseiller_courriel") == proposal


class TestOptionalCells:
    @pytest.mark.parametrize(
        ("written", "found"),
        [("oui", True), ("NON", False), ("x", True), ("0", False), ("", None)],
    )
    def test_a_reception_point_is_yes_or_no(
        self, written: str, found: bool | None
    ) -> None:
        assert structure_of(point_accueil=written).data.reception_point is found

    def test_an_unclear_reception_point_is_a_warning(self) -> None:
        (line,) = judged(with_cells(point_accueil="parfois"))

        assert warnings_of(line) == {"point_accueil": "yes_or_no"}

    @pytest.mark.parametrize(
        ("written", "url"),
        [
            ("https://www.albi.example/", "https://www.albi.example/"),
            ("www.albi.example", "https://www.albi.example"),
            ("http://œuvre.example/a?b=c", "http://œuvre.example/a?b=c"),
        ],
    )
    def test_a_site_may_lack_its_scheme(self, written: str, url: str) -> None:
        assert structure_of(site_web=written).data.website == url

    @pytest.mark.parametrize(
        ("written", "proposal"),
        [
            ("javascript:alert(1)", None),
            ("néant", None),
            ("https://a:b@albi.example", None),
            ("http://[::1", None),
            ("www. albi,example", "https://www.albi.example"),
        ],
    )
    def test_what_is_no_site_is_an_error(
        self, written: str, proposal: str | None
    ) -> None:
        (line,) = judged(with_cells(site_web=written))

        assert errors_of(line) == {"site_web": "url_syntax"}
        assert proposal_for(line, "site_web") == proposal


class TestLine:
    def test_every_fault_is_told_at_once_and_in_the_order_of_the_columns(self) -> None:
        (line,) = judged(
            {
                "structure_type": "startup",
                "siret": "1",
                "code_postal": "0",
                "structure_courriel": "x",
                "conseiller_prenom": "Léa",
                "profil": "expert",
                "date_entree": "31/02/2013",
                "quotite": "120",
            }
        )

        assert list(errors_of(line)) == [
            "structure_nom",
            "structure_type",
            "siret",
            "code_postal",
            "commune",
            "structure_courriel",
            "conseiller_nom",
            "conseiller_courriel",
            "profil",
            "date_entree",
            "quotite",
        ]

    def test_a_structure_alone_is_a_line(self) -> None:
        (line,) = judged(STRUCTURE)

        assert line.verdict is Verdict.CREATE
        assert line.advisor is None

    def test_one_advisor_cell_asks_for_the_others(self) -> None:
        (line,) = judged({**STRUCTURE, "quotite": "50"})

        assert errors_of(line) == {
            "conseiller_nom": "required_of_advisor",
            "conseiller_prenom": "required_of_advisor",
            "conseiller_courriel": "email_required",
            "profil": "required_of_advisor",
        }

    def test_a_formula_is_a_text_like_any_other(self) -> None:
        formula = '=HYPERLINK("http://evil.example";"Cliquez")'

        assert structure_of(structure_nom=formula).data.name == formula

    def test_a_formula_neutralised_by_an_export_is_read_as_it_was(self) -> None:
        assert structure_of(structure_nom="'=1+1").data.name == "=1+1"

    def test_an_address_on_two_lines_becomes_one(self) -> None:
        data = structure_of(adresse="12 rue du Pont\r\nBâtiment B; 2e étage").data

        assert data.address == "12 rue du Pont, Bâtiment B; 2e étage"

    @pytest.mark.parametrize("sign", ["\x07", "\x1b", "\u202e"])
    def test_a_control_character_is_an_error(self, sign: str) -> None:
        (line,) = judged(with_cells(structure_nom=f"Cyber{sign}base"))

        assert errors_of(line) == {"structure_nom": "control_characters"}

    def test_invisible_characters_are_taken_away(self) -> None:
        assert structure_of(structure_nom="\u200bCyber\u00a0base\ufeff").data.name == (
            "Cyber base"
        )

    def test_a_text_too_long_is_an_error(self) -> None:
        (line,) = judged(with_cells(conseiller_nom="x" * 201))

        assert errors_of(line) == {"conseiller_nom": "too_long"}
