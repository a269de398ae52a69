"""Where things are: what ships with the program, and the user's own places."""

from __future__ import annotations

from pathlib import Path

APP_NAME = "jingyue"
PACKAGE = Path(__file__).resolve().parent


def project_root() -> Path:
    """Return the folder that holds ``resources/`` and ``forms/``.

    It is the one beside the package, or the package itself when PyInstaller has put them inside.
    """
    beside = PACKAGE.parent
    return beside if (beside / "resources").is_dir() else PACKAGE


def resources() -> Path:
    """Return the folder of the shipped office, calendars, faces, icons and style."""
    return project_root() / "resources"


def forms() -> Path:
    """Return the folder of the published paper forms."""
    return project_root() / "forms"


def user_data() -> Path:
    """Return the user's own data folder on this PC; it need not exist yet."""
    # Imported here like every library that the login window does not need.
    from platformdirs import user_data_path

    # Local, not roaming: a roaming profile is copied over the network, which damages a database.
    return user_data_path(APP_NAME, appauthor=False, roaming=False)


def default_workspace() -> Path:
    """Return the workspace that a start without a choice uses."""
    return user_data() / "office"


def default_demo() -> Path:
    """Return the workspace of the invented office."""
    return user_data() / "demo"


def user_settings_file() -> Path:
    """Return the INI file of this user's settings (last workspace)."""
    return _user_config() / "settings.ini"


def window_state_file() -> Path:
    """Return the INI file of window places, column widths and filters."""
    return _user_config() / "windows.ini"


def user_log_dir() -> Path:
    """Return the folder of the technical log, which is never inside a workspace."""
    from platformdirs import user_log_path

    return user_log_path(APP_NAME, appauthor=False)


def _user_config() -> Path:
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False, roaming=False)
