"""Settings are read once, and a wrong one is named."""

from pathlib import Path

import pytest

from service import config


def test_a_setting_that_cannot_be_read_is_named():
    with pytest.raises(config.SettingError, match="PAIRGRAD_PORT='many'"):
        config.read({"PAIRGRAD_PORT": "many"})


def test_a_choice_that_does_not_exist_lists_the_choices():
    with pytest.raises(config.SettingError, match="'redis', 'none'"):
        config.read({"PAIRGRAD_BROKER": "kafka"})


def test_a_child_reads_back_exactly_what_its_parent_had(tmp_path):
    before = config.read(
        {},
        data=tmp_path,
        mnist_dir=Path("/digits"),
        throttle=False,
        unsafe_no_sandbox=True,
        proxy_hops=0,
        broker="none",
    )
    assert config.read(config.environment_of(before)) == before


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)],
)
def test_loopback_is_known_by_its_names(host, loopback):
    assert config.read({}, host=host).loopback is loopback


def test_an_empty_data_url_means_sqlite_in_the_data_folder(tmp_path):
    made = config.read({}, data=tmp_path)
    assert made.database == f"sqlite:///{tmp_path}/pairgrad.sqlite3"
    assert made.logs == tmp_path / "logs"
