"""The application as gunicorn imports it."""

from service import config, logs
from service.web import create_app

logs.configure()
app = create_app(config.read())
