"""Pages as pictures: the right number, size and content, from several threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from jingyue_desktop.files.preview import page_count, render_page
from tests.papers import ink, letter, pdf, pledge


def as_image(made: bytes, index: int, scale: float) -> Image.Image:
    page = render_page(made, index, scale)
    return Image.frombuffer(
        "RGB", (page.width, page.height), page.data, "raw", "BGRX", page.stride, 1
    ).convert("L")


def test_pages_are_counted() -> None:
    assert page_count(pdf(pledge())) == 1
    assert page_count(pdf(letter("国" * 28 * 50))) == 3


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_a_picture_has_the_size_asked_for(scale: float) -> None:
    page = render_page(pdf(pledge()), 0, scale)
    assert page.width == pytest.approx(595.3 * scale, abs=1)
    assert page.height == pytest.approx(841.9 * scale, abs=1)
    assert len(page.data) == page.stride * page.height


def test_the_picture_shows_the_page() -> None:
    made = pdf(letter("国" * (28 * 22 - 2), "国"))
    first, second = (as_image(made, n, 2.0) for n in range(2))
    assert ink(first, (10, 10, 200, 264), 144) == pytest.approx([28, 37, 184, 262], abs=1)
    assert ink(second, (10, 10, 200, 264), 144)[3] < 45


def test_threads_wait_for_each_other() -> None:
    made = pdf(pledge())
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda _: render_page(made, 0, 0.5).data, range(12)))
    assert len(set(pages)) == 1
