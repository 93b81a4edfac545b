import numpy as np
import pytest

from cxtext.tiles import TILE, product, tiles

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("width", [1, 17, 665])
@pytest.mark.parametrize("n", [1, 7, TILE - 1, TILE, TILE + 1])
def test_a_row_does_not_depend_on_its_company(n, width):
    rows = RNG.normal(size=(1_000, 64)).astype(np.float32)
    columns = RNG.normal(size=(64, width)).astype(np.float32)
    together = product(rows, columns)
    assert np.allclose(together, rows @ columns, atol=1e-4)
    assert np.array_equal(product(rows[:n], columns), together[:n])
    assert np.array_equal(product(rows[n : n + 1], columns), together[n : n + 1])


def test_tiles_cover_all_rows_once():
    rows = RNG.normal(size=(2 * TILE + 5, 3)).astype(np.float32)
    covered = np.concatenate([tile[: where.stop - where.start] for where, tile in tiles(rows)])
    assert np.array_equal(covered, rows)
    assert list(tiles(rows[:0])) == []
