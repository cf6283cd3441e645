"""Limits on guessing do not depend on the Redis that counts them."""

import pytest

from service.web import create_app

pytestmark = pytest.mark.redis
GUESS = {"code": "WRONG", "name": "Eve"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_guessing_stays_throttled_when_redis_dies(site, redis_server):
    app = create_app(site.settings, site.engine)
    app.config.update(WTF_CSRF_ENABLED=False)
    client = app.test_client()
    assert client.post("/join", data=GUESS).status_code == 422
    redis_server.kill()
    codes = [client.post("/join", data=GUESS).status_code for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2
