import pytest
from celery.app.defaults import DEFAULTS

from service import doorbell
from service.config import Settings


def test_celery_is_told_the_unix_socket_in_its_own_spelling():
    app = doorbell.make_app(Settings(redis_url="unix:///tmp/x/redis.sock"))
    assert app.conf.broker_url == "redis+socket:///tmp/x/redis.sock"
    assert "socket_keepalive" not in app.conf.broker_transport_options


def test_a_network_connection_is_kept_alive():
    app = doorbell.make_app(Settings(redis_url="redis://127.0.0.1:6379/0"))
    assert app.conf.broker_transport_options["socket_keepalive"]


@pytest.mark.parametrize("name", sorted(doorbell.OPTIONS))
def test_celery_takes_every_option_by_this_name(name):
    app = doorbell.make_app(Settings(redis_url="redis://127.0.0.1:6379/0"))
    assert name in DEFAULTS
    assert app.conf[name] == doorbell.OPTIONS[name]


def test_nothing_is_rung_without_a_broker():
    assert not doorbell.ring(Settings(broker="none"), "id", "live")
    assert not doorbell.ring(Settings(), "id", "live")
