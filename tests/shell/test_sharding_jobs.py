import json

from flows.sharding.jobs import Job, died


def test_a_job_is_a_few_words():
    """
    Neither rows nor settings travel with it.
    """
    job = Job("code", "/data/interim/s/w1/_parts", "order-1.json", "given-2.parquet", "code-2")

    assert job == Job(*json.loads(json.dumps(job)))


def test_a_part_that_nobody_outlived_is_told():
    """
    It counts as failed, and says how its last worker ended.
    """
    assert {"made": "code-2", "problem": "died", "words": "signal 9"} == died(
        Job("", "", "", "", "code-2"), "signal 9"
    )
