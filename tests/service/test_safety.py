"""What would leave an installation open stops it, by name; secrets are never printed."""

import pytest

from service import config, safety
from service.config import SettingError
from service.web import create_app

LONG = "k" * 48


def lan(**fields):
    return config.read({}, host="0.0.0.0", **fields)


def url(password):
    return f"postgresql+psycopg://pairgrad{password}@db.example/pairgrad"


@pytest.mark.parametrize(
    "settings",
    [
        lan(database_url=url("")),
        lan(database_url=url(":postgres")),
        lan(database_url=url(":Password")),
        lan(database_url=url(""), database_password="pairgrad"),
        lan(metrics_token="short"),
    ],
)
def test_a_weak_secret_stops_what_others_can_reach(settings):
    with pytest.raises(SettingError, match="PAIRGRAD_"):
        safety.check(settings)


@pytest.mark.parametrize(
    "settings",
    [
        lan(),
        lan(database_url=url(":fGh7-8sdfKK")),
        lan(database_url=url(""), database_password="fGh7/8@dfKK"),
        lan(database_url="postgresql+psycopg://pairgrad@/x?host=/run/postgresql"),
        lan(metrics_token="t" * 16),
        config.read({}, database_url=url(":postgres"), metrics_token="short"),
    ],
)
def test_a_strong_one_and_one_on_loopback_do_not(settings):
    safety.check(settings, [LONG])


def test_a_short_key_of_cookies_stops_the_web(tmp_path, monkeypatch):
    monkeypatch.setattr("service.web.keys.cookie_keys", lambda engine: [LONG, "short"])
    with pytest.raises(SettingError, match="signs cookies"):
        create_app(lan(data=tmp_path))


def test_a_password_of_its_own_is_put_into_the_address():
    settings = lan(database_url=url(""), database_password="a/b@c")
    assert settings.database == url(":a%2Fb%40c")


def test_no_secret_is_printed_with_the_settings():
    settings = lan(
        database_url=url(":hush1"),
        database_password="hush2",
        redis_url="redis://:hush3@r/0",
        metrics_token="hush4",
    )
    assert "hush" not in repr(settings)
    assert safety.redacted(settings.redis_url) == "redis://:***@r/0"
    assert "hush" not in safety.redacted(url(":hush"))
    assert safety.redacted("sqlite:////tmp/x") == "sqlite:////tmp/x"


def test_a_secret_may_come_as_a_file_and_a_child_needs_no_file(tmp_path):
    secret = tmp_path / "token"
    secret.write_text("from-a-file\n")
    settings = config.read({"PAIRGRAD_METRICS_TOKEN_FILE": str(secret)})
    assert settings.metrics_token == "from-a-file"
    secret.unlink()
    assert config.read(config.environment_of(settings)) == settings


def test_the_setting_itself_wins_over_its_file(tmp_path):
    told = {"PAIRGRAD_METRICS_TOKEN": "plain", "PAIRGRAD_METRICS_TOKEN_FILE": "/none"}
    assert config.read(told).metrics_token == "plain"


def test_a_file_that_cannot_be_read_is_named():
    with pytest.raises(SettingError, match=r"_FILE='/no/file' cannot be read: No such"):
        config.read({"PAIRGRAD_DATABASE_PASSWORD_FILE": "/no/file"})


def test_what_is_no_secret_has_no_file(tmp_path):
    path = tmp_path / "port"
    path.write_text("9")
    assert config.read({"PAIRGRAD_PORT_FILE": str(path)}).port == 8321


def test_the_password_of_redis_is_put_into_its_address_once():
    told = {"PAIRGRAD_REDIS_URL": "redis://r:6379/0", "PAIRGRAD_REDIS_PASSWORD": "a/b"}
    settings = config.read(told)
    assert settings.redis_url == "redis://:a%2Fb@r:6379/0"
    assert config.read(config.environment_of(settings)) == settings
