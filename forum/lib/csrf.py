"""The guard of forms: every POST carries a token, but for views that say why they need none."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
