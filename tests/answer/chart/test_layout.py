"""Labels never overlap, nor do their lines cross labels or each other."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.answer.chart.layout import COLUMNS, MAX_WIDTH, Box, grid, place

LEFT, RIGHT = 40.0, 1560.0
ANCHORS = st.lists(st.floats(LEFT, RIGHT), min_size=1, max_size=90).map(sorted)
WEEK = st.lists(st.floats(700.0, 730.0), min_size=1, max_size=40).map(sorted)


def layout(anchors: list[float], heights: list[float] | None = None) -> tuple[Box, ...]:
    sizes = heights or [100.0] * len(anchors)
    return place(anchors, sizes, grid(len(anchors), LEFT, RIGHT))


def check(anchors: list[float], heights: list[float]) -> None:
    boxes = layout(anchors, heights)
    assert len(boxes) == len(anchors)
    for box, height in zip(boxes, heights, strict=True):
        assert LEFT - 1e-6 <= box.left < box.right <= RIGHT + 1e-6
        assert box.near >= 0
        assert abs(box.far - box.near - height) < 1e-6
        assert box.left <= box.foot <= box.right
    for one, other in combinations(boxes, 2):
        if one.above == other.above:
            apart = (
                one.right <= other.left + 1e-6
                or other.right <= one.left + 1e-6
                or one.far <= other.near + 1e-6
                or other.far <= one.near + 1e-6
            )
            assert apart, (one, other)
    for above in (True, False):
        feet = [box.foot for box in boxes if box.above is above]
        assert feet == sorted(feet)  # in the anchors' order, so lines between them do not cross
    for box in boxes:
        for other in boxes:
            if other.above == box.above and other.far <= box.near:
                assert not other.left < box.foot < other.right, (box, other)


@given(ANCHORS, st.data())
def test_labels_and_lines_keep_clear(anchors: list[float], data: st.DataObject) -> None:
    size = st.floats(20.0, 300.0)
    check(anchors, data.draw(st.lists(size, min_size=len(anchors), max_size=len(anchors))))


@given(WEEK)
def test_a_crowded_week_keeps_clear(anchors: list[float]) -> None:
    check(anchors, [120.0] * len(anchors))


def test_forty_labels_on_one_day() -> None:
    check([800.0] * 40, [110.0] * 40)


def test_few_labels_stand_above_in_wide_boxes() -> None:
    boxes = layout([100.0, 800.0, 1500.0])
    assert all(box.above for box in boxes)
    assert {box.right - box.left for box in boxes} == {MAX_WIDTH}


def test_labels_alternate_and_stand_over_their_anchors_while_they_can() -> None:
    anchors = [200.0, 350.0, 700.0, 850.0, 1200.0, 1350.0]
    boxes = layout(anchors)
    assert [box.above for box in boxes] == [True, False] * 3
    assert all(box.foot == anchor for box, anchor in zip(boxes, anchors, strict=True))
    assert {box.near for box in boxes} == {0.0}


def test_ten_labels_need_one_row() -> None:
    boxes = layout([float(x) for x in range(100, 1600, 150)])
    assert {box.near for box in boxes} == {0.0}


def test_columns_read_downwards() -> None:
    boxes = layout([100.0 + 30 * number for number in range(40)])
    above = [box for box in boxes if box.above]
    below = [box for box in boxes if not box.above]
    assert [box.far for box in above[:4]] == sorted((box.far for box in above[:4]), reverse=True)
    assert [box.far for box in below[:4]] == sorted(box.far for box in below[:4])
    assert len({round(box.left) for box in above}) == 4 * COLUMNS


def test_neighbours_share_a_column() -> None:
    crowd, alone = [100.0, 100.0, 102.0, 102.0, 104.0, 104.0], [400.0, 700.0, 1000.0, 1300.0]
    boxes = layout(sorted([*crowd, *alone, *[number + 5 for number in alone]]))
    beside = [box for box in boxes if box.above and box.far > 100.0]
    assert len(beside) == 2
    assert max(box.right for box in beside) < 700


def test_no_labels() -> None:
    assert layout([]) == ()
