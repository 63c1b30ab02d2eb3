"""The telephone in the browser."""

from flask import Blueprint, Flask

from ivr.settings import Settings


def blueprint(app: Flask, settings: Settings, secret: str) -> Blueprint:
    return Blueprint("phone", __name__)
