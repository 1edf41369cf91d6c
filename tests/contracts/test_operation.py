import pytest

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.operation import Operation, parse_operation


def test_without_a_word_all_is_as_it_comes():
    """An empty file says what no file says."""
    assert Operation() == parse_operation({}, "operation.yaml")


def test_cluster_without_an_address_is_refused():
    """Nothing is sent to a scheduler that nobody named."""
    with pytest.raises(StudyConfigError, match="needs `scheduler` and `certificates`"):
        parse_operation({"sharding": {"by": "dask"}}, "operation.yaml")


def test_cluster_without_tls_is_refused():
    """Whoever reaches a Dask scheduler can run code there, so it is never an open one."""
    sharding = {"by": "dask", "scheduler": "tcp://10.0.0.5:8786", "certificates": "certs"}

    with pytest.raises(StudyConfigError, match="scheduler"):
        parse_operation({"sharding": sharding}, "operation.yaml")
