from concurrent.futures import ThreadPoolExecutor

from service.store import installation, suites
from service.store.database import reading, transaction


def test_secrets_are_made_once_whoever_is_first(house):
    def seed(_):
        with transaction(house.engine) as db:
            return installation.secret_seed(db), *installation.cookie_keys(db)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(seed, range(8)))) == 1


def test_secrets_can_be_read_where_nothing_may_be_written(house):
    with transaction(house.engine) as db:
        installation.ensure(db)
    with reading(house.engine) as db:
        assert installation.secret_seed(db) > 0
        assert len(installation.cookie_keys(db)[0]) >= 48


def test_one_suite_is_active_and_the_last_one_stored_is_it(house):
    for version in ("v1", "v2", "v1"):
        house.activate_suite(version)
        with reading(house.engine) as db:
            assert suites.active_version(db) == version
            assert suites.active(db).blob == b"{}"
