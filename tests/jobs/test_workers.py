import polars as pl

from cxtext.jobs.workers import working


def test_each_process_labels_with_one_thread() -> None:
    with working(2, "default", None) as workers:
        assert workers is not None
        assert workers._pool.submit(pl.thread_pool_size).result() == 1
