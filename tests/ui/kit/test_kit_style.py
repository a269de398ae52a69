"""The look: colours that can be read, one template in two schemes, faces, icons."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from jingyue_desktop.ui.kit.faces import Faces, choose_faces
from jingyue_desktop.ui.kit.icons import Icons, put_icon
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.style import Look, sheet_of
from jingyue_desktop.ui.kit.tokens import DARK, LIGHT, State, Tokens, contrast, tokens_of

ROOT = Path(__file__).resolve().parents[3]
STYLE = ROOT / "resources" / "style"
SCHEMES = {"light": LIGHT, "dark": DARK}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" '
    'stroke="currentColor" fill="currentColor"><rect width="24" height="24"/></svg>'
)


def test_contrast_is_the_published_measure() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=list(SCHEMES))
def test_every_text_can_be_read_on_every_ground(tokens: Tokens) -> None:
    inks = [tokens.ink, tokens.quiet, tokens.accent_ink]
    inks += [tokens.state_ink(state) for state in State]
    grounds = [tokens.surface, tokens.ground, tokens.raised, tokens.hover, tokens.wash]
    weak = [(ink, on) for ink in inks for on in grounds if contrast(ink, on) < 4.5]
    weak += [
        (tokens.state_ink(state), tokens.state_wash(state))
        for state in State
        if contrast(tokens.state_ink(state), tokens.state_wash(state)) < 4.5
    ]
    weak += [
        (tokens.on_fill, tokens.state_fill(state))
        for state in State
        if contrast(tokens.on_fill, tokens.state_fill(state)) < 4.5
    ]
    for fill in (tokens.accent, tokens.accent_hover, tokens.accent_press):
        weak += [(tokens.on_accent, fill)] if contrast(tokens.on_accent, fill) < 4.5 else []
    weak += [] if contrast(tokens.on_header, tokens.header) >= 4.5 else [("on_header", "header")]
    assert weak == []


def test_template_spells_no_colour_and_names_only_pictures_that_exist() -> None:
    template = (STYLE / "app.qss").read_text(encoding="utf-8")
    rules = template.split("*/", 1)[1]
    ids = {"#qt_calendar_navigationbar", "#qt_calendar_prevmonth", "#qt_calendar_nextmonth"}
    spelled = [word for word in rules.split() if "#" in word]
    assert {"#" + word.split("#", 1)[1] for word in spelled} == ids
    pictures = {part.split(")")[0] for part in rules.split("@images/")[1:]}
    for scheme in SCHEMES:
        assert pictures - {path.name for path in (STYLE / scheme).iterdir()} == set()


def test_unknown_token_is_an_error() -> None:
    faces = Faces("a", "a", weighted=True)
    with pytest.raises(KeyError, match="no_such"):
        sheet_of("QLabel { color: @no_such; }", LIGHT, faces, STYLE, 10.5)


def test_scheme_changes_palette_and_sheet(look: Look, qapp: QApplication) -> None:
    look.put_on(Qt.ColorScheme.Dark)
    assert tokens_of(qapp.palette()) is DARK
    assert DARK.surface in qapp.styleSheet() and LIGHT.ground not in qapp.styleSheet()
    look.put_on(Qt.ColorScheme.Unknown)
    assert tokens_of(qapp.palette()) is LIGHT
    assert LIGHT.accent in qapp.styleSheet()


def test_bundled_face_is_registered_only_without_a_system_face() -> None:
    installed = QFontDatabase.families()
    chosen = choose_faces(ROOT / "resources" / "fonts", installed=(installed[0],))
    assert chosen == Faces(installed[0], installed[0], weighted=True)
    assert "font-weight" in chosen.bold_rule()
    assert QFontDatabase.families() == installed


def test_bundled_bold_is_a_face_of_its_own_and_not_smeared() -> None:
    chosen = choose_faces(ROOT / "resources" / "fonts", installed=("no such face",))
    assert not chosen.weighted and chosen.plain != chosen.bold
    assert chosen.bold in chosen.bold_rule()
    assert chosen.font(12, bold=True).family() == chosen.bold
    assert not chosen.font(12, bold=True).bold()


def test_without_any_face_the_platform_own_is_used(tmp_path: Path) -> None:
    assert choose_faces(tmp_path, installed=()).weighted


@pytest.fixture
def icons(tmp_path: Path) -> Icons:
    (tmp_path / "box.svg").write_text(SVG, encoding="utf-8")
    return Icons(tmp_path)


def _middle(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    image: QImage = icon.pixmap(QSize(18, 18), mode).toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).name().upper()


def test_icon_is_drawn_in_the_colour_of_its_role(icons: Icons) -> None:
    assert _middle(icons.icon("box", "overdue")) == LIGHT.overdue
    assert _middle(icons.icon("box", "overdue"), QIcon.Mode.Disabled) == LIGHT.faint
    assert icons.icon("absent").isNull()


def test_icon_is_sharp_at_two_hundred_percent(icons: Icons) -> None:
    sharp = icons.icon("box").pixmap(QSize(18, 18), 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (36, 2.0)


def test_put_icons_follow_the_scheme(icons: Icons, qapp: QApplication) -> None:
    button = QPushButton("打印")
    icons.put(button, "box", "ink")
    icons.retint(DARK)
    assert _middle(button.icon()) == DARK.ink


def test_installed_look_gives_icons_to_everybody(look: Look) -> None:
    button = QPushButton("打印")
    put_icon(button, "no-such-icon")
    assert button.icon().isNull() and look.icons.icon("no-such-icon").isNull()


def test_labels_show_markup_as_text(qapp: QApplication) -> None:
    made = label("<b>A<B 的情形</b>", "title")
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.text() == "<b>A<B 的情形</b>"
    restyle(made, "state", "overdue")
    made.ensurePolished()
    assert made.palette().color(made.foregroundRole()).name().upper() == LIGHT.overdue
