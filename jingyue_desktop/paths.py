"""Where things are: the program's own data, and the user's places on this machine."""

from __future__ import annotations

from pathlib import Path

APP = "jingyue"


def _beside(name: str) -> Path:
    package = Path(__file__).resolve().parent
    outside = package.parent / name
    return outside if outside.is_dir() else package / name


def resources() -> Path:
    """Return the folder of shipped data: beside the package, or inside it when packaged."""
    return _beside("resources")


def forms() -> Path:
    """Return the folder of form definitions."""
    return _beside("forms")


def user_data() -> Path:
    """Return this user's data place."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def user_settings_file() -> Path:
    """Return the file that names the last workspace."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "settings.ini"


def window_state_file() -> Path:
    """Return the file window places and widths are kept in."""
    return user_settings_file().with_name("window.ini")


def user_log_dir() -> Path:
    """Return where the technical log lies; never inside a workspace."""
    from platformdirs import user_log_path

    return user_log_path(APP, appauthor=False)


def default_workspace() -> Path:
    """Return where the first workspace is proposed."""
    return user_data() / "office"


def default_demo() -> Path:
    """Return where the invented office is built."""
    return user_data() / "demo"
