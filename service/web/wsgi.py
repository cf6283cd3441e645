"""The application as gunicorn imports it."""

from service import config
from service.web import create_app

app = create_app(config.read())
